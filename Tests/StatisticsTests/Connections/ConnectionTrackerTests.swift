import Testing

@testable import Statistics

@Suite struct ConnectionTrackerTests {
    private let ms = Talk.millisecond
    private let s = Talk.second

    @Test func `a handshake is begun, completed and timed from SYN to ACK`() {
        let tcp = Talk.health(Talk.handshake)
        #expect(tcp.handshakesBegun == 1 && tcp.handshakesCompleted == 1 && tcp.syn == 1 && tcp.synAck == 1)
        #expect(tcp.opened == 1 && tcp.open == 1 && tcp.closed == 0)
        #expect(tcp.roundTrip?.count == 1 && tcp.roundTrip?.maximum == 30 * ms)
    }

    @Test func `the round trip of a repeated SYN is that of the latest`() {
        var packets = Talk.handshake
        packets.insert(Talk.packet(5 * ms, "S", 100), at: 1)
        #expect(Talk.health(packets).roundTrip?.maximum == 25 * ms)
    }

    @Test func `an acknowledgement of something else does not complete it`() {
        let tcp = Talk.health(Talk.handshake.dropLast() + [Talk.packet(30 * ms, "A", 101, 500)])
        #expect(tcp.handshakesCompleted == 0 && tcp.opened == 0)
        let answer = Talk.packet(30 * ms, "A", server: true, 501, 101)
        #expect(Talk.health(Talk.handshake.dropLast() + [answer]).handshakesCompleted == 0)
    }

    @Test func `a RST from the other end refuses a SYN, one from the opener takes it back`() {
        let refused = Talk.health(
            [Talk.packet(0, "S", 100), Talk.packet(ms, "RA", server: true, 0, 101)], until: 9 * s)
        #expect(refused.handshakesRefused == 1 && refused.handshakesUnanswered == 0 && refused.reset == 1)
        let undone = Talk.health([Talk.packet(0, "S", 100), Talk.packet(ms, "R", 101)], until: 9 * s)
        #expect(undone.handshakesRefused == 0 && undone.handshakesUnanswered == 0 && undone.closed == 0)
    }

    @Test func `a SYN is unanswered after three seconds, once, and its sender is named`() {
        var tracker = ConnectionTracker(capacity: 10)
        for time in [0, 1, 2] as [Int64] { tracker.add(Talk.packet(time * s, "S", 100), slot: 0) }
        tracker.advance(to: Talk.start + 3 * s - 1, slot: 0)
        #expect(tracker.take(slot: 0).health.handshakesUnanswered == 0)
        tracker.advance(to: Talk.start + 3 * s, slot: 0)
        tracker.add(Talk.packet(7 * s, "S", 100), slot: 0)
        tracker.advance(to: Talk.start + 600 * s, slot: 0)
        #expect(tracker.take(slot: 0).health.handshakesUnanswered == 1)
        let senders = tracker.takeUnanswered()
        #expect(senders.count == 1 && senders[0].host == 101 && senders[0].hash == 1)
        #expect(tracker.takeUnanswered().isEmpty)
    }

    @Test func `packets move time on by themselves`() {
        let other = Talk.packet(3 * s, "A", 1, 1, port: 9)
        #expect(Talk.health([Talk.packet(0, "S", 100), other]).handshakesUnanswered == 1)
    }

    @Test func `an answer that comes too late still completes the handshake`() {
        let tcp = Talk.health([
            Talk.packet(0, "S", 100), Talk.packet(4 * s, "SA", server: true, 500, 101),
            Talk.packet(5 * s, "A", 101, 501),
        ])
        #expect(tcp.handshakesCompleted == 1 && tcp.handshakesUnanswered == 1 && tcp.open == 1)
    }

