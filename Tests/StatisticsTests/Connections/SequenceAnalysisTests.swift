import Testing

@testable import Statistics

@Suite struct SequenceAnalysisTests {
    private let ms = Talk.millisecond

    private func data(
        _ time: Int64, _ sequence: UInt32, _ payload: UInt32 = 100, ack: UInt32 = 501, flags: String = "A"
    ) -> Segment { Talk.packet(time * ms, flags, sequence, ack, payload: payload) }

    private func ack(_ time: Int64, _ ack: UInt32, window: UInt16 = 900, sequence: UInt32 = 501) -> Segment {
        Talk.packet(time * ms, "A", server: true, sequence, ack, window: window)
    }

    private func health(_ more: [Segment]) -> Snapshot.TCPHealth { Talk.health(Talk.handshake + more) }

    @Test func `new data and its acknowledgement are nothing`() {
        let tcp = health([data(100, 101), ack(140, 201), data(150, 201), ack(190, 301)])
        #expect(tcp.retransmissions == 0 && tcp.outOfOrder == 0 && tcp.duplicateAcks == 0)
    }

    @Test func `octets seen before come again later as a retransmission`() {
        let tcp = health([data(100, 101), data(101, 201), data(400, 101)])
        #expect(tcp.retransmissions == 1 && tcp.outOfOrder == 0)
    }

    @Test func `within a round trip of the latest octets it was only overtaken`() {
        // The handshake took 30 ms.
        #expect(health([data(100, 101), data(110, 301), data(139, 201)]).outOfOrder == 1)
        let late = health([data(100, 101), data(110, 301), data(140, 201)])
        #expect(late.outOfOrder == 0 && late.retransmissions == 1)
    }

    @Test func `without a handshake the limit is three milliseconds`() {
        let gap = [data(100, 101), data(110, 301)]
        let early = Talk.health(gap + [Talk.packet(113 * ms - 1, "A", 201, 501, payload: 100)])
        #expect(early.outOfOrder == 1 && early.retransmissions == 0)
        let late = Talk.health(gap + [Talk.packet(113 * ms, "A", 201, 501, payload: 100)])
        #expect(late.outOfOrder == 0 && late.retransmissions == 1)
    }

    @Test func `the very last segment again at once is a retransmission, not overtaken`() {
        let tcp = health([data(100, 101), data(101, 101)])
        #expect(tcp.retransmissions == 1 && tcp.outOfOrder == 0)
    }

    @Test func `a segment that closes a gap behind a bare acknowledgement was overtaken`() {
        let tcp = health([data(100, 201, 0), data(101, 101)])
        #expect(tcp.outOfOrder == 1 && tcp.retransmissions == 0)
    }

    @Test func `octets that were acknowledged already are a retransmission even at once`() {
        let tcp = health([data(100, 101), ack(101, 201), data(102, 101)])
        #expect(tcp.retransmissions == 1 && tcp.outOfOrder == 0)
    }

    @Test func `after two duplicate acknowledgements the segment asked for is a fast retransmission`() {
        let packets =
            Talk.handshake + [
                data(100, 101), ack(140, 201), data(141, 301), ack(180, 201), data(181, 401), ack(182, 201),
            ]
        let fast = Talk.measures(packets + [data(201, 201)])
        #expect(fast.health.fastRetransmissions == 1 && fast.health.retransmissions == 1)
        #expect(fast.health.duplicateAcks == 2 && fast.health.outOfOrder == 0)
        let slow = Talk.measures(packets + [data(220, 201)])
        #expect(slow.health.fastRetransmissions == 0 && slow.health.retransmissions == 1)
    }

    @Test func `a SYN again is a retransmission, and so is a FIN`() {
        let tcp = Talk.health([
            Talk.packet(0, "S", 100), Talk.packet(1 * ms, "S", 100), Talk.packet(1000 * ms, "S", 100),
        ])
        #expect(tcp.retransmissions == 2 && tcp.outOfOrder == 0 && tcp.handshakesBegun == 1)
        #expect(
            health([data(100, 101, 0, flags: "FA"), data(500, 101, 0, flags: "FA")]).retransmissions == 1)
    }

    @Test func `a keep-alive is no retransmission, and its answer no duplicate acknowledgement`() {
        let tcp = health([
            data(100, 101), ack(140, 201), data(5000, 200, 0), ack(5040, 201), data(9000, 200, 1),
            ack(9040, 201),
        ])
        #expect(tcp.retransmissions == 0 && tcp.duplicateAcks == 0)
    }

    @Test func `an acknowledgement is a duplicate when nothing in it is new`() {
        let base = [data(100, 101), ack(140, 201)]
        #expect(health(base + [ack(141, 201)]).duplicateAcks == 1)
        #expect(health(base + [ack(141, 201, window: 901)]).duplicateAcks == 0)
        #expect(health(base + [ack(141, 301)]).duplicateAcks == 0)
        #expect(health(base + [ack(141, 201, sequence: 502)]).duplicateAcks == 0)
        #expect(
            health(base + [Talk.packet(141 * ms, "FA", server: true, 501, 201, window: 900)]).duplicateAcks
                == 0)
    }

    @Test func `a window of zero counts, but not in a SYN, FIN or RST`() {
        let stop = ack(140, 201, window: 0)
        #expect(health([data(100, 101), stop]).zeroWindows == 1)
        #expect(health([data(100, 101), stop, ack(150, 201, window: 0)]).zeroWindows == 2)
        for flags in ["SA", "FA", "RA"] {
            let other = Talk.packet(140 * ms, flags, server: true, 501, 201, window: 0)
            #expect(health([data(100, 101), other]).zeroWindows == 0)
        }
    }

    @Test func `a probe of a closed window does not move the sender on`() {
        let tcp = health([
            data(100, 101), ack(140, 201, window: 0), data(340, 201, 1), ack(380, 201, window: 0),
            data(900, 201, 100),
        ])
        #expect(tcp.retransmissions == 0 && tcp.outOfOrder == 0 && tcp.zeroWindows == 2)
        #expect(tcp.duplicateAcks == 0)
    }

    @Test func `sequence numbers go round`() {
        let tcp = Talk.health([
            Talk.packet(0, "A", 0xFFFF_FF00, 1, payload: 0x100),
            Talk.packet(100 * ms, "A", 0, 1, payload: 10),
            Talk.packet(200 * ms, "A", 0xFFFF_FF00, 1, payload: 0x100),
            Talk.packet(300 * ms, "A", 10, 1, payload: 10),
        ])
        #expect(tcp.retransmissions == 1 && tcp.outOfOrder == 0)
    }

    @Test func `both directions are judged apart`() {
        let tcp = health([
            data(100, 101), Talk.packet(101 * ms, "A", server: true, 501, 201, payload: 50),
            data(102, 201, ack: 551), Talk.packet(800 * ms, "A", server: true, 501, 301, payload: 50),
        ])
        #expect(tcp.retransmissions == 1)
    }
}
