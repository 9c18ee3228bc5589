import Testing

@testable import Statistics

@Suite struct TCPInStreamTests {
    private let plain = try! Configuration(every: 10_000_000_000, window: 10_000_000_000)

    /// A segment from the client (a, port 4000) or the server (b, port 80).
    private func segment(
        _ time: Double, _ flags: String, client: Bool = true, seq: Int, ack: Int = 0, payload: Int = 0,
        window: Int = 1000, port: Int = 4000
    ) -> Sample {
        Sample(
            timestamp: 1000 + time, source: client ? "a" : "b", destination: client ? "b" : "a", proto: "TCP",
            ports: client ? (port, 80) : (80, port), flags: flags,
            more: #","tcp_seq":\#(seq),"tcp_ack":\#(ack),"tcp_window":\#(window),"payload":\#(payload)"#)
    }

    private var handshake: [Sample] {
        [
            segment(0, "S", seq: 100), segment(0.010, "SA", client: false, seq: 500, ack: 101),
            segment(0.030, "A", seq: 101, ack: 501),
        ]
    }

    private func health(_ packets: [Sample]) -> Snapshot.TCPHealth {
        records(packets, plain)[0].tcp!
    }

    @Test func `a handshake is begun, completed and timed from SYN to ACK`() {
        let tcp = health(handshake)
        #expect(tcp.handshakesBegun == 1 && tcp.handshakesCompleted == 1 && tcp.opened == 1 && tcp.open == 1)
        #expect(tcp.roundTrip?.maximum == 30_000_000)
        #expect(tcp.roundTrip!.median <= 30_000_000 && tcp.roundTrip!.median >= 29_500_000)
        #expect(tcp.syn == 1 && tcp.synAck == 1 && tcp.retransmissions == 0 && tcp.duplicateAcks == 0)
    }

    @Test func `a host that speaks with itself has two ends`() {
        for (from, to) in [(4000, 80), (80, 4000)] {
            let loop = handshake.map { packet in
                var packet = packet
                (packet.source, packet.destination) = ("a", "a")
                packet.ports = packet.ports! == (4000, 80) ? (from, to) : (to, from)
                return packet
            }
            let tcp = health(loop)
            #expect(tcp.handshakesCompleted == 1 && tcp.opened == 1 && tcp.retransmissions == 0)
        }
    }

    @Test func `two FINs close a connection, and so does a RST`() {
        let ends = [
            segment(1, "FA", seq: 101, ack: 501), segment(1.1, "FA", client: false, seq: 501, ack: 102),
            segment(1.2, "A", seq: 102, ack: 502),
        ]
        let tcp = health(handshake + ends)
        #expect(tcp.closed == 1 && tcp.open == 0 && tcp.fin == 2 && tcp.opened == 1)
        let cut = health(handshake + [segment(1, "RA", client: false, seq: 501, ack: 101)])
        #expect(cut.closed == 1 && cut.reset == 1 && cut.handshakesRefused == 0)
    }

    @Test func `a RST to a SYN is a refusal`() {
        let tcp = health([segment(0, "S", seq: 1), segment(0.1, "RA", client: false, seq: 0, ack: 2)])
        #expect(tcp.handshakesBegun == 1 && tcp.handshakesRefused == 1 && tcp.opened == 0)
    }

    @Test func `a SYN without answer is unanswered after three seconds, and only once`() {
        let silence =
            (0..<3).map { segment(Double($0), "S", seq: 1) } + [
                Sample(timestamp: 1030), Sample(timestamp: 1031),
            ]
        let found = records(silence, plain)
        #expect(found.reduce(0) { $0 + ($1.tcp?.handshakesUnanswered ?? 0) } == 1)
        #expect(found[0].tcp?.handshakesBegun == 1 && found[0].tcp?.retransmissions == 2)
        #expect(found[0].fanOuts.isEmpty)
    }

    @Test func `octets that were sent before are a retransmission`() {
        let data = [
            segment(1, "A", seq: 101, ack: 501, payload: 100),
            segment(1.2, "A", seq: 201, ack: 501, payload: 100),
            segment(1.5, "A", seq: 101, ack: 501, payload: 100),
        ]
        let tcp = health(handshake + data)
        #expect(tcp.retransmissions == 1 && tcp.outOfOrder == 0)
    }

    @Test func `a segment that fills a young gap is out of order, an old one a retransmission`() {
        let gap = [
            segment(1, "A", seq: 101, ack: 501, payload: 100),
            segment(1.1, "A", seq: 301, ack: 501, payload: 100),
        ]
        #expect(
            health(handshake + gap + [segment(1.101, "A", seq: 201, ack: 501, payload: 100)]).outOfOrder == 1)
        #expect(
            health(handshake + gap + [segment(1.9, "A", seq: 201, ack: 501, payload: 100)]).retransmissions
                == 1)
    }

    @Test func `an acknowledgement that repeats itself is a duplicate, a window update is none`() {
        let acks = [
            segment(1, "A", client: false, seq: 501, ack: 101),
            segment(1.1, "A", client: false, seq: 501, ack: 101),
            segment(1.2, "A", client: false, seq: 501, ack: 101, window: 2000),
            segment(1.3, "A", client: false, seq: 501, ack: 101, window: 0),
        ]
        let tcp = health(handshake + acks)
        #expect(tcp.duplicateAcks == 2 && tcp.zeroWindows == 1)
    }

    @Test func `a keep-alive is no retransmission`() {
        let keep = [
            segment(1, "A", seq: 100, ack: 501, payload: 0), segment(2, "A", seq: 100, ack: 501, payload: 1),
        ]
        #expect(health(handshake + keep).retransmissions == 0)
    }

    @Test func `sequence numbers go round`() {
        let data = [
            segment(1, "A", seq: 0xFFFF_FF00, ack: 1, payload: 0x100),
            segment(1.1, "A", seq: 0, ack: 1, payload: 10),
            segment(1.2, "A", seq: 0xFFFF_FF00, ack: 1, payload: 0x100),
        ]
        let tcp = health(data)
        #expect(tcp.retransmissions == 1 && tcp.outOfOrder == 0 && tcp.opened == 1)
    }

    @Test func `the same ports begin a new connection after the old one has ended`() {
        let again = [
            segment(2, "S", seq: 9000), segment(2.1, "SA", client: false, seq: 7000, ack: 9001),
            segment(2.2, "A", seq: 9001, ack: 7001),
        ]
        let tcp = health(handshake + [segment(1, "R", seq: 101)] + again)
        #expect(
            tcp.handshakesBegun == 2 && tcp.handshakesCompleted == 2 && tcp.opened == 2 && tcp.closed == 1)
        #expect(tcp.retransmissions == 0)
    }

    @Test func `more connections than keys are given up, not kept`() throws {
        let small = try Configuration(every: 10_000_000_000, window: 10_000_000_000, maxKeys: 16)
        let packets = (0..<1000).map { segment(Double($0) / 1000, "S", seq: 1, port: 1000 + $0) }
        let found = records(packets, small)
        #expect(found[0].tcp?.handshakesBegun == 1000)
        #expect(found[0].tcp!.handshakesUnanswered >= 900)
    }

    @Test func `a scan shows as ports and destinations of its source`() {
        let ports = (1...50).map { port in
            Sample(
                timestamp: 1000 + Double(port) / 100, source: "x", destination: "y", proto: "TCP",
                ports: (50000, port), flags: "S")
        }
        let hosts = (1...30).map { host in
            Sample(
                timestamp: 1001 + Double(host) / 100, source: "z", destination: "h\(host)", proto: "TCP",
                ports: (50000, 22), flags: "S")
        }
        let later = [
            Sample(timestamp: 1012, source: "q"), Sample(timestamp: 1012.1, source: "q"),
            Sample(timestamp: 1025, source: "q"), Sample(timestamp: 1025.1, source: "q"),
        ]
        let found = records(ports + hosts + later, plain)
        let rows = found[0].fanOuts
        #expect(rows.map(\.source) == ["x", "z"])
        #expect(rows.map(\.ports) == [50, 1] && rows.map(\.destinations) == [1, 30])
        // Three seconds after the SYN; by the end of the first interval that is over.
        #expect(rows.map(\.unansweredSYNs) == [50, 30])
        #expect(found.last?.fanOuts.isEmpty == true)
    }

    @Test func `a server that answers many is no scanner`() {
        let packets = (1...20).flatMap { client in
            [
                Sample(timestamp: 1000, source: "c\(client)", destination: "s", ports: (40000 + client, 53)),
                Sample(
                    timestamp: 1000.5, source: "s", destination: "c\(client)", ports: (53, 40000 + client)),
            ]
        }
        #expect(records(packets, plain)[0].fanOuts.isEmpty)
    }
}
