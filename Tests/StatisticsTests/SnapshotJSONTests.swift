import JSONLines
import Testing

@testable import Statistics

@Suite struct SnapshotJSONTests {
    private func read(_ line: String) throws -> Snapshot { try Snapshot(Array(line.utf8).span.bytes) }

    private func line(_ snapshot: Snapshot) -> String {
        var json = JSONWriter()
        snapshot.write(to: &json)
        return json.withBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
    }

    /// A stream that fills every member.
    private func full() throws -> [Snapshot] {
        let configuration = try Configuration(isByBytes: true, group: "ttl")
        var lines = (0..<200).map { index in
            Sample(
                timestamp: 1000 + Double(index) / 20, source: "10.0.0.\(index % 7)",
                destination: "\\\"\\\\\\u0007é\(index % 3)",
                proto: "TCP", ports: (40_000 + index / 9, 443), flags: ["S", "SA", "A"][index % 3],
                more:
                    #","ttl":\#(60 + index % 5),"vlan":[\#(index % 4)],"interface":"eth0","tcp_seq":\#(index * 7),"#
                    + #""tcp_ack":\#(index),"tcp_window":\#(index % 6),"payload":5"#
            ).line
        }
        lines.insert(#"{"type":"capture","timestamp":1001,"interface":"eth0","dropped":3}"#, at: 40)
        lines.insert("no packet", at: 50)
        return records(lines, configuration)
    }

    @Test func `what is written reads back as the same value`() throws {
        let found = try full()
        #expect(found.count >= 5)
        for snapshot in found { #expect(try read(line(snapshot)) == snapshot) }
        let last = found[found.count - 1]
        #expect(last.rows(.groups).map(\.label).sorted() == ["60", "61", "62", "63", "64"])
        #expect(last.rows(.vlans).count == 4 && last.rows(.interfaces).map(\.label) == ["eth0"])
        #expect(last.sizes != nil && last.tcp != nil && last.tcpWindow != nil && last.entropy != nil)
        #expect(!last.intervalRankings.isEmpty && !last.totalRankings.isEmpty && !last.fanOuts.isEmpty)
    }

    @Test func `every prefix of a line is refused, and none traps`() throws {
        let bytes = Array(line(try full()[1]).utf8)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: JSONFault.self) { try Snapshot(Array(bytes[..<length]).span.bytes) }
        }
    }

    @Test func `values of another type, out of range or unknown are passed over`() throws {
        let found = try read(
            #"""
            {"type":"statistics","packets":-5,"bytes":1e99,"timestamp":1e300,"interval":-3,"timeline":{"a":[1]},
            "sources":[7,{"source":5,"packets":"x"},{"bytes":null}],"unknown":{"deep":[[[]]]},"window":"long",
            "sizes":[1],"tcp":{"syn":-1,"round_trip":{"median":-1e40}},"recent":[{"src_port":70000,"size":-1}],
            "final":1,"entropy":{"sources":1e999},"interface":[1,"eth0"],"ports":[{"port":443}]}
            """#)
        #expect(found.packets == 0 && found.interval == 0 && found.timestamp == .max)
        #expect(found.rows(.sources).map(\.label) == ["5", ""] && found.rows(.ports).map(\.label) == ["443"])
        #expect(found.recent.count == 1 && found.recent[0].sourcePort == nil)
        #expect(found.interfaces == ["eth0"] && !found.isFinal && found.entropy?.sources == 0)
    }

    @Test(arguments: 0..<200)
    func `random damage never traps`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var bytes = Array(line(try #require(records([Sample(timestamp: 5)], try Configuration()).first)).utf8)
        for _ in 0..<3 {
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                in: 32...126, using: &random)
        }
        if let found = try? Snapshot(bytes.span.bytes) { _ = line(found) }
    }
}