    @Test func `two FINs close a connection, one does not, and a RST does`() {
        let one = Talk.handshake + [Talk.packet(s, "FA", 101, 501)]
        #expect(Talk.health(one).closed == 0 && Talk.health(one).fin == 1)
        let both = Talk.health(
            one + [Talk.packet(s, "FA", server: true, 501, 102), Talk.packet(s, "A", 102, 502)])
        #expect(both.closed == 1 && both.open == 0 && both.opened == 1 && both.fin == 2)
        let cut = Talk.health(Talk.handshake + [Talk.packet(s, "R", server: true, 501)])
        #expect(cut.closed == 1 && cut.reset == 1 && cut.handshakesRefused == 0)
    }

    @Test func `what follows a RST does not open it again, nor close it twice`() {
        let tcp = Talk.health(
            Talk.handshake + [
                Talk.packet(s, "R", server: true, 501), Talk.packet(s + ms, "A", 101, 501),
                Talk.packet(s + 2 * ms, "R", 101),
            ])
        #expect(tcp.opened == 1 && tcp.closed == 1 && tcp.reset == 2)
    }

    @Test func `a connection that was there before the capture is opened by its first packet`() {
        let tcp = Talk.health([Talk.packet(0, "A", 101, 501, payload: 5)])
        #expect(tcp.opened == 1 && tcp.open == 1 && tcp.handshakesBegun == 0 && tcp.handshakesCompleted == 0)
        let answered = Talk.health(Array(Talk.handshake.dropFirst()))
        #expect(answered.handshakesBegun == 0 && answered.handshakesCompleted == 0 && answered.opened == 1)
        #expect(answered.roundTrip == nil)
    }

    @Test func `a stray RST opens nothing`() {
        let tcp = Talk.health([Talk.packet(0, "R", 101)])
        #expect(tcp.opened == 0 && tcp.closed == 0 && tcp.reset == 1)
    }

    @Test func `another initial sequence number is another connection`() {
        let again = [
            Talk.packet(2 * s, "S", 9000), Talk.packet(2 * s + ms, "SA", server: true, 7000, 9001),
            Talk.packet(2 * s + 2 * ms, "A", 9001, 7001),
        ]
        let tcp = Talk.health(Talk.handshake + again)
        #expect(tcp.handshakesBegun == 2 && tcp.handshakesCompleted == 2 && tcp.retransmissions == 0)
        #expect(tcp.opened == 2 && tcp.closed == 1 && tcp.open == 1)
    }

    @Test func `silence of five minutes closes, a packet before that begins the wait anew`() {
        let alive = Talk.packet(299 * s, "A", 101, 501)
        #expect(Talk.health(Talk.handshake + [alive], until: 590 * s).closed == 0)
        #expect(Talk.health(Talk.handshake + [alive], until: 299 * s + 320 * s).closed == 1)
        #expect(Talk.health(Talk.handshake, until: 299 * s).closed == 0)
        #expect(Talk.health(Talk.handshake, until: 320 * s).closed == 1)
    }

    @Test func `a packet counts in its own interval, and open connections at its end`() {
        var tracker = ConnectionTracker(capacity: 10, slots: 2)
        for packet in Talk.handshake { tracker.add(packet, slot: 0) }
        tracker.add(Talk.packet(3 * s, "R", 101), slot: 1)
        let first = tracker.take(slot: 0).health
        #expect(first.opened == 1 && first.open == 1 && first.reset == 0)
        let second = tracker.take(slot: 1).health
        #expect(second.closed == 1 && second.open == 0 && second.reset == 1)
        #expect(tracker.take(slot: 0).health == Snapshot.TCPHealth())
    }

