import JSONLines
import Testing

@testable import Statistics

@Suite struct FlowTests {
    private let s = Talk.second

    /// The flows of these packets, in the order in which they ended.
    private func flows(_ packets: [Segment], capacity: Int = 100, until: Int64? = nil) -> [String] {
        var tracker = ConnectionTracker(capacity: capacity, isKeepingFlows: true)
        for packet in packets {
            tracker.add(packet, slot: 0)
            guard tracker.isNameWanted else { continue }
            let source = Array("10.0.0.\(packet.source)".utf8)
            let destination = Array("10.0.0.\(packet.destination)".utf8)
            let proto = Array((packet.isTCP ? "TCP" : "P\(packet.protocolHash)").utf8)
            tracker.name(
                source: AddressText(source.span.bytes), destination: AddressText(destination.span.bytes),
                proto: AddressText(proto.span.bytes))
        }
        if let until { tracker.advance(to: Talk.start + until, slot: 0) } else { tracker.finishAll() }
        return tracker.finished.map(line)
    }

    private func line(_ flow: Flow) -> String {
        var writer = JSONWriter()
        flow.write(to: &writer)
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a whole connection is one line, the opener first`() {
        let packets =
            Talk.handshake + [
                Talk.packet(s, "PA", 101, 501, payload: 10),
                Talk.packet(2 * s, "PA", server: true, 501, 111, payload: 20),
                Talk.packet(3 * s, "FA", server: true, 521, 111), Talk.packet(4 * s, "FA", 111, 522),
                Talk.packet(4 * s, "A", server: true, 522, 112),
            ]
        #expect(
            flows(packets, until: 100 * s) == [
                #"{"type":"flow","version":1,"timestamp":1767225604.000000,"began":1767225600.000000,"duration":4,"#
                    + #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"TCP","src_port":4000,"dst_port":80,"#
                    + #""packets":8,"bytes":462,"packets_sent":4,"bytes_sent":226,"packets_received":4,"#
                    + #""bytes_received":236,"flags_sent":"FSPA","flags_received":"FSPA","retransmissions":0,"#
                    + #""state":"closed","round_trip":0.03,"ended_by":"finished"}"# + "\n"
            ])
    }

    private func states(_ packets: [Segment], until: Int64? = nil) -> [String] {
        flows(packets, until: until).map { line in
            ["state", "ended_by"].map { key in
                String(line.split(separator: "\"\(key)\":\"")[1].prefix { $0 != "\"" })
            }.joined(separator: " ")
        }
    }

    @Test func `a flow says how the connection stood and why it was written`() {
        let syn = Talk.packet(0, "S", 100)
        let answer = Talk.handshake[1]
        #expect(states([syn]) == ["unanswered stream"])
        #expect(states([syn], until: 100 * s) == ["unanswered silent"])
        #expect(
            states([syn, Talk.packet(s, "RA", server: true, 0, 101)], until: 9 * s) == ["refused finished"])
        #expect(states([syn, answer]) == ["half-open stream"])
        #expect(states(Talk.handshake) == ["open stream"])
        #expect(states(Talk.handshake, until: 400 * s) == ["open silent"])
        #expect(states(Talk.handshake + [Talk.packet(s, "FA", 101, 501)]) == ["closing stream"])
        #expect(states(Talk.handshake + [Talk.packet(s, "R", 101)]) == ["reset stream"])
        #expect(
            states(Talk.handshake + [Talk.packet(s, "S", 7)]) == ["open reused", "unanswered stream"])
    }

    @Test func `an answer that is seen first still names the opener`() {
        let line = flows([Talk.handshake[1]])[0]
        #expect(
            line.contains(#""source":"10.0.0.1","destination":"10.0.0.2","protocol":"TCP","src_port":4000"#))
        #expect(line.contains(#""packets_sent":0,"#) && line.contains(#""packets_received":1,"#))
    }

    @Test func `other protocols have flows of their own, without ports where there are none`() {
        let lines = flows([
            Talk.datagram(0, from: 1, to: 2, ports: (5000, 53)),
            Talk.datagram(s, from: 2, to: 1, ports: (53, 5000)),
            Talk.datagram(s, from: 1, to: 2, proto: 1),
        ])
        #expect(lines.count == 2)
        #expect(
            lines[0].contains(#""src_port":5000,"dst_port":53"#) && lines[0].contains(#""state":"two-way""#))
        #expect(!lines[0].contains("tcp_flags") && !lines[1].contains("src_port"))
        #expect(lines[1].contains(#""state":"one-way","ended_by":"stream""#))
    }

    @Test func `a place that is needed ends the oldest flow`() {
        let packets = (1...4).map { Talk.datagram(Int64($0), from: UInt64($0), to: 9, ports: (1, 2)) }
        let lines = flows(packets, capacity: 2)
        #expect(
            lines.count == 4 && lines[0].contains("10.0.0.1") && lines[0].contains(#""ended_by":"room""#))
        #expect(lines[3].contains("10.0.0.4") && lines[3].contains(#""ended_by":"stream""#))
    }

    @Test func `long texts are cut between characters, and hostile ones escaped`() {
        let text = Array((String(repeating: "a", count: 45) + "é\"").utf8)
        let cut = AddressText(text.span.bytes)
        #expect(cut.count == 45)
        var tracker = ConnectionTracker(capacity: 1, isKeepingFlows: true)
        tracker.add(Talk.handshake[0], slot: 0)
        let hostile = Array("\u{1B}[2J\"".utf8)
        tracker.name(
            source: AddressText(hostile.span.bytes), destination: AddressText(hostile.span.bytes),
            proto: AddressText(hostile.span.bytes))
        tracker.finishAll()
        #expect(line(tracker.finished[0]).contains(#""source":"\u001b[2J\"","#))
    }

    @Test func `without flows nothing is kept for them`() {
        var tracker = ConnectionTracker(capacity: 10)
        for packet in Talk.handshake { tracker.add(packet, slot: 0) }
        tracker.add(Talk.datagram(0, from: 1, to: 2), slot: 0)
        #expect(!tracker.isNameWanted && tracker.flows.isEmpty && tracker.table.count == 1)
        tracker.finishAll()
        #expect(tracker.finished.isEmpty)
    }
}
