import Testing

@testable import Statistics

@Suite struct TCPMeasuresTests {
    private func measures(_ trips: [Int64], syn: UInt64) -> TCPMeasures {
        var measures = TCPMeasures()
        measures.health.syn = syn
        measures.health.open = syn
        for trip in trips { measures.roundTrips.add(trip) }
        return measures
    }

    @Test func `the window holds the sum of its intervals and the peak of those that are left`() {
        var window = TCPWindow()
        window.add(measures([10, 50], syn: 2), pane: 1, expired: -2)
        window.add(measures([20], syn: 1), pane: 2, expired: -1)
        window.add(measures([], syn: 0), pane: 3, expired: 0)
        #expect(window.summary.syn == 3 && window.summary.open == 0)
        #expect(window.summary.roundTrip == .init(count: 3, median: 20, percentile95: 50, maximum: 50))
        window.add(measures([30], syn: 5), pane: 4, expired: 1)
        #expect(window.summary.syn == 6 && window.summary.open == 5)
        #expect(window.summary.roundTrip == .init(count: 2, median: 20, percentile95: 30, maximum: 30))
        window.expire(through: 4)
        #expect(window.summary.syn == 0 && window.summary.roundTrip == nil)
    }

    @Test(arguments: [4, 8]) func `a rolling window equals adding up what it holds`(seed: UInt64) {
        var random = Seeded(state: seed)
        var window = TCPWindow()
        var panes: [(Int64, [Int64], UInt64)] = []
        for pane in 0..<200 as Range<Int64> {
            let trips = (0..<Int.random(in: 0...5, using: &random)).map { _ in Int64(random.next() >> 40) }
            let syn = UInt64.random(in: 0...9, using: &random)
            panes.append((pane, trips, syn))
            window.add(measures(trips, syn: syn), pane: pane, expired: pane - 10)
            let held = panes.suffix(10)
            #expect(window.summary.syn == held.reduce(0) { $0 + $1.2 }, "seed \(seed)")
            let trip = window.summary.roundTrip
            #expect(trip?.count ?? 0 == UInt64(held.reduce(0) { $0 + $1.1.count }), "seed \(seed)")
            #expect(trip?.maximum == held.flatMap(\.1).max(), "seed \(seed)")
        }
    }
}