    @Test func `a flood of SYNs pushes out its own, not what is open`() {
        var tracker = ConnectionTracker(capacity: 100)
        for client in 0..<40 {
            for packet in Talk.handshake {
                var packet = packet
                if packet.source == 1 {
                    packet.source = UInt64(1000 + client)
                } else {
                    packet.destination = UInt64(1000 + client)
                }
                tracker.add(packet, slot: 0)
            }
        }
        for flood in 0..<10_000 {
            tracker.add(Talk.packet(s, "S", 7, client: UInt64(100_000 + flood)), slot: 0)
            #expect(tracker.table.count <= 100)
        }
        let measures = tracker.take(slot: 0)
        #expect(measures.health.open == 40 && measures.health.closed == 0)
        #expect(measures.health.evicted == 10_000 - 60 && measures.health.handshakesUnanswered == 10_000 - 60)
        #expect(tracker.takeUnanswered().count == 100 && tracker.unansweredLost == 9_840)
    }

    @Test func `one absurd time neither ends nor keeps anything`() {
        var tracker = ConnectionTracker(capacity: 10)
        for packet in Talk.handshake { tracker.add(packet, slot: 0) }
        for time in [Int64.max, .min, 0, 4_102_444_800 * s] {
            var packet = Talk.packet(0, "A", 101, 501, port: 5)
            packet.timestamp = time
            tracker.add(packet, slot: 0)
        }
        #expect(tracker.take(slot: 0).health.closed == 0)
        tracker.advance(to: Talk.start + 3600 * s, slot: 0)
        #expect(tracker.take(slot: 0).health.open == 0 && tracker.table.count == 0)
    }

    @Test func `the end of the stream ends all and closes nothing`() {
        var tracker = ConnectionTracker(capacity: 10)
        for packet in Talk.handshake { tracker.add(packet, slot: 0) }
        #expect(tracker.take(slot: 0).health.open == 1)
        tracker.finishAll()
        #expect(tracker.table.count == 0 && tracker.take(slot: 0).health == Snapshot.TCPHealth())
        for packet in Talk.handshake { tracker.add(packet, slot: 0) }
        #expect(tracker.take(slot: 0).health.open == 1)
    }

    @Test(arguments: [1, 7, 42, 20_260_101])
    func `anything at all keeps the sums and the bound`(seed: UInt64) {
        var random = Seeded(state: seed)
        var tracker = ConnectionTracker(capacity: 64, slots: 3, isKeepingFlows: true)
        var sum = Snapshot.TCPHealth()
        var (packets, taken): (UInt64, UInt64) = (0, 0)
        let edges: [UInt32] = [0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF]
        for step in 0..<20_000 {
            var segment = Talk.packet(
                Int64(step) * 3 * ms, "", server: random.next() & 1 == 0,
                edges.randomElement(using: &random)!,
                edges.randomElement(using: &random)!, payload: edges.randomElement(using: &random)!,
                port: Int32.random(in: -1...100, using: &random), client: random.next() & 3)
            segment.flags = UInt16.random(in: 0...511, using: &random)
            segment.hasSequence = random.next() & 7 != 0
            segment.isTCP = random.next() & 7 != 0
            if random.next() & 63 == 0 { segment.timestamp = Int64(bitPattern: random.next()) }
            let slot = Int.random(in: 0..<3, using: &random)
            tracker.add(segment, slot: slot)
            packets += 1
            #expect(tracker.table.count <= 64, "seed \(seed)")
            if step % 100 == 0 {
                let health = tracker.take(slot: slot).health
                sum.add(health)
                #expect(Int64(health.open) == max(0, Int64(sum.opened) - Int64(sum.closed)), "seed \(seed)")
                taken += tracker.finished.reduce(0) { $0 + $1.sent.packets + $1.received.packets }
                tracker.finished = []
            }
        }
        for slot in 0..<3 { sum.add(tracker.take(slot: slot).health) }
        tracker.finishAll()
        taken += tracker.finished.reduce(0) { $0 + $1.sent.packets + $1.received.packets }
        #expect(taken == packets, "seed \(seed): every packet stands in one flow")
        #expect(sum.handshakesCompleted <= sum.handshakesBegun, "seed \(seed)")
        #expect(sum.handshakesRefused + sum.handshakesUnanswered <= sum.handshakesBegun, "seed \(seed)")
    }
}
