import Testing

@testable import Statistics

/// The cache of flows forgets, the tables do not.
@Suite struct FlowsOfManyPortsTests {
    /// Between four hosts and in any direction, from far more ports than the cache holds flows.
    private func packets(_ seed: UInt64) -> [Sample] {
        var dice = Seeded(state: seed)
        return (0..<4000).map { index in
            let (from, to) = (Int.random(in: 1...4, using: &dice), Int.random(in: 1...4, using: &dice))
            return Sample(
                timestamp: 1000 + Double(index) / 400 + Double.random(in: 0..<0.3, using: &dice),
                source: "10.0.0.\(from)", destination: "10.0.0.\(to)", proto: ["UDP", "TCP"][index % 2],
                size: Int.random(in: 60...1500, using: &dice),
                ports: (Int.random(in: 30000...30400, using: &dice), [53, 443, 5000][index % 3]))
        }
    }

    @Test(arguments: [1, 2, 3]) func `a cache too small for the flows changes no row`(seed: UInt64) throws {
        let packets = packets(seed)
        let roomy = records(packets, try Configuration(every: 1_000_000_000, window: 3_000_000_000))
        let narrow = records(
            packets, try Configuration(every: 1_000_000_000, window: 3_000_000_000, maxKeys: 16))
        #expect(roomy.count == narrow.count)
        for (one, other) in zip(roomy, narrow) {
            #expect(one.rankings == other.rankings)
            #expect(one.intervalRankings == other.intervalRankings)
            #expect(one.totalRankings == other.totalRankings)
            #expect(one.sizes == other.sizes && one.recent == other.recent && one.entropy == other.entropy)
            #expect(one.distinctConversations == other.distinctConversations)
            #expect(one.totalPackets == other.totalPackets && one.late == other.late)
        }
    }

    @Test func `what comes in the next interval does not tell who opened a conversation in this one`() throws
    {
        var packets: [Sample] = []
        for host in 2...4 {
            packets.append(Sample(timestamp: 1000.9, destination: "10.0.0.\(host)", ports: (4000, 80)))
            packets[packets.count - 1].flags = "A"
        }
        // Before the interval closes, the other end asks for the same connections.
        for host in 2...4 {
            var packet = Sample(timestamp: 1001.1, source: "10.0.0.\(host)", destination: "10.0.0.1")
            (packet.ports, packet.flags) = ((80, 4000), "S")
            packets.append(packet)
        }
        packets.append(Sample(timestamp: 1003))
        let made = records(packets, try Configuration(every: 1_000_000_000))
        #expect(made[0].fanOuts.map(\.source) == ["10.0.0.1"] && made[0].fanOuts.map(\.destinations) == [3])
        #expect(made[1].fanOuts.isEmpty)
    }

    @Test func `packets of two panes in turn are all counted where they belong`() throws {
        let configuration = try Configuration(every: 1_000_000_000, window: 10_000_000_000)
        let packets = (0..<200).map { Sample(timestamp: 1000.9 + Double($0 % 2) * 0.3) }
        let made = records(packets, configuration)
        #expect(made.map(\.packets) == [100, 100])
        #expect(made[1].rankings.first { $0.kind == .sources }?.rows.first?.packets == 200)
    }

    /// More flows than are put aside until some are folded.
    private var manyHosts: [String] { (0..<2 * Aggregator.spillLimit).map { "10.1.\($0 / 256).\($0 % 256)" } }

    @Test func `who opened is known when the pane closes, though its flows were folded before`() throws {
        let (scanner, hosts) = ("10.0.0.1", manyHosts)
        let answers = [1000.5, 1001.1].flatMap { time in
            hosts.map { Sample(timestamp: time, source: $0, destination: scanner, ports: (80, 4000)) }
        }
        // What asked for them comes last, but is the earliest.
        let questions = hosts.map {
            Sample(timestamp: 1000.2, source: scanner, destination: $0, ports: (4000, 80))
        }
        let made = records(
            answers + questions + [Sample(timestamp: 1003)], try Configuration(every: 1_000_000_000))
        #expect(made[0].packets == UInt64(2 * hosts.count) && made[0].late == 0)
        #expect(made[0].fanOuts.map(\.source) == [scanner])
        #expect(made[0].fanOuts.map(\.destinations) == [UInt64(hosts.count)])
    }

    @Test func `a later pane does not tell it, whatever of it was put aside`() throws {
        let (scanner, hosts) = ("10.0.0.1", manyHosts)
        func sent(_ time: Double) -> [Sample] {
            hosts.map { Sample(timestamp: time, source: $0, destination: scanner, ports: (80, 4000)) }
        }
        var asked = hosts.map {
            Sample(timestamp: 1001.2, source: scanner, destination: $0, proto: "TCP", ports: (4000, 80))
        }
        for index in asked.indices { asked[index].flags = "S" }
        let made = records(
            sent(1000.5) + sent(1001.1) + asked + sent(1000.6) + [Sample(timestamp: 1003)],
            try Configuration(every: 1_000_000_000))
        #expect(made[0].fanOuts.allSatisfy { $0.source != scanner && $0.destinations == 1 })
        #expect(made[1].fanOuts.first?.source == scanner)
    }

    @Test func `a flow that is folded over and over in a pane takes no more memory`() throws {
        let configuration = try Configuration(every: 1_000_000_000, window: 10_000_000_000)
        var aggregator = Aggregator(configuration)
        var reader = BatchReader(configuration)
        let lines = [1000.9, 1001.1].map { Sample(timestamp: $0).line }
        var most = 0
        for _ in 0..<Aggregator.touchLimit + 2 * Aggregator.spillLimit {
            for line in lines { feed(line, &reader, &aggregator) }
            for slot in aggregator.touches.indices { most = max(most, aggregator.touches[slot].count) }
        }
        #expect(most >= Aggregator.touchLimit / 2 && most < Aggregator.touchLimit)
    }
}
