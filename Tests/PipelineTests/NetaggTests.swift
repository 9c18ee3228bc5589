import Foundation
import Testing

/// netagg as a process: several sensors, signals, silence, and an independent computation of the same.
@Suite struct NetaggTests {
    private static let corpora = ProcessInfo.processInfo.environment["NETCAP_CORPORA"]
    private static let hasTshark = (try? Shell.run("command -v tshark").status) == 0
    private static let hasPromtool = (try? Shell.run("command -v promtool").status) == 0
    private static let packet = #"{"timestamp":1767225600.5,"source":"a","size":60}"#

    private static func wallPacket(_ source: String) -> [UInt8] {
        let now = Date().timeIntervalSince1970
        return Array(
            "{\"timestamp\":\(String(format: "%.6f", now)),\"source\":\"\(source)\",\"size\":60}\n".utf8)
    }

    @Test func `three sensors through pipes are one netagg that saw all`() throws {
        let script = """
            netcap -r $DEMO | grep -v '"type":"capture"' > all
            for i in 0 1 2; do awk "NR % 3 == $i" all > part$i; done
            plain='del(.merged, .tcp, .tcp_window, .fan_out)'
            netagg all | jq -c "$plain" > one
            netagg --merge <(netagg --states part0) <(netagg --states < part1) <(netagg --states part2) |
                jq -c "$plain" > merged
            cmp one merged && wc -l < one
            """
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0) }
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.text)\(outcome.errors)")
        #expect((Int(outcome.lines.last?.trimmingCharacters(in: .whitespaces) ?? "") ?? 0) > 10)
    }

    @Test func `streams that cannot be merged are refused in one line`() throws {
        let script = """
            netcap -r $DEMO | head -n 2000 > all; netagg all > stateless; netagg --every 5 --states all > five
            netagg --states all > two
            for files in stateless 'two five' all; do netagg --merge $files; echo $?; done
            for options in '--merge' '--merge --every 2 two' '--merge --speed 2 two'; do
                netagg $options 2>/dev/null; echo $?; done
            """
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0) }
        #expect(outcome.lines.filter { $0.count < 4 } == ["1", "1", "1", "64", "64", "64"])
        #expect(outcome.errorLines.count == 3)
        #expect(outcome.errors.contains("--states") && outcome.errors.contains("--every"))
    }

    @Test func `with --flows the sensors' flow records pass before the records of their intervals`() throws {
        let script = """
            netcap -r $DEMO | grep -v '"type":"capture"' > all
            for i in 0 1; do awk "NR % 2 == $i" all | netagg --states --flows > s$i; done
            netagg --merge --flows s0 <(cat s1) > merged
            grep -h '"type":"flow"' s0 s1 | sort > sent; grep '"type":"flow"' merged | sort | cmp - sent && wc -l < sent
            netagg --merge s0 s1 | cmp - <(grep -v '"type":"flow"' merged) && tail -n 1 merged | jq .final
            """
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0) }
        #expect(outcome.errors.isEmpty && outcome.lines.last == "true", "\(outcome.text)\(outcome.errors)")
        #expect((Int(outcome.lines.first?.trimmingCharacters(in: .whitespaces) ?? "") ?? 0) > 10)
    }

    @Test func `a sensor that dies does not stop the others`() throws {
        let running = try Running("netagg --merge <(netagg --states --every 1) <(sleep 100)")
        for index in 0..<40 where !running.waits(seconds: 0.2, until: { $0.contains(0x0a) }) {
            running.feed(Self.wallPacket("s\(index)"))
        }
        #expect(running.waits(seconds: 10) { $0.contains(0x0a) }, "records without the silent sensor")
        running.closeInput()
        running.send(SIGINT)
        let outcome = try running.outcome(within: 15)
        #expect(outcome.errors.contains("going on without it"), "\(outcome.errors)")
        let records = try Record.all(outcome)
        #expect(records.last?["final"] as? Bool == true)
    }

    @Test func `a line that is too long is counted where no other follows, and where one does`() throws {
        let long = "head -c 3000000 /dev/zero | tr '\\0' x"
        for rest in ["true", "echo", "echo; printf 'no'"] {
            let outcome = try Shell.run("{ \(long); \(rest); } | netagg")
            let bad = rest.contains("no") ? 2 : 1
            #expect(try Record.all(outcome).last?.count("malformed") == bad, "\(rest)")
            #expect(outcome.errorLines.first?.contains("line 1 skipped: longer than a record can be") == true)
        }
    }

    @Test func `what comes fast is counted as what comes slowly, across files and bad lines`() throws {
        let script = """
            netcap -r $DEMO > lines; for i in 1 2 3 4 5 6 7 8; do cat lines; echo no; done > all
            { cat lines; printf '{"timest'; } > cut; options='--flows --group ttl --every 0.5'
            netagg $options all cut lines > fast 2> said
            netagg --speed 1000000 $options all cut lines 2> saidSlowly | cmp fast - && cmp said saidSlowly
            cat all cut <(echo) lines | { dd bs=700 status=none; } | netagg $options 2>/dev/null | cmp fast -
            cat said; wc -l < fast
            """
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0) }
        #expect(outcome.errors.isEmpty && outcome.status == 0, "\(outcome.text)\(outcome.errors)")
        #expect(outcome.text.contains("of 'all' skipped: not a JSON object, at byte 1"))
        #expect((Int(outcome.lines.last?.trimmingCharacters(in: .whitespaces) ?? "") ?? 0) > 10)
    }

    @Test func `bad lines have the number and the name of their file`() throws {
        let outcome = try Shell.withFolder { folder in
            let script = "printf '\(Self.packet)\\n' > a; printf '\(Self.packet)\\nno\\n' > b; netagg a b"
            return try Shell.run(script, in: folder)
        }
        #expect(outcome.errors == "netagg: line 2 of 'b' skipped: not a JSON object, at byte 1\n")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal to a file's reader ends it with the final record`(number: Int32) throws {
        let running = try Running("exec netagg --speed 1")
        for index in 0..<3 { running.feed(Array("{\"timestamp\":\(100 + index * 50),\"size\":1}\n".utf8)) }
        usleep(700_000)
        running.send(number)
        let outcome = try running.outcome(within: 10)
        #expect(outcome.status == 0)
        #expect(try Record.all(outcome).last?["final"] as? Bool == true)
    }

    @Test func `a second interrupt ends it where the reader stalls, and says so`() throws {
        let script = """
            mkfifo pipe; exec 7<>pipe
            netcap -r $DEMO > packets
            netagg --every 50ms --top 50 packets >pipe 2>errors & pid=$!
            used() { cut -d' ' -f3,14 /proc/$pid/stat; }
            for ((turn = 0; turn < 150; turn++)); do
                before=$(used); sleep 0.2
                [[ $(used) == "$before" && $before == "S "[1-9]* ]] && break
            done
            kill -INT $pid; sleep 0.3
            kill -INT $pid || echo gone
            wait $pid; echo "status $?"
            cat errors >&2
            """
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0) }
        #expect(outcome.lines == ["status 1"], "still there after the first, gone after the second")
        #expect(outcome.errors.contains("before the reader took all records"), "\(outcome.errors)")
    }

    @Test(arguments: ["auto", "wall"])
    func `an idle live stream goes on with the wall clock`(clock: String) throws {
        let running = try Running("netagg --every 0.5 --clock \(clock)")
        running.feed(Self.wallPacket("a") + Self.wallPacket("b"))
        #expect(running.waits(seconds: 15) { $0.count { $0 == 0x0a } >= 4 }, "records while nothing comes")
        running.closeInput()
        let records = try Record.all(running.outcome(within: 10))
        #expect(records.reduce(0) { $0 + $1.count("packets") } == 2)
        #expect(records.contains { $0["behind"] != nil })
    }

    @Test func `old packets on an idle pipe get no record by the wall clock`() throws {
        let running = try Running("netagg --every 0.5")
        running.feed(Array("\(Self.packet)\n\(Self.packet)\n".utf8))
        #expect(!running.waits(seconds: 2) { !$0.isEmpty })
        running.closeInput()
        #expect(try running.outcome(within: 10).lines.count == 1)
    }

    @Test(.enabled(if: hasPromtool)) func `the metrics are what promtool accepts`() throws {
        let script = "netcap -r $DEMO | netagg --metrics m > /dev/null; promtool check metrics < m"
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0) }
        #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test(.enabled(if: hasTshark)) func `what tshark writes adds up to the capture`() throws {
        let script = """
            sum='[.total_packets,.total_bytes,.sizes.maximum,.tcp_window.syn,.tcp_window.retransmissions]'
            netcap -r $DEMO | grep -v '^{"type"' | head -n 1500 | netagg | tail -n 1 | jq -c "$sum"
            fields=$(printf ' -e %s' frame.time_epoch frame.len eth.src eth.dst ip.src ip.dst ip.proto ipv6.src \\
                ipv6.dst ipv6.nxt tcp.srcport tcp.dstport tcp.flags tcp.seq_raw tcp.ack_raw tcp.window_size_value \\
                tcp.len udp.srcport udp.dstport)
            tshark -r $DEMO -c 1500 -T ek $fields 2>/dev/null | netagg | tail -n 1 | jq -c "$sum"
            """
        let outcome = try Shell.run(script)
        #expect(outcome.lines.count == 2 && outcome.lines.first == outcome.lines.last, "\(outcome.text)")
        #expect(outcome.lines.first?.hasPrefix("[1500,") == true)
    }

    /// `Tests/Independent/statistics.py` recomputes every statistic: of every tenth capture, or of all of them when
    /// `NETCAP_CORPORA_ALL` is set.
    @Test(.enabled(if: corpora != nil), .timeLimit(.minutes(10)))
    func `an independent computation finds the same in every capture`() throws {
        let script = """
            find '\(Self.corpora ?? "")' -type f \\( -name '*.pcap' -o -name '*.pcapng' -o -name '*.cap' -o -name '*.pcap*.gz' \\) |
                sort | awk -v step="${NETCAP_CORPORA_ALL:+1}" 'NR % (step ? step : 10) == 0' | while read -r file; do
                netcap -r "$file" > packets 2>/dev/null; [ -s packets ] || continue
                count=$((count + 1)); set -- ttl dns.name tcp_flags payload; shift $((count % 4))
                netagg --group "$1" packets > records 2>/dev/null
                python3 '\(Shell.root)/Tests/Independent/statistics.py' packets records > said 2>&1 &&
                    echo same || { echo "$file, by $1: $(tail -n 1 said)" >&2; }
            done
            """
        let outcome = try Shell.withFolder { try Shell.run(script, in: $0, seconds: 590) }
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(outcome.lines.count > 10)
    }
}
