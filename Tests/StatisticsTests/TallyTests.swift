import Testing

@testable import Statistics

/// One table under a stream of keys, beside a plain count of the same stream.
private struct Model {
    var window: [Int64: [String: UInt64]] = [:]

    func counts(_ panes: ClosedRange<Int64>) -> [String: UInt64] {
        var sums: [String: UInt64] = [:]
        for pane in panes { for (key, count) in window[pane] ?? [:] { sums[key, default: 0] += count } }
        return sums
    }
}

@Suite struct TallyTests {
    private func add(_ table: inout KeyTally, _ key: String, pane: Int64) {
        let bytes = Array(key.utf8)
        let span = bytes.span.bytes
        table.add(
            KeyHash(span), span, span.extracting(0..<0), Cell(packets: 1, bytes: 10), pane: pane, slot: 0,
            oldest: pane)
    }

    /// Keys in powers: a few heavy ones, a long tail of keys that are seen once.
    private func key(_ random: inout Seeded, _ keys: Int) -> String {
        let exponent = Double.random(in: 0..<1, using: &random)
        return "k\(Int(Double(keys) * exponent * exponent * exponent))"
    }

    @Test(arguments: 0..<3)
    func `rows equal a plain count while all keys fit`(seed: UInt64) {
        var random = Seeded(state: seed)
        var table = KeyTally(limit: 4096, openPanes: 1, isByBytes: false)
        var model = Model()
        for pane in 0..<40 as Range<Int64> {
            for _ in 0..<Int.random(in: 0..<300, using: &random) {
                let key = key(&random, 2000)
                add(&table, key, pane: pane)
                model.window[pane, default: [:]][key, default: 0] += 1
            }
            table.close(pane, slot: 0, expired: pane - 5)
            let exact = model.counts(pane - 4...pane)
            #expect(table.tally.distinct == UInt64(exact.count), "seed \(seed), pane \(pane)")
            let best = exact.values.sorted(by: >).prefix(10)
            let found = table.tally.windowCandidates(10).map { table.tally.window[$0].packets }.sorted(by: >)
                .prefix(10)
            #expect(Array(found) == Array(best), "seed \(seed), pane \(pane)")
            let before = model.counts(pane - 4...pane - 1)
            #expect(table.tally.new == UInt64(exact.keys.filter { before[$0] == nil }.count))
        }
    }

    @Test(arguments: 0..<3)
    func `a row that is an estimate lies within its error, and no heavy key is missing`(seed: UInt64) {
        var random = Seeded(state: seed)
        var table = KeyTally(limit: 128, openPanes: 1, isByBytes: false)
        var model = Model()
        for pane in 0..<12 as Range<Int64> {
            for _ in 0..<800 {
                let key = key(&random, 50_000)
                add(&table, key, pane: pane)
                model.window[pane, default: [:]][key, default: 0] += 1
            }
            table.close(pane, slot: 0, expired: pane - 5)
            let exact = model.counts(max(0, pane - 4)...pane)
            var most: UInt64 = 0
            var held: Set<String> = []
            for id in 0..<table.index.count {
                let label = table.index.text(id)
                held.insert(label)
                let counted = table.tally.window[id].packets
                let error = table.tally.windowError(id, born: table.index.born(id)) ?? 0
                most = max(most, error)
                let truth = exact[label] ?? 0
                #expect(counted <= truth && truth <= counted + error, "seed \(seed), pane \(pane), \(label)")
            }
            let total = exact.values.reduce(0, +)
            #expect(most <= total / 128 * 4 + 10, "seed \(seed): \(most) of \(total)")
            for (key, count) in exact where count > most {
                #expect(held.contains(key), "seed \(seed), \(key)")
            }
            #expect(table.index.count == 128)
        }
    }

    @Test(arguments: 0..<2)
    func `the number of keys that did not fit is estimated within five standard errors`(seed: UInt64) {
        var random = Seeded(state: seed)
        var table = KeyTally(limit: 64, openPanes: 1, isByBytes: false)
        var model = Model()
        for pane in 0..<12 as Range<Int64> {
            for _ in 0..<1500 {
                let key = "\(Int.random(in: 0..<20_000, using: &random))"
                add(&table, key, pane: pane)
                model.window[pane, default: [:]][key, default: 0] += 1
            }
            table.close(pane, slot: 0, expired: pane - 4)
            let exact = Double(model.counts(max(0, pane - 3)...pane).count)
            let found = table.distinct(pane, expired: pane - 4)
            #expect(
                abs(Double(found.count) - exact) <= 5 * 0.01625 * exact, "seed \(seed), \(found) of \(exact)")
            #expect(found.error != nil)
        }
    }

    @Test func `a table becomes exact again when what did not fit has left the window`() {
        var table = KeyTally(limit: 16, openPanes: 1, isByBytes: false)
        for key in 0..<100 { add(&table, "\(key)", pane: 0) }
        table.close(0, slot: 0, expired: -3)
        #expect(table.distinct(0, expired: -3).error != nil)
        for pane in 1..<5 as Range<Int64> {
            add(&table, "a", pane: pane)
            table.close(pane, slot: 0, expired: pane - 3)
        }
        #expect(table.distinct(4, expired: 1) == .init(count: 1, new: 0))
    }

    @Test func `entropy is that of the definition`() {
        var table = KeyTally(limit: 64, openPanes: 1, isByBytes: false)
        for key in 0..<8 { for _ in 0..<5 { add(&table, "\(key)", pane: 0) } }
        table.close(0, slot: 0, expired: -2)
        #expect(abs(table.tally.entropy - 3) < 1e-4)
        for _ in 0..<40 { add(&table, "x", pane: 1) }
        table.close(1, slot: 0, expired: -1)
        #expect(abs(table.tally.entropy - (0.5 + 0.5 * 4)) < 1e-4)
        table.close(3, slot: 0, expired: 1)
        #expect(table.tally.entropy == 0)
    }

    @Test func `any number of keys costs no more than the limit`() {
        var index = KeyTally(limit: 1000, openPanes: 2, isByBytes: false)
        for key in 0..<20_000 { add(&index, "10.\(key)", pane: Int64(key / 2_000)) }
        #expect(index.index.count == 1000)
    }
}
