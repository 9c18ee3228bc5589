import Foundation
import Testing

/// The whole pipe while it flows: stutter, signals, and readers that leave.
@Suite struct StreamTests {
    /// Writes the bytes in pieces of many sizes, with a rest now and then.
    private static func stutter(_ bytes: [UInt8], into running: Running) {
        var state: UInt64 = 0x9e37_79b9_7f4a_7c15
        var start = 0
        while start < bytes.count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let size = [1, 7, 300, 4_096, 40_000][Int(state >> 33) % 5]
            running.feed(Array(bytes[start..<min(start + size, bytes.count)]))
            start += size
            if state >> 60 == 0 { usleep(1_000) }
        }
        running.closeInput()
    }

    @Test func `a file, a pipe and a pipe that stutters give the same bytes`() throws {
        let file = try Shell.run("netcap -r $DEMO | head -n 4000")
        let packets = file.output
        try Shell.withFolder { folder in
            try Data(packets).write(to: URL(filePath: folder + "/packets"))
            let fromFile = try Shell.run("netagg packets", in: folder)
            #expect(fromFile.status == 0 && fromFile.lines.count > 5)
            #expect(try Shell.run("netagg", input: packets).output == fromFile.output)
            let stuttering = try Running("netagg")
            Self.stutter(packets, into: stuttering)
            #expect(try stuttering.outcome().output == fromFile.output)
        }
    }

    @Test func `a capture that stutters decodes to the same bytes`() throws {
        let capture = try [UInt8](Data(contentsOf: URL(filePath: Shell.demo)))[..<200_000]
        let atOnce = try Shell.run("netcap -r -", input: Array(capture))
        let stuttering = try Running("netcap -r -")
        Self.stutter(Array(capture), into: stuttering)
        #expect(try stuttering.outcome().output == atOnce.output)
        #expect(atOnce.lines.count > 1_000)
    }

    @Test func `a pipe takes every line that a file does, whether its reader is quick or slow`() throws {
        let outcome = try Shell.withFolder { folder in
            try Shell.run(
                """
                lines() { cat $DEMO $DEMO $DEMO | netcap -r -; }
                lines >lines
                lines | cmp - lines && wc -c <lines
                lines | { sleep 0.5; head -c 5000000; sleep 0.5; cat; } | cmp - lines && wc -l <lines
                """, in: folder)
        }
        #expect(outcome.errors.isEmpty)
        let counts = outcome.lines.compactMap(Int.init)
        // More than the pipe and all that is on its way to it, and that again and again.
        #expect(counts.count == 2 && counts[0] > 12_000_000)
        #expect(counts.last ?? 0 > 3 * 10_677)
    }

    @Test func `every packet is counted once`() throws {
        let records = try Record.all(Shell.run("netcap -r $DEMO | netagg")).filter {
            $0.text("type") == "statistics"
        }
        let last = try #require(records.last)
        #expect(last["final"] as? Bool == true)
        #expect(records.dropLast().allSatisfy { $0["final"] == nil })
        #expect(last.count("total_packets") == 10_677)
        #expect(records.reduce(0) { $0 + $1.count("packets") + $1.count("late") } == 10_677)
        #expect(records.map { $0.count("sequence") } == Array(0..<records.count))
    }

    @Test(arguments: ["netcap -r -", "netcap -r - | netagg --every 1"])
    func `a reader that goes away is noticed while the input is idle`(command: String) throws {
        let frames = (0..<40).map { CaptureBytes.udp(source: UInt8($0)) }
        let running = try Running("\(command) | head -n 1; echo ${PIPESTATUS[*]}")
        running.feed(CaptureBytes.pcap(frames))
        let outcome = try running.outcome(within: 10)
        #expect(outcome.lines.count == 2)
        #expect(Set(outcome.lines.last?.split(separator: " ") ?? []) == ["0"])
        #expect(outcome.errors.isEmpty)
    }

    @Test func `what came is passed on while the input rests`() throws {
        let running = try Running("netcap -r - | netagg --every 1")
        running.feed(CaptureBytes.pcap((0..<40).map { CaptureBytes.udp(source: UInt8($0)) }))
        #expect(running.waits { $0.count { $0 == 0x0a } >= 10 })
        running.closeInput()
        #expect(try running.outcome().status == 0)
    }

    @Test func `an interrupt reaches the whole pipe, and nothing that came in is lost`() throws {
        let running = try Running("trap : INT; netcap -r - | netagg; echo ${PIPESTATUS[*]} >&2")
        running.feed(CaptureBytes.pcap((0..<50).map { CaptureBytes.udp(source: UInt8($0)) }))
        #expect(running.waits { $0.count { $0 == 0x0a } >= 5 }, "the packets have passed netcap")
        running.send(SIGINT)
        let outcome = try running.outcome(within: 10)
        let last = try #require(try Record.all(outcome).last)
        #expect(last["final"] as? Bool == true)
        #expect(last.count("total_packets") == 50)
        #expect(outcome.errors == "0 0\n")
    }

    @Test func `a line that is no record is skipped, counted and reported`() throws {
        let packet = #"{"timestamp":1767225600.5,"source":"a","size":60}"#
        let input = "\(packet)\nnot json\n{\"timestamp\":\n\(packet)\n[1]\n\(packet)\n"
        let outcome = try Shell.run("netagg", input: Array(input.utf8))
        #expect(outcome.status == 0)
        let last = try #require(try Record.all(outcome).last)
        #expect(last.count("total_packets") == 3)
        #expect(last.count("malformed") == 3)
        for number in [2, 3, 5] { #expect(outcome.errors.contains("line \(number)"), "\(outcome.errors)") }
    }

    @Test func `a line longer than a mebibyte is bad, and the next one is not`() throws {
        let packet = #"{"timestamp":1767225600.5,"source":"a","size":60}"#
        let long = #"{"timestamp":1767225600.5,"x":""# + String(repeating: "x", count: 3 << 20) + #""}"#
        let outcome = try Shell.run("netagg", input: Array("\(packet)\n\(long)\n\(packet)\n".utf8))
        let last = try #require(try Record.all(outcome).last)
        #expect(last.count("total_packets") == 2)
        #expect(last.count("malformed") == 1)
    }

    @Test func `statistics become one plain line each where there is no terminal`() throws {
        let records = try Shell.run("netcap -r $DEMO | netagg")
        let plain = try Shell.run("netview", input: records.output)
        #expect(plain.status == 0)
        #expect(plain.lines.count == records.lines.count)
        #expect(!plain.output.contains(0x1b), "no escape sequences")
    }

    @Test func `the pipe can be taken apart and put together again`() throws {
        let outcome = try Shell.withFolder { folder in
            try Shell.run(
                """
                netcap -r $DEMO >packets; netagg packets >statistics; netview statistics >plain
                netcap -r $DEMO | netagg | netview | cmp - plain
                """, in: folder)
        }
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }
}
