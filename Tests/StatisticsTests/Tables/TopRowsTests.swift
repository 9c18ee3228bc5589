import Testing

@testable import Statistics

@Suite struct TopRowsTests {
    @Test(arguments: 0..<4)
    func `the rank of a count is found among counts of any size`(seed: UInt64) {
        var random = Seeded(state: seed)
        var ranks = Ranks()
        var counts = (0..<500).map { _ in random.next() >> UInt64.random(in: 0...63, using: &random) | 1 }
        counts += [1, 1, 7, 8, 9, .max, .max]
        for count in counts { ranks.add(count) }
        counts.sort(by: >)
        for place in [1, 2, 3, 10, 100, 507] {
            let bounds = ranks.bounds(of: place)
            let floor = ranks.floor(of: place)
            #expect(bounds.contains(counts[place - 1]), "seed \(seed), place \(place)")
            #expect(floor <= counts[place - 1])
        }
        let ends = [ranks.floor(of: 508), ranks.floor(of: 0)]
        #expect(ends == [0, .max])
    }

    @Test(arguments: 0..<3)
    func `the highest counts are among the candidates while counts rise and fall`(seed: UInt64) {
        var random = Seeded(state: seed)
        var top = TopRows()
        var counts = [UInt64](repeating: 0, count: 5000)
        for _ in 0..<30 {
            for _ in 0..<2000 {
                let id = Int.random(in: 0..<5000, using: &random)
                counts[id] = random.next() >> UInt64.random(in: 40...63, using: &random)
                top.changed(id, counts[id])
            }
            let found = Set(top.query(rows: 10, among: 5000) { counts[$0] })
            let tenth = counts.sorted(by: >)[9]
            for id in counts.indices where counts[id] > 0 && counts[id] >= tenth {
                #expect(found.contains(id), "seed \(seed)")
            }
        }
    }

    @Test func `of many that are nearly as high no more are left than are asked for four times over`() {
        // All of them in one bin of `Ranks`, each count 39 or 40 times, so that it takes ten counts to reach the row 400 deep.
        var top = TopRows()
        let counts = (0..<5000).map { UInt64(1024 + $0 % 128) }
        for id in counts.indices { top.changed(id, counts[id]) }
        let found = top.query(rows: 100, among: counts.count) { counts[$0] }
        let highest = counts.sorted(by: >)[400]
        #expect(Set(found) == Set(counts.indices.filter { counts[$0] >= highest }))
        #expect(found.count >= 401 && found.count < 450)
    }
}
