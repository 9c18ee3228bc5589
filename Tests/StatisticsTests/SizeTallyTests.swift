import Testing

@testable import Statistics

@Suite struct SizeTallyTests {
    private func add(_ size: UInt64, to tally: inout SizeTally, slot: Int) {
        let packets = [Arrival(0, Cell(packets: 1, bytes: size), [], slot: slot)]
        tally.count(packets.span, 0..<1)
    }

    @Test(arguments: 0..<10)
    func `percentiles equal those of the sorted sizes`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        var tally = SizeTally(openPanes: 2)
        var sizes: [UInt64] = []
        for _ in 0..<Int.random(in: 1...500, using: &random) {
            let size = UInt64.random(in: 40...(seed < 5 ? 2047 : 200_000), using: &random)
            sizes.append(size)
            add(size, to: &tally, slot: 1)
        }
        tally.close(5, slot: 1, expired: -25)
        sizes.sort()
        let measures = tally.measures()
        let found = try #require(measures)
        #expect(found.minimum == sizes.first && found.maximum == sizes.last)
        for (percent, value) in [(50.0, found.median), (95, found.percentile95), (99, found.percentile99)] {
            let exact = sizes[Int((percent / 100 * Double(sizes.count)).rounded(.up)) - 1]
            let error = exact < 2048 ? 0 : exact < 65536 ? 0.001 : 0.016
            #expect(
                value <= exact && Double(exact - value) <= error * Double(exact), "seed \(seed), \(percent)")
        }
        #expect(found.histogram.reduce(0) { $0 + $1.packets } == UInt64(sizes.count))
    }

    @Test func `every bucket begins where the one before it ends`() {
        for bucket in 0..<SizeTally.buckets { #expect(SizeTally.bucket(SizeTally.floor(bucket)) == bucket) }
        #expect(SizeTally.bucket(.max) == SizeTally.buckets - 1)
    }

    @Test func `what leaves the window leaves the sizes`() {
        var tally = SizeTally(openPanes: 1)
        add(1500, to: &tally, slot: 0)
        tally.close(0, slot: 0, expired: -10)
        add(60, to: &tally, slot: 0)
        tally.close(10, slot: 0, expired: 0)
        #expect(tally.measures()?.maximum == 60)
        tally.close(20, slot: 0, expired: 10)
        #expect(tally.measures() == nil)
    }
}
