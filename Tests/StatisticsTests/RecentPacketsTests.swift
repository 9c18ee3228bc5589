import BasicContainers
import Testing

@testable import Statistics

@Suite struct RecentPacketsTests {
    private func entry(_ packet: Arrival) -> RecentPackets.Entry {
        RecentPackets.Entry(
            timestamp: packet.timestamp, size: packet.cell.bytes, source: 0, destination: 0, proto: 0,
            sourcePort: -1, destinationPort: -1, flags: [], sourceHash: 0, destinationHash: 0, oldest: 0)
    }

    @Test(arguments: 0..<40)
    func `what is passed over would not have stayed`(seed: UInt64) {
        var random = Seeded(state: seed)
        let limit = Int(seed % 5)
        var (every, some) = (
            RecentPackets(limit: limit, openPanes: 1), RecentPackets(limit: limit, openPanes: 1)
        )
        var now: Int64 = 1_000
        let packets = (0..<100).map { number in
            now += Int64.random(in: number % 30 == 7 ? -20...5 : 0...5, using: &random)
            return Arrival(now, Cell(packets: 1, bytes: UInt64(number)), [])
        }
        let list = UniqueArray(copying: packets)
        var next = 0
        while next < packets.count {
            let range = next..<min(next + Int.random(in: 1...20, using: &random), packets.count)
            let end = min(range.upperBound + limit, packets.count)
            for packet in packets[range] { every.add(entry(packet), slot: 0) }
            for packet in packets[some.first(of: list, range, before: end)..<range.upperBound] {
                some.add(entry(packet), slot: 0)
            }
            next = range.upperBound
        }
        every.close(slot: 0)
        some.close(slot: 0)
        #expect(every.closed.map(\.size) == some.closed.map(\.size), "seed \(seed)")
    }
}
