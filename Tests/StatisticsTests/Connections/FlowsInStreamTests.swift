import Testing

@testable import Statistics

@Suite struct FlowsInStreamTests {
    private let plain = try! Configuration(writesFlows: true)

    private func flows(_ packets: [Sample]) -> [String] {
        text(packets.map(\.line), plain).split(separator: "\n").map(String.init).filter {
            $0.contains(#""type":"flow""#)
        }
    }

    private func segment(_ time: Double, _ flags: String, client: Bool = true, size: Int = 60) -> Sample {
        Sample(
            timestamp: 1000 + time, source: client ? "a" : "b", destination: client ? "b" : "a", proto: "TCP",
            size: size,
            ports: client ? (4000, 80) : (80, 4000), flags: flags)
    }

    @Test func `a connection is one record with both directions`() {
        let found = flows([
            segment(0, "S"), segment(0.01, "SA", client: false), segment(0.02, "A"),
            segment(1, "PA", size: 1000),
            segment(2, "FA"), segment(2.5, "FA", client: false), segment(2.6, "A"),
        ])
        #expect(
            found == [
                #"{"type":"flow","version":1,"timestamp":1002.600000,"began":1000.000000,"duration":2.6,"#
                    + #""source":"a","destination":"b","protocol":"TCP","src_port":4000,"dst_port":80,"packets":7,"#
                    + #""bytes":1360,"packets_sent":5,"bytes_sent":1240,"packets_received":2,"bytes_received":120,"#
                    + #""flags_sent":"FSPA","flags_received":"FSA","retransmissions":0,"state":"closed","round_trip":0.02,"#
                    + #""ended_by":"stream"}"#
            ])
    }

    @Test func `states tell how a connection ended`() {
        let state = { (packets: [Sample]) in
            String(flows(packets)[0].split(separator: #""state":""#)[1].prefix { $0 != "\"" })
        }
        #expect(state([segment(0, "S"), segment(1, "RA", client: false)]) == "refused")
        #expect(state([segment(0, "S"), segment(1, "S")]) == "unanswered")
        #expect(state([segment(0, "PA"), segment(1, "R", client: false)]) == "reset")
        #expect(state([segment(0, "PA"), segment(1, "A", client: false)]) == "open")
        #expect(state([segment(0, "S"), segment(1, "SA", client: false)]) == "half-open")
    }

    @Test func `a flow that falls silent ends before the stream, and its ports may begin another`() {
        let later = [0.0, 0.1, 80, 80.1, 160, 160.1].map { Sample(timestamp: 1000 + $0) }
        #expect(flows(later).count == 3)
        #expect(flows(later)[0].contains(#""ended_by":"silent""#))
        let again = [segment(0, "S"), segment(0.1, "RA", client: false), segment(0.2, "S")]
        #expect(flows(again).count == 2 && flows(again)[0].contains(#""ended_by":"reused""#))
    }

    @Test func `the sums of the flows are those of the stream`() {
        var random = Seeded(state: 7)
        let packets = (0..<500).map { index in
            Sample(
                timestamp: 1000 + Double(index) / 3, source: "h\(Int.random(in: 0..<5, using: &random))",
                destination: "h\(Int.random(in: 0..<5, using: &random))",
                size: Int.random(in: 60..<1500, using: &random))
        }
        let sum = flows(packets).reduce(0) { sum, line in
            sum + Int(line.split(separator: #""bytes":"#)[1].prefix { $0.isNumber })!
        }
        #expect(sum == packets.reduce(0) { $0 + $1.size })
    }
}
