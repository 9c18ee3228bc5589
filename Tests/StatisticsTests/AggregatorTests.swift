import Testing

@testable import Statistics

@Suite struct AggregatorTests {
    private let plain = try! Configuration()

    /// The promise of the contract for every stream.
    private func expectSum(_ records: [Snapshot], _ packets: Int) {
        let counted = records.reduce(0) { $0 + $1.packets + $1.late }
        #expect(counted == records.last?.totalPackets)
        #expect(counted == UInt64(packets))
        #expect(records.map(\.sequence) == Array(0..<records.count))
        #expect(records.filter(\.isFinal).count == 1 && records.last?.isFinal == true)
    }

    @Test func `intervals are half-open and aligned to the epoch`() {
        let found = records(
            [
                Sample(timestamp: 101.5), Sample(timestamp: 101.999999), Sample(timestamp: 102),
                Sample(timestamp: 105),
            ], plain)
        #expect(found.map(\.timestamp) == [102_000_000_000, 104_000_000_000, 106_000_000_000])
        #expect(found.map(\.packets) == [2, 1, 1])
        expectSum(found, 4)
    }

    @Test func `the timeline holds every second of the interval, the empty ones as well`() {
        let found = records([Sample(timestamp: 100.5, size: 60), Sample(timestamp: 103.5, size: 40)], plain)
        #expect(
            found[0].timeline == [
                .init(timestamp: 100_000_000_000, packets: 1, bytes: 60),
                .init(timestamp: 101_000_000_000, packets: 0, bytes: 0),
            ])
        #expect(found[0].bitsPerSecond == 240)
    }

    @Test func `the final record ends with the last second that has packets`() {
        let found = records([Sample(timestamp: 100.5), Sample(timestamp: 100.6)], plain)
        #expect(found.count == 1)
        #expect(found[0].timestamp == 101_000_000_000 && found[0].interval == 1_000_000_000)
        #expect(found[0].packetsPerSecond == 2)
    }

    @Test func `the window rolls`() throws {
        let configuration = try Configuration(window: 4_000_000_000)
        let packets = (0..<10).map { Sample(timestamp: Double($0), source: "10.0.0.\($0 / 2)", size: 10) }
        let found = records(packets, configuration)
        #expect(found.map(\.windowPackets) == [2, 4, 4, 4, 4])
        #expect(found.map(\.windowBytes) == [20, 40, 40, 40, 40])
        #expect(found[3].rows(.sources).map(\.label) == ["10.0.0.2", "10.0.0.3"])
        #expect(found[3].distinctSources == .init(count: 2, new: 1))
        #expect(found[4].totalRankings.first { $0.kind == .sources }?.rows.count == 5)
    }

    @Test func `rows stand in the order of packets, then bytes, then text`() throws {
        let packets = [("b", 10), ("b", 10), ("a", 5), ("d", 7), ("c", 7), ("e", 100), ("e", 1)].map {
            Sample(timestamp: 100, source: $0.0, size: $0.1)
        }
        #expect(records(packets, plain)[0].rows(.sources).map(\.label) == ["e", "b", "c", "d", "a"])
        let byBytes = try Configuration(isByBytes: true)
        #expect(records(packets, byBytes)[0].rows(.sources).map(\.label) == ["e", "b", "c", "d", "a"])
        let top = try Configuration(top: 2)
        #expect(records(packets, top)[0].rows(.sources).map(\.packets) == [2, 2])
    }

    @Test func `a conversation is one row for both directions, and the SYN says who opened it`() {
        let found = records(
            [
                Sample(timestamp: 100, source: "b", destination: "a", proto: "TCP", flags: "A"),
                Sample(timestamp: 101, source: "a", destination: "b", proto: "TCP", flags: "S"),
                Sample(timestamp: 101.1, source: "b", destination: "a", proto: "TCP", flags: "SA"),
                Sample(timestamp: 101.2, source: "c", destination: "a"),
            ], plain)
        let rows = found[0].rows(.conversations)
        #expect(rows.map(\.label) == ["a", "c"])
        #expect(rows.map(\.peer) == ["b", "a"])
        #expect(rows.map(\.packets) == [3, 1])
    }

    @Test func `the service port is the known one of the two, else the lower`() {
        let found = records(
            [(50000, 443), (443, 50000), (7000, 6999), (53, 443)].map { Sample(timestamp: 100, ports: $0) },
            plain)
        #expect(found[0].rows(.ports).map(\.label) == ["443", "53", "6999"])
        #expect(found[0].rows(.applications).map(\.label) == ["QUIC", "DNS"])
    }

    @Test func `a packet needs a timestamp and nothing else`() {
        let found = records([#"{"timestamp":100}"#, #"{"size":7}"#, "[1]", #"{"timestamp":"now"}"#], plain)
        #expect(found[0].packets == 1 && found[0].malformed == 3)
    }

    @Test func `the newest packets are kept in the order of time`() {
        let found = records(
            (0..<25).map { Sample(timestamp: 100 + Double(($0 * 7) % 25) / 100, size: ($0 * 7) % 25) }, plain)
        #expect(found[0].recent.map(\.size) == Array(15..<25))
        #expect(found[0].recent[0].source == "10.0.0.1" && found[0].recent[0].destinationPort == 53)
    }

    @Test func `what capture records say was dropped is counted once`() {
        let capture = { (time: Double, dropped: Int) in
            #"{"type":"capture","timestamp":\#(time),"interface":"eth0","dropped":\#(dropped),"interface_dropped":1}"#
        }
        let found = records(
            [
                Sample(timestamp: 100).line, capture(100.5, 4), Sample(timestamp: 102.5).line,
                capture(103, 9),
                capture(104, 2), Sample(timestamp: 105).line,
            ], plain)
        #expect(found.map(\.dropped) == [5, 8, 0])
        #expect(found.last?.totalDropped == 13 && found.last?.interfaces == ["eth0"])
        #expect(records([Sample(timestamp: 1)], plain)[0].dropped == nil)
    }

    @Test func `a packet older than the open intervals is late, and counted`() {
        let found = records(
            [
                Sample(timestamp: 100), Sample(timestamp: 103), Sample(timestamp: 101),
                Sample(timestamp: 103.5),
            ], plain)
        #expect(found.map(\.packets) == [1, 2] && found.map(\.late) == [0, 1])
        expectSum(found, 4)
    }

    @Test(arguments: [4_102_444_800.0, 1e30, -5, 0, 1_000_400, 1_003_700])
    func `one absurd timestamp changes nothing for the packets after it`(absurd: Double) {
        for place in [0, 1, 10, 19] {
            var lines = (0..<20).map { Sample(timestamp: 1_000_150 + Double($0) / 2).line }
            lines.insert(#"{"timestamp":\#(absurd)}"#, at: place)
            let found = records(lines, plain)
            #expect(found.count <= 7, "\(absurd) at \(place)")
            #expect(found.reduce(0) { $0 + $1.packets } >= 20, "\(absurd) at \(place)")
            expectSum(found, 21)
        }
    }

    @Test func `a silence is believed, and writes no more records than the window needs to run empty`() {
        let packets = [100, 100.1, 90_000, 90_000.1, 700_000, 700_001].map { Sample(timestamp: $0) }
        let found = records(packets, plain)
        #expect(found.reduce(0) { $0 + $1.packets } == 6)
        #expect(found.count == 3 + 2 * 30)
        expectSum(found, 6)
    }

    @Test func `a sparse stream counts every packet in its own interval`() {
        let found = records((0..<8).map { Sample(timestamp: 1000 + Double($0) * 600) }, plain)
        #expect(found.filter { $0.packets == 1 }.count == 8)
        expectSum(found, 8)
    }

    @Test(arguments: [10.0, 600, 86_000])
    func `a first packet long before the others counts in its own interval`(silence: Double) {
        let times = [0, silence, silence + 0.5, silence + 1].map { 1_000_000 + $0 }
        let found = records(times.map { Sample(timestamp: $0) }, plain)
        #expect(found.allSatisfy { $0.late == 0 } && found.first?.packets == 1)
        expectSum(found, 4)
    }

    @Test func `packets leave the window also after time has gone back`() throws {
        let before = (0..<200).map { Sample(timestamp: 2000 + Double($0) / 20) }
        let after = (0..<200).map { Sample(timestamp: 1000 + Double($0) / 20) }
        let later = (0..<100).map { Sample(timestamp: 1010 + Double($0), source: "10.0.0.7") }
        let made = records(
            before + after + later, try Configuration(every: 2_000_000_000, window: 10_000_000_000))
        for kind in [Snapshot.Ranking.Kind.sources, .destinations, .conversations, .protocols, .ports] {
            let rows = made.last!.rankings.first { $0.kind == kind }!.rows
            #expect(rows.map(\.packets).reduce(0, +) == made.last!.windowPackets, "\(kind)")
        }
        #expect(made.last!.distinctSources?.count == 1)
    }

    @Test func `time that goes back for good begins anew`() {
        let before = (0..<100).map { Sample(timestamp: 100_000 + Double($0) / 10) }
        let after = (0..<100).map { Sample(timestamp: 5_000 + Double($0) / 10) }
        let found = records(before + after, plain)
        expectSum(found, 200)
        #expect(found.reduce(0) { $0 + $1.late } == 63)
        #expect(found.last?.windowPackets == 37)
    }

    @Test func `numbers of any size give sane records`() {
        let big = String(repeating: "9", count: 400)
        let found = records(
            [
                #"{"timestamp":100,"size":\#(big),"src_port":\#(big),"dst_port":-1,"tcp_seq":\#(big)}"#,
                #"{"timestamp":100.1,"size":-\#(big),"source":"a","vlan":[\#(big)]}"#,
                #"{"timestamp":100.2,"size":1e400}"#, #"{"timestamp":\#(big),"size":1}"#,
                #"{"timestamp":-\#(big),"size":1}"#,
            ], plain)
        expectSum(found, 5)
        #expect(found.last!.totalBytes <= 2 * UInt64(UInt32.max) + 2)
    }

    @Test func `an empty stream has one record, the final one`() {
        let found = records([String](), plain)
        #expect(found.count == 1 && found[0].isFinal && found[0].packets == 0)
    }

    @Test(arguments: 0..<20)
    func `packets in any order within the lateness give the same bytes`(seed: UInt64) {
        var random = Seeded(state: seed)
        var packets: [Sample] = []
        var time = 1000.0
        for _ in 0..<400 {
            time += Double.random(in: 0.0001..<0.2, using: &random)
            packets.append(
                Sample(
                    timestamp: time, source: "s\(Int.random(in: 0..<9, using: &random))",
                    destination: "d\(Int.random(in: 0..<5, using: &random))",
                    size: Int.random(in: 60..<1500, using: &random),
                    ports: (
                        Int.random(in: 1024..<1030, using: &random),
                        [53, 80, 443].randomElement(using: &random)!
                    )))
        }
        let shuffled = packets.map { ($0, $0.timestamp + Double.random(in: 0..<0.49, using: &random)) }
            .sorted { $0.1 < $1.1 }.map(\.0)
        #expect(text(packets.map(\.line), plain) == text(shuffled.map(\.line), plain), "seed \(seed)")
    }

    @Test func `an idle live stream is moved on by the wall clock`() throws {
        var aggregator = Aggregator(plain)
        var reader = BatchReader(plain)
        let second: Int64 = 1_000_000_000
        feed(Sample(timestamp: 1000.5).line, &reader, &aggregator)
        aggregator.idle(now: 1001 * second, grace: second / 2)
        #expect(aggregator.output.count == 0)
        for step in 1...10 { aggregator.idle(now: (1001 + Int64(step)) * second, grace: second / 2) }
        let found = snapshots(written(&aggregator))
        #expect(found.map(\.packets) == [1, 0, 0, 0, 0])
        #expect(found.last?.timestamp == 1010 * second)
    }

    @Test func `old packets never mix with the wall clock`() {
        var aggregator = Aggregator(plain)
        var reader = BatchReader(plain)
        for step in 0..<10 { feed(Sample(timestamp: 1000 + Double(step) / 2).line, &reader, &aggregator) }
        let before = aggregator.output.count
        aggregator.idle(now: 1_767_225_600_000_000_000, grace: 0)
        #expect(aggregator.output.count == before)
        aggregator.finish()
        #expect(snapshots(written(&aggregator)).last?.timestamp == 1_005_000_000_000)
    }

    @Test func `a packet whose both ends are new to a full table keeps the names of both`() throws {
        let packets = (0..<200).map { number in
            Sample(
                timestamp: 100 + Double(number) / 1000, source: "10.0.\(number).1",
                destination: "10.1.\(number).2")
        }
        let found = records(packets, try Configuration(maxKeys: 16))
        #expect(found.count == 1)
        for (row, packet) in zip(found[0].recent, packets.suffix(10)) {
            // A name may be lost to a later packet, but is never another's.
            #expect(
                ["", packet.source].contains(row.source)
                    && ["", packet.destination].contains(row.destination))
        }
        #expect(found[0].recent.last?.source == "10.0.199.1")
        let lines = text(packets.map(\.line), try Configuration(maxKeys: 16, writesFlows: true))
        let flows = lines.split(separator: "\n").filter { $0.contains(#""type":"flow""#) }
        #expect(flows.count == 200)
        for packet in packets {
            let ends = #""source":"\#(packet.source)","destination":"\#(packet.destination)""#
            #expect(flows.contains { $0.contains(ends) }, "\(packet.source)")
        }
    }
}
