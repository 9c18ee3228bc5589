import Testing

@testable import Statistics

@Suite struct ConnectionTableTests {
    private func connection(_ number: Int) -> Connection {
        Connection(
            key: ConnectionKey.of(Talk.packet(0, "S", 1, client: UInt64(number))).key, phase: .open,
            isOpenerLow: true)
    }

    @Test func `both directions have one key, other ports and protocols another`() {
        let there = ConnectionKey.of(Talk.packet(0, "S", 1))
        let back = ConnectionKey.of(Talk.packet(0, "SA", server: true, 1))
        #expect(there.key == back.key && there.isFromLow != back.isFromLow)
        #expect(ConnectionKey.of(Talk.packet(0, "S", 1, port: 4001)).key != there.key)
        let one = ConnectionKey.of(Talk.datagram(0, from: 1, to: 2, proto: 17)).key
        #expect(one != ConnectionKey.of(Talk.datagram(0, from: 1, to: 2, proto: 1)).key)
        let same = Talk.datagram(0, from: 5, to: 5, ports: (1, 2))
        let turned = Talk.datagram(0, from: 5, to: 5, ports: (2, 1))
        #expect(ConnectionKey.of(same).key == ConnectionKey.of(turned).key)
        #expect(ConnectionKey.of(same).isFromLow != ConnectionKey.of(turned).isFromLow)
    }

    @Test(arguments: [3, 11]) func `finds what is there and nothing else, through any comings and goings`(
        seed: UInt64
    ) {
        var random = Seeded(state: seed)
        var table = ConnectionTable(capacity: 300)
        var there: [Int: Int] = [:]
        for _ in 0..<20_000 {
            let number = Int.random(in: 0..<500, using: &random)
            let key = connection(number).key
            let index = table.find(key)
            #expect(index == there[number] ?? -1, "seed \(seed)")
            if index >= 0 {
                table.remove(index)
                there[number] = nil
            } else if !table.isFull {
                let index = table.insert(connection(number))
                table.link(index, .tcp, now: 0)
                there[number] = index
            }
            #expect(table.count == there.count && table.connections.count <= 300, "seed \(seed)")
        }
    }

    @Test func `connections that were made to share a hash cost no more probes than others`() {
        var table = ConnectionTable(capacity: 20_000)
        for number in 0..<20_000 as Range<UInt64> {
            // Without a seed the first product of every one of these would be nothing.
            let key = ConnectionKey.mix(0x9E37_79B9_7F4A_7C15, 0xA000_0000_0000_0000 + number, 7)
            #expect(table.find(key) == -1)
            let index = table.insert(Connection(key: key, phase: .open, isOpenerLow: true))
            table.link(index, .tcp, now: 0)
        }
        #expect(table.count == 20_000 && table.longestRun < 400)
    }

    @Test func `what waits longest is due first, each by its own patience`() {
        var table = ConnectionTable(capacity: 10)
        for (number, queue) in [ConnectionTable.Queue.tcp, .handshake, .ended, .other].enumerated() {
            table.link(table.insert(connection(number)), queue, now: 0)
        }
        #expect(table.deadline == 3 * Talk.second)
        #expect(table.overdue(3 * Talk.second - 1) == -1)
        var order: [Int] = []
        while true {
            let index = table.overdue(1000 * Talk.second)
            if index < 0 { break }
            order.append(index)
            table.remove(index)
        }
        #expect(order == [1, 2, 3, 0] && table.count == 0 && table.deadline == .max)
    }

    @Test func `the longest queue gives way, but first what has ended`() {
        var table = ConnectionTable(capacity: 10)
        let queues: [ConnectionTable.Queue] = [.tcp, .other, .other, .handshake, .ended]
        for (number, queue) in queues.enumerated() {
            table.link(table.insert(connection(number)), queue, now: 0)
        }
        #expect(table.victim() == 4)
        table.remove(4)
        #expect(table.victim() == 1)
        table.touch(1, now: 100 * Talk.second)
        #expect(table.victim() == 2, "heard of later, so not the oldest any more")
    }

    @Test func `an empty table has no victim`() {
        #expect(ConnectionTable(capacity: 1).victim() == -1)
    }
}
