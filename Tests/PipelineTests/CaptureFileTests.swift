import Foundation
import Testing

/// `netcap -r`, as a process.
@Suite struct CaptureFileTests {
    @Test func `every packet is one valid line with the core keys first and in order`() throws {
        let outcome = try Shell.run("netcap -r $DEMO")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let core = ["timestamp", "time_relative", "source", "destination", "protocol", "size"]
        var packets = 0
        for line in outcome.lines {
            let record = try Record(line)
            guard record.isPacket else { continue }
            packets += 1
            var rest = line[...]
            for (index, key) in core.enumerated() {
                let opening = (index == 0 ? "{" : ",") + "\"\(key)\":"
                let found = try #require(rest.range(of: opening), "\(key) in \(line)")
                if index == 0 { #expect(found.lowerBound == rest.startIndex) }
                rest = rest[found.upperBound...]
            }
        }
        #expect(packets == 10_677)
    }

    @Test func `the last record counts the packets`() throws {
        let last = try #require(Record.all(Shell.run("netcap -r $DEMO | tail -n 1")).last)
        #expect(last.text("type") == "capture")
        #expect(last.count("version") == 1)
        #expect(last.count("packets") == 10_677)
    }

    @Test func `a cut file gives every whole packet, then one error`() throws {
        let frames = (1...3).map { CaptureBytes.udp(source: UInt8($0)) }
        let whole = CaptureBytes.pcap(frames)
        let ends = [24, 24 + 76, 24 + 2 * 76, 24 + 3 * 76]
        #expect(ends.last == whole.count)
        for cut in [10, 23, 24, 30, 39, 40, 70, 99, 100, 101, 175, 176, 180, 251, 252] {
            let outcome = try Shell.run("netcap -r -", input: Array(whole[..<cut]))
            let packets = try Record.all(outcome).filter(\.isPacket).count
            #expect(packets == ends.dropFirst().count { $0 <= cut }, "cut at \(cut)")
            let isWhole = ends.contains(cut)
            #expect(outcome.status == (isWhole ? 0 : 1), "cut at \(cut)")
            #expect(outcome.errorLines.count == (isWhole ? 0 : 1), "cut at \(cut): \(outcome.errors)")
        }
    }

    @Test func `a file that is no capture is one line that says so`() throws {
        let outcome = try Shell.run("netcap -r '\(#filePath)'")
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
    }

    @Test func `a filter selects in files, and its order of arguments is tcpdump's`() throws {
        let all = try Record.all(Shell.run("netcap -r $DEMO")).filter(\.isPacket)
        let chosen = try Record.all(Shell.run("netcap -r $DEMO udp and port 53")).filter(\.isPacket)
        let expected = all.filter {
            $0.text("protocol") == "UDP" && ($0.count("src_port") == 53 || $0.count("dst_port") == 53)
        }
        #expect(!expected.isEmpty)
        #expect(chosen.map { $0.number("timestamp") } == expected.map { $0.number("timestamp") })
    }

    @Test func `a filter that makes no sense is one line, and no packets`() throws {
        let outcome = try Shell.run("netcap -r $DEMO port port")
        #expect(outcome.status == 64 || outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
    }

    @Test func `a count stops after so many packets`() throws {
        let outcome = try Shell.run("netcap -r $DEMO -c 5")
        #expect(outcome.status == 0)
        #expect(try Record.all(outcome).filter(\.isPacket).count == 5)
    }

    @Test func `a packet is decoded as its bytes say`() throws {
        let file = CaptureBytes.pcap([CaptureBytes.udp(source: 9)])
        let record = try Record(#require(Shell.run("netcap -r -", input: file).lines.first))
        #expect(record.number("timestamp") == 1_767_225_600)
        #expect(record.text("source") == "10.0.0.9")
        #expect(record.text("destination") == "10.0.0.2")
        #expect(record.text("protocol") == "UDP")
        #expect(record.count("size") == 60)
        #expect(record.count("src_port") == 4000)
        #expect(record.count("dst_port") == 53)
    }

    @Test(arguments: ["raw.pcap", "raw.pcapng"])
    func `what is written beside the stream reads back as it was`(
        name: String
    ) throws {
        let outcome = try Shell.withFolder { folder in
            try Shell.run(
                """
                netcap -r $DEMO -w \(name) >lines; netcap -r \(name) >again
                for each in lines again; do jq -c 'select(.type | not) | del(.interface)' $each >$each.bare; done
                cmp lines.bare again.bare; wc -l <again.bare
                """, in: folder)
        }
        #expect(outcome.lines == ["10677"], "\(outcome.text)\(outcome.errors)")
    }

    @Test func `a reader that goes away leaves a whole raw capture of what it was offered`() throws {
        let outcome = try Shell.withFolder { folder in
            try Shell.run(
                "netcap -r $DEMO -w raw.pcap | head -n 1 >/dev/null; netcap -r raw.pcap >lines; echo $?; wc -l <lines",
                in: folder)
        }
        #expect(outcome.lines.first == "0", "\(outcome.errors)")
        #expect((Int(outcome.lines.last ?? "") ?? 0) > 100)
    }
}
