import BasicContainers
import Testing

@testable import Statistics

@Suite struct FlowCacheTests {
    /// Hashes are as different as those of real flows.
    private func packet(_ number: UInt64, slot: Int = 0, side: UInt8 = 0, bytes: UInt64 = 100) -> Arrival {
        var packet = Arrival(1_000, Cell(packets: 1, bytes: bytes), [], slot: slot)
        (packet.hash, packet.side) = (number &* 0x9E37_79B9_7F4A_7C15, side)
        return packet
    }

    @Test(arguments: [1, 2]) func `finds every flow that was added, and no other`(seed: UInt64) {
        var dice = Seeded(state: seed)
        var cache = FlowCache(limit: 3000, openPanes: 1)
        var known: [UInt64: Int] = [:]
        var places: [Int] = []
        for _ in 0..<3000 {
            let hash = dice.next()
            places.append(cache.find(hash))
            known[hash] = cache.insert(CachedFlow(), hash)
        }
        let isFull = cache.isFull
        #expect(isFull && places.allSatisfy { $0 < 0 })
        places = known.keys.map { cache.find($0) }
        #expect(places == Array(known.values))
        cache.clear()
        places = known.keys.map { cache.find($0) }
        #expect(places.allSatisfy { $0 < 0 })
    }

    @Test func `ids are outdated when a key has lost its own, until they are looked up again`() {
        var cache = FlowCache(limit: 10, openPanes: 1)
        let place = cache.insert(CachedFlow(), 7)
        var outdated = [cache.isOutdated(place)]
        cache.outdate()
        outdated.append(cache.isOutdated(place))
        cache.update(place, CachedFlow())
        outdated.append(cache.isOutdated(place))
        let found = cache.find(7)
        #expect(outdated == [false, true, false] && found == place)
    }

    @Test func `a flow of long ago never looks up to date again`() {
        var cache = FlowCache(limit: 10, openPanes: 1)
        _ = cache.insert(CachedFlow(), 7)
        for _ in 0...Int(UInt16.max) { cache.outdate() }
        let place = cache.find(7)
        let isOutdated = place < 0 || cache.isOutdated(place)
        #expect(isOutdated)
    }

    @Test func `what was counted for a pane is taken once`() {
        var cache = FlowCache(limit: 10, openPanes: 2)
        var packets = [packet(1), packet(1, side: 1, bytes: 50), packet(2), packet(1)]
        for index in packets.indices {
            let known = cache.find(packets[index].hash)
            packets[index].flow = Int32(known >= 0 ? known : cache.insert(CachedFlow(), packets[index].hash))
            let isCounted = cache.count(packets[index])
            #expect(isCounted)
        }
        var counted = UniqueArray<CachedFlow>()
        cache.take(cache.takePending(slot: 0).span, slot: 0, into: &counted)
        let cells = counted.indices.map { counted[$0].cell }
        #expect(cells == [Cell(packets: 3, bytes: 250), Cell(packets: 1, bytes: 100)])
        let answer = counted[0].sides[1].cell
        #expect(answer == Cell(packets: 1, bytes: 50))
        cache.take(cache.takePending(slot: 0).span, slot: 0, into: &counted)
        let count = counted.count
        #expect(count == 2)
    }

    @Test func `what flows hold for a pane can be taken in parts`() {
        var cache = FlowCache(limit: 10, openPanes: 1)
        for hash in 1...5 as ClosedRange<UInt64> {
            var packet = packet(hash)
            packet.flow = Int32(cache.insert(CachedFlow(), hash))
            _ = cache.count(packet)
        }
        var counts: [Int] = []
        var places: Set<UInt32> = []
        for _ in 0..<4 {
            let part = cache.takePending(slot: 0, atMost: 2)
            counts.append(part.count)
            for index in part.indices { places.insert(part[index]) }
        }
        #expect(counts == [2, 2, 1, 0] && places.count == 5)
    }

    @Test func `a packet of another pane waits until what was counted is put aside`() {
        var cache = FlowCache(limit: 10, openPanes: 2)
        let place = cache.insert(CachedFlow(), 1)
        var (early, late) = (packet(1), packet(1, slot: 1))
        (early.flow, late.flow) = (Int32(place), Int32(place))
        var isCounted = [cache.count(early), cache.count(late)]
        let putAside = cache.spill(place)
        isCounted.append(cache.count(late))
        #expect(isCounted == [true, false, true] && putAside?.slot == 0 && putAside?.count == 1)
        let spilled = cache.takeSpilled(slot: 0)
        let first = spilled.indices.map { spilled[$0].cell }
        var counted = UniqueArray<CachedFlow>()
        cache.take(cache.takePending(slot: 0).span, slot: 0, into: &counted)
        let none = counted.count
        cache.take(cache.takePending(slot: 1).span, slot: 1, into: &counted)
        let second = counted.indices.map { counted[$0].cell }
        let one = [Cell(packets: 1, bytes: 100)]
        #expect(first == one && none == 0 && second == one)
    }

    @Test func `a record of many packets, and more bytes than fit, are refused`() {
        var flow = CachedFlow()
        var many = packet(1)
        many.cell.packets = 2
        let outcomes = [
            flow.count(many), flow.count(packet(1, bytes: 0xFFFF_FFFF)), flow.count(packet(1, bytes: 1)),
        ]
        #expect(outcomes == [.refused, .first, .refused])
        #expect(flow.cell == Cell(packets: 1, bytes: 0xFFFF_FFFF))
    }

    @Test func `a flow takes a line of the cache, and a packet few of them`() {
        #expect(MemoryLayout<CachedFlow>.stride == 64)
        #expect(MemoryLayout<Arrival>.stride <= 96)
    }
}
