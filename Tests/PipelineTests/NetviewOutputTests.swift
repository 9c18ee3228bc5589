import Testing

/// netview where there is no screen: lines, one picture, pictures in files.
@Suite struct NetviewOutputTests {
    private static let netview = Shell.commands + "/netview"

    /// Three records as netagg writes them, and what else may stand in the stream.
    private static let stream = (0..<3).map { NetviewStream.record($0) }.joined()

    private func run(_ arguments: String, input: String = stream) throws -> Shell.Outcome {
        try Shell.run("\(Self.netview) \(arguments)", input: Array(input.utf8))
    }

    @Test func `a pipe gets one plain line per record`() throws {
        let outcome = try run("")
        #expect(outcome.status == 0)
        #expect(outcome.lines.count == 3)
        #expect(outcome.lines[2].contains("#2  1,234 packets  617 p/s  396 kb/s  total 3.70 k 99.0 kB"))
        #expect(!outcome.text.contains("\u{1B}"))
    }

    @Test func `once prints one screen of the last record in the size that was asked for`() throws {
        let outcome = try run("--once --size 80x24 --glyphs ascii")
        #expect(outcome.status == 0)
        let rows = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows.count == 25)
        #expect(rows[0].hasPrefix(" netview * END"))
        #expect(rows[0].contains("#2"))
        let small = try Shell.run(
            "COLUMNS=40 LINES=12 \(Self.netview) --once", input: Array(Self.stream.utf8))
        #expect(small.text.split(separator: "\n", omittingEmptySubsequences: false).count == 13)
    }

    @Test func `a file gives the same screen as a pipe`() throws {
        try Shell.withFolder { folder in
            let script = "cat > '\(folder)/s.ndjson'; \(Self.netview) --once '\(folder)/s.ndjson'"
            let file = try Shell.run(script, input: Array(Self.stream.utf8))
            let pipe = try run("--once")
            #expect(file.text == pipe.text)
            #expect(file.text.contains("10.0.0.5"))
        }
    }

    @Test func `pictures are whole files`() throws {
        try Shell.withFolder { folder in
            let script =
                "\(Self.netview) --svg '\(folder)/a.svg' --html '\(folder)/a.html'; cat '\(folder)'/a.*"
            let outcome = try Shell.run(script, input: Array(Self.stream.utf8))
            #expect(outcome.text.contains("<!DOCTYPE html>") && outcome.text.contains("</svg>"))
            #expect(outcome.text.contains("10.0.0.5"))
        }
    }

    @Test func `packets instead of statistics name the command that is missing`() throws {
        let packet = #"{"timestamp":1.5,"source":"10.0.0.1","size":60}"# + "\n"
        for arguments in ["", "--once"] {
            let outcome = try run(arguments, input: packet)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains("netagg"))
            #expect(outcome.errorLines.count == 1)
        }
    }

    @Test func `bad lines are skipped, and reported with their numbers`() throws {
        let outcome = try run("", input: "not json\n" + Self.stream + "{\"type\":\"statistics\",}\n")
        #expect(outcome.status == 0)
        #expect(outcome.lines.count == 3)
        #expect(outcome.errors.contains("line 1") && outcome.errors.contains("line 5"))
    }

    @Test func `alerts have lines of their own, and other records none`() throws {
        let others = """
            {"type":"alert","timestamp":1767225601,"severity":"high","name":"SYN flood","message":"from 10.0.0.9"}
            {"type":"future","x":1}
            {"type":"capture","version":1,"timestamp":1,"packets":1,"dropped":0}

            """
        let outcome = try run("", input: Self.stream + others)
        #expect(outcome.lines.count == 4)
        #expect(outcome.lines[3].hasSuffix("!!  SYN flood  from 10.0.0.9"))
    }

    @Test func `control characters of the data reach no output`() throws {
        let outcome = try run("", input: NetviewStream.record(0, source: #"\u001b[2Jx\u009b\u202e"#))
        #expect(outcome.status == 0)
        #expect(!outcome.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B })
        #expect(!outcome.text.contains("\u{202E}"))
    }

    @Test func `the help, and what the manual page is made from, list the keys`() throws {
        // `--experimental-dump-help` is what the plugin that writes manual pages reads.
        for option in ["--help", "--experimental-dump-help"] {
            let text = try run(option).text
            for line in ["pause, and go on", "one record back or on", "q           leave"] {
                #expect(text.contains(line), "\(option) says nothing of: \(line)")
            }
        }
    }

    @Test func `a line of the help that stands for itself is indented, or a manual page would fill it up`()
        throws
    {
        let help = try run("--help").lines
        for text in ["netcap -i eth0 | netagg", "netview saved.ndjson", "space  ", "q    "] {
            let line = help.first { $0.contains(text) }
            #expect(line?.hasPrefix("  ") == true, "\(text)")
        }
    }

    @Test func `an empty input is an error, and a file that is not there names it`() throws {
        #expect(try run("--once", input: "").status == 1)
        let missing = try run("/no/such/file")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("/no/such/file"))
    }
}

/// The records that the tests of netview send.
enum NetviewStream {
    static func record(_ sequence: Int, source: String = "10.0.0.5", pad: Int = 0) -> String {
        let end = 1_767_225_600 + sequence * 2
        return """
            {"type":"statistics","version":1,"sequence":\(sequence),"timestamp":\(end).000000,"interval":2,\
            "packets":1234,"bytes":99000,"packets_per_second":617,"bits_per_second":396000,"timeline":[],\
            "total_packets":\(1234 * (sequence + 1)),"total_bytes":99000,"duration":2,"window":60,\
            "window_packets":1234,"window_bytes":99000,"sources":[{"source":"\(source)","packets":900,\
            "bytes":5000}],"late":0,"malformed":0,"unknown":"\(String(repeating: "x", count: pad))"}

            """
    }
}
