import JSONLines
import Testing

@testable import Statistics

/// Streams of sensors, and what becomes of them together.
enum Merge {
    /// The records that one sensor writes of these lines.
    static func sensor(_ lines: [String], _ configuration: Configuration) -> [String] {
        text(lines, configuration).split(separator: "\n").map(String.init)
    }

    /// Merges whole streams, each read as far as it is wanted, in turn.
    static func lines(_ streams: [[String]], _ options: Configuration) throws(MergeFault) -> [String] {
        var merger = Merger(
            sensors: streams.indices.map { "s\($0)" }, options, passesFlows: options.writesFlows)
        var next = [Int](repeating: 0, count: streams.count)
        var isMoving = true
        while isMoving {
            isMoving = false
            for index in streams.indices {
                while merger.wants(index) {
                    isMoving = true
                    guard next[index] < streams[index].count else {
                        merger.end(index)
                        break
                    }
                    let line = Array(streams[index][next[index]].utf8)
                    if try merger.offer(index, line.span.bytes, now: 0) == .kept { break }
                    next[index] += 1
                }
            }
        }
        merger.finish()
        return drained(&merger)
    }

    static func drained(_ merger: inout Merger) -> [String] {
        var records = JSONWriter()
        merger.exchange(&records)
        return records.withBytes { String(decoding: $0, as: UTF8.self) }.split(separator: "\n").map(
            String.init)
    }

    static func records(_ streams: [[String]], _ options: Configuration) throws(MergeFault) -> [Snapshot] {
        try snapshots(lines(streams, options).joined(separator: "\n"))
    }

    /// A record without what merging adds to it, and without what TCP's analysis and the fan-out make of parts.
    static func plain(_ record: Snapshot, isWhole: Bool = true) -> Snapshot {
        var plain = record
        (plain.merged, plain.state) = (nil, nil)
        for index in plain.fanOuts.indices { plain.fanOuts[index].isEstimate = false }
        plain.interfaces.sort()
        // Who opened a conversation, a sensor may know an interval earlier from packets of the next.
        for list in [\Snapshot.rankings, \.intervalRankings, \.totalRankings] {
            for (index, ranking) in plain[keyPath: list].enumerated() where ranking.kind == .conversations {
                for (row, ends) in ranking.rows.enumerated() where ends.label > ends.peer ?? "" {
                    plain[keyPath: list][index].rows[row].label = ends.peer ?? ""
                    plain[keyPath: list][index].rows[row].peer = ends.label
                }
            }
        }
        if !isWhole { (plain.tcp, plain.tcpWindow, plain.fanOuts) = (nil, nil, []) }
        return plain
    }

    /// The members in which two records differ.
    static func differences(_ one: Snapshot, _ other: Snapshot) -> [String] {
        guard one != other else { return [] }
        return zip(Mirror(reflecting: one).children, Mirror(reflecting: other).children)
            .filter { String(describing: $0.value) != String(describing: $1.value) }
            .map { difference($0.label ?? "", "\($0.value)", "\($1.value)") }
    }

    private static func difference(_ label: String, _ one: String, _ other: String) -> String {
        let start = max(0, zip(one, other).prefix { $0 == $1 }.count - 60)
        return "\(label): …\(one.dropFirst(start).prefix(150)) | \(other.dropFirst(start).prefix(150))"
    }

    /// Packets of a small network with TCP connections, in the order of time.
    static func traffic(_ count: Int, seed: UInt64, gap: Double = 0.05, silences: Int = 60) -> [Sample] {
        var random = Seeded(state: seed)
        var time = 1000.0
        return (0..<count).map { index in
            time += Double.random(in: 0.0001..<gap, using: &random)
            // A silence now and then, sometimes longer than the window.
            if index > 50 && silences > 0 && Int.random(in: 0..<silences, using: &random) == 0 {
                time += Double.random(in: 1..<40, using: &random)
            }
            let ends = (
                Int.random(in: 0..<12, using: &random), Int.random(in: 0..<12, using: &random)
            )
            let port = Int.random(in: 40_000..<40_004, using: &random)
            let isTCP = Bool.random(using: &random)
            var sample = Sample(
                timestamp: time, source: "10.0.0.\(ends.0)", destination: "10.0.1.\(ends.1)",
                proto: isTCP ? "TCP" : "UDP", size: Int.random(in: 40..<3000, using: &random),
                ports: (port, [53, 80, 443, 7777].randomElement(using: &random)!))
            let isBack = Bool.random(using: &random)
            if isBack {
                swap(&sample.source, &sample.destination)
                sample.ports = (sample.ports!.1, sample.ports!.0)
            }
            if isTCP {
                sample.flags = isBack ? ["SA", "A", "FA"][index % 3] : ["S", "A", "PA", "FA"][index % 4]
            }
            sample.more = #","vlan":\#(index % 3),"interface":"eth\#(index % 2)","ttl":\#(60 + index % 4)"#
            return sample
        }
    }

    /// Which of `count` sensors a packet's connection passes.
    static func place(_ sample: Sample, _ count: Int) -> Int {
        let ends = [
            "\(sample.source) \(sample.ports?.0 ?? 0)", "\(sample.destination) \(sample.ports?.1 ?? 0)",
        ].sorted()
        return Int(
            ends.joined(separator: " ").utf8.reduce(UInt64(7)) { ($0 &* 31 &+ UInt64($1)) % 1_000_003 }
                % UInt64(count))
    }
}

@Suite struct MergerTests {
    private let states = try! Configuration(writesStates: true)
    private let plain = try! Configuration()

    private func merged(_ parts: [[Sample]], _ configuration: Configuration? = nil) throws -> [Snapshot] {
        try Merge.records(parts.map { Merge.sensor($0.map(\.line), configuration ?? states) }, plain)
    }

    private func expectSame(_ found: [Snapshot], _ wanted: [Snapshot]) {
        #expect(found.count == wanted.count)
        for (one, other) in zip(found, wanted) {
            #expect(Merge.differences(one, other) == [], "record \(other.sequence)")
        }
    }

    @Test(arguments: 0..<4)
    func `sensors that share the connections give what one netagg gives that saw all`(seed: UInt64) throws {
        let packets = Merge.traffic(500, seed: seed)
        var parts: [[Sample]] = [[], [], []]
        for packet in packets { parts[Merge.place(packet, 3)].append(packet) }
        let whole = records(packets, plain)
        let found = try merged(parts)
        #expect(whole.count > 3 && found.count == whole.count)
        for (one, all) in zip(found, whole) {
            var (one, all) = (Merge.plain(one), Merge.plain(all))
            // Who opened a conversation that passes several sensors, each of them tells as far as it saw.
            for index in one.fanOuts.indices { one.fanOuts[index].ports = 0 }
            for index in all.fanOuts.indices { all.fanOuts[index].ports = 0 }
            one.fanOuts.sort { $0.source < $1.source }
            all.fanOuts.sort { $0.source < $1.source }
            (one.fanOuts, all.fanOuts) = ([], [])
            #expect(Merge.differences(one, all) == [], "seed \(seed), record \(all.sequence)")
        }
    }

    @Test(arguments: 0..<4)
    func `packets dealt out at random give everything but the analysis of TCP`(seed: UInt64) throws {
        var random = Seeded(state: seed &+ 77)
        let packets = Merge.traffic(400, seed: seed)
        var parts = [[Sample]](repeating: [], count: Int(2 + seed % 4))
        for packet in packets { parts[Int.random(in: 0..<parts.count, using: &random)].append(packet) }
        let whole = records(packets, plain).map { Merge.plain($0, isWhole: false) }
        let found = try merged(parts).map { Merge.plain($0, isWhole: false) }
        #expect(found.count == whole.count)
        for (one, all) in zip(found, whole) {
            #expect(Merge.differences(one, all) == [], "seed \(seed), record \(all.sequence)")
        }
    }

    @Test func `the fan-out is the same where no conversation passes two sensors`() throws {
        let packets = Merge.traffic(400, seed: 5)
        var parts: [[Sample]] = [[], []]
        for packet in packets {
            let ends = [packet.source, packet.destination].sorted().joined()
            parts[ends.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 1009 } % 2].append(packet)
        }
        let (whole, found) = (records(packets, plain), try merged(parts))
        expectSame(found.map { Merge.plain($0) }, whole.map { Merge.plain($0) })
        #expect(found.last?.merged == .init(sensors: 2, reporting: 2, sharedConversations: 0))
        #expect(found.last?.fanOuts.isEmpty == false)
        #expect(found.allSatisfy { $0.fanOuts.allSatisfy { !$0.isEstimate } })
    }

    @Test func `a sensor that sees one packet and then nothing for long counts it in time`() throws {
        let packets = (0..<40).map { Sample(timestamp: 1000 + Double($0)) }
        let sparse = [1000.5, 1030, 1031].map { Sample(timestamp: $0) }
        let whole = records((packets + sparse).sorted { $0.timestamp < $1.timestamp }, plain)
        expectSame(try merged([packets, sparse]).map { Merge.plain($0) }, whole.map { Merge.plain($0) })
    }

    @Test(arguments: [10, 60, 200])
    func `a window of the merger's own, and a silence, write the records of one netagg`(window: Int64) throws
    {
        let times = [1000.0, 1001, 1002.2, 1003, 1100, 1101, 1102, 1300, 1301, 1302.7, 1303]
        let own = try Configuration(window: window * 1_000_000_000)
        let packets = times.map { Sample(timestamp: $0, source: "\($0)") }
        let parts = [0, 1].map { part in packets.indices.filter { $0 % 2 == part }.map { packets[$0].line } }
        let whole = records(packets, own).map { Merge.plain($0) }
        let found = try Merge.records(parts.map { Merge.sensor($0, states) }, own).map { Merge.plain($0) }
        expectSame(found, whole)
    }

    @Test func `live sensors have a record for every interval, however short the window`() throws {
        let capture = { (time: Int) in
            #"{"type":"capture","timestamp":\#(time),"interface":"eth0","received":1,"dropped":0}"#
        }
        let lines =
            [Sample(timestamp: 1000).line, Sample(timestamp: 1000.5).line] + (1001..<1040).map(capture)
        let own = try Configuration(window: 4_000_000_000)
        let stream = Merge.sensor(lines, states)
        let found = try Merge.records([stream, stream], own)
        #expect(found.count == records(lines, own).count && found.count > 15)
    }

    @Test func `flow records pass in time with the records`() throws {
        let flows = try Configuration(writesFlows: true, writesStates: true)
        let packets = Merge.traffic(400, seed: 8)
        var parts: [[String]] = [[], [], []]
        for packet in packets { parts[Merge.place(packet, 3)].append(packet.line) }
        let streams = parts.map { Merge.sensor($0, flows) }
        let found = try Merge.lines(streams, Configuration(writesFlows: true))
        let isFlow = { (line: String) in line.contains(#""type":"flow""#) }
        #expect(found.filter(isFlow).sorted() == streams.joined().filter(isFlow).sorted())
        let time = { (line: String) in
            line.contains(#""type":"statistics""#) ? snapshots(line).first?.timestamp : nil
        }
        // Each comes before the record with which its sensor wrote it, and after the one before that.
        for stream in streams {
            var (before, after): ([String: Int64], [String: Int64]) = ([:], [:])
            var moment = Int64.min
            for line in stream {
                moment = time(line) ?? moment
                if isFlow(line) { after[line] = moment }
            }
            for line in stream.reversed() {
                moment = time(line) ?? moment
                if isFlow(line) { before[line] = moment }
            }
            var last = Int64.min
            for line in found {
                last = time(line) ?? last
                guard isFlow(line), let before = before[line], let after = after[line] else { continue }
                #expect(after <= last && last < before, "\(line)")
            }
        }
        let silent = try Merge.lines(streams, plain)
        #expect(!silent.contains(where: isFlow))
    }

    @Test func `merging what was merged is merging all`() throws {
        let packets = Merge.traffic(400, seed: 3)
        var parts = [[Sample]](repeating: [], count: 3)
        for (index, packet) in packets.enumerated() { parts[index % 3].append(packet) }
        let streams = parts.map { Merge.sensor($0.map(\.line), states) }
        let all = try Merge.records(streams, plain)
        let two = try Merge.lines(Array(streams[..<2]), states)
        let again = try Merge.records([two, streams[2]], plain)
        // Packets of one sensor that two saw are one sensor's to the second merger.
        expectSame(again.map { Merge.plain($0) }, all.map { Merge.plain($0) })
    }

    @Test func `sensors may start and stop at different times, and be empty`() throws {
        let packets = Merge.traffic(400, seed: 9)
        let parts = [Array(packets[..<100]), Array(packets[80...]), []]
        let whole = records((parts[0] + parts[1]).sorted { $0.timestamp < $1.timestamp }, plain)
        let found = try merged(parts)
        #expect(
            found.map { Merge.plain($0, isWhole: false) } == whole.map { Merge.plain($0, isWhole: false) })
        #expect(found.filter(\.isFinal).count == 1 && found.last?.isFinal == true)
        let nothing = try merged([[], []])
        #expect(nothing.count == 1 && nothing[0].isFinal && nothing[0].totalPackets == 0)
    }

    @Test func `the window, the rows and the order are the merger's own`() throws {
        let packets = Merge.traffic(300, seed: 4, gap: 0.2, silences: 0)
        let own = try Configuration(window: 10_000_000_000, top: 3, recent: 4, isByBytes: true)
        let parts = [packets.indices.filter { $0 % 2 == 0 }, packets.indices.filter { $0 % 2 == 1 }]
        let streams = parts.map { Merge.sensor($0.map { packets[$0].line }, states) }
        let found = try Merge.records(streams, own).map { Merge.plain($0, isWhole: false) }
        expectSame(found, records(packets, own).map { Merge.plain($0, isWhole: false) })
        #expect(found.last?.isByBytes == true && found.last?.rows(.sources).count == 3)
    }

    @Test func `values that packets are grouped by add up`() throws {
        let packets = Merge.traffic(400, seed: 6)
        let grouped = try Configuration(group: "ttl")
        let sensors = try Configuration(group: "ttl", writesStates: true)
        let parts = [Array(packets[..<150]), Array(packets[150...])]
        let found = try merged(parts, sensors)
        #expect(found.last?.totalRankings == records(packets, grouped).last?.totalRankings)
        #expect(found.last?.groupKey == "ttl" && found.last?.rows(.groups).count == 4)
    }

    // MARK: What is wrong

    @Test func `streams that do not fit are refused with the reason`() throws {
        let packets = Merge.traffic(50, seed: 1).map(\.line)
        let five = try Configuration(every: 5_000_000_000, writesStates: true)
        let streams = [Merge.sensor(packets, states), Merge.sensor(packets, five)]
        #expect(
            throws: MergeFault(
                reason: "'s0' has a record every 2.0 s and 's1' every 5.0 s; run all with the same --every")
        ) { try Merge.lines(streams, self.plain) }
        let stateless = [Merge.sensor(packets, plain)]
        #expect(
            throws: MergeFault(
                reason: "'s0' has records without states; run that netagg with --states")
        ) { try Merge.lines(stateless, self.plain) }
        #expect(throws: MergeFault(reason: "'s0' holds packets; --merge reads statistics")) {
            try Merge.lines([packets], self.plain)
        }
        let grouped = try Configuration(group: "ttl", writesStates: true)
        let differing = [Merge.sensor(packets, states), Merge.sensor(packets, grouped)]
        #expect(throws: MergeFault.self) { try Merge.lines(differing, self.plain) }
    }

    @Test func `the packets of a record that is missing count as late`() throws {
        let packets = (0..<100).map { Sample(timestamp: 1000 + Double($0) / 10) }
        var stream = Merge.sensor(packets.map(\.line), states)
        let index = try #require(stream.firstIndex { $0.contains(#""sequence":2,"#) })
        stream.removeSubrange(index - 1...index)
        let found = try Merge.records([stream, Merge.sensor(packets.map(\.line), states)], plain)
        #expect(found.map(\.late) == [0, 0, 0, 20, 0])
        #expect(found.map(\.packets) == [40, 40, 20, 40, 40])
        #expect(found.last?.totalPackets == 200)
        #expect(found[2].merged?.reporting == 1)
    }

    @Test func `rows without a line of state say how wrong they can be`() throws {
        let packets = (0..<40).map { Sample(timestamp: 1000 + Double($0) / 10) }
        let stream = Merge.sensor(packets.map(\.line), states)
        let broken = stream.filter { !$0.contains(#""type":"state""#) || !$0.contains("1000.0") }
        #expect(broken.count == stream.count - 1)
        let found = try Merge.records([broken, stream], plain)
        let row = try #require(found[0].rows(.sources).first)
        #expect(row.packets == 40 && row.error == 20)
        #expect(found[1].intervalRankings.allSatisfy { $0.rows.allSatisfy { $0.error == nil } })
    }

    @Test func `bad lines are counted and stop nothing`() throws {
        let packets = (0..<40).map { Sample(timestamp: 1000 + Double($0) / 10) }
        let stream = Merge.sensor(packets.map(\.line), states)
        var damaged = stream
        damaged.insert("{", at: 1)
        damaged.insert(#"{"type":"flow"}"#, at: 0)
        let found = try Merge.records([damaged, stream], plain)
        #expect(found.reduce(0) { $0 + $1.malformed } == 1)
        #expect(found.last?.totalPackets == 80)
    }

    @Test func `numbers and texts of any kind trap nowhere`() throws {
        let packets = Merge.traffic(60, seed: 2)
        let stream = Merge.sensor(packets.map(\.line), states)
        for value in [
            "-1", "9223372036854775807", "1e300", "null", "[]", "{}", "\"x\"", "18446744073709551615", "true",
            "[[\"a\",9223372036854775807,9223372036854775807,-9223372036854775808,1]]", "[[65535,5]]",
            "\"\(String(repeating: "é", count: 400))\"",
        ] {
            for key in [
                "start", "every", "first", "lines", "sizes", "longest", "lost", "sources", "conversations",
                "ports", "touched", "unanswered", "sketches", "timeline", "total_packets", "tcp", "timestamp",
                "interval", "sequence", "state", "minimum", "maximum", "vlans", "applications",
            ] {
                let lines = stream.map { line in
                    line.replacing("\"\(key)\":", with: "\"\(key)\":\(value),\"x\":", maxReplacements: 1)
                }
                _ = try? Merge.lines([lines, stream], plain)
            }
        }
    }

    // MARK: Time

    @Test func `time that goes back in all streams begins anew`() throws {
        let before = (0..<100).map { Sample(timestamp: 100_000 + Double($0) / 10) }
        let after = (0..<200).map { Sample(timestamp: 5_000 + Double($0) / 10) }
        let stream = Merge.sensor((before + after).map(\.line), states)
        let found = try Merge.records([stream, stream], plain)
        let one = snapshots(stream.filter { $0.contains(#""statistics""#) }.joined(separator: "\n"))
        #expect(found.map(\.packets) == one.map { $0.packets * 2 })
        #expect(found.map(\.timestamp) == one.map(\.timestamp))
        #expect(found.last?.totalPackets == 600 && found.last?.windowPackets == one.last!.windowPackets * 2)
    }

    @Test func `a live sensor that falls silent is left out until it is back`() throws {
        let second: Int64 = 1_000_000_000
        let packets = (0..<100).map { Sample(timestamp: 1000 + Double($0) / 10) }
        let stream = Merge.sensor(packets.map(\.line), states)
        func now(_ line: String) -> Int64 {
            (snapshots(line).first?.timestamp ?? 1000 * second) + second
        }
        var merger = Merger(sensors: ["a", "b"], plain)
        var next = [0, 0]
        // Of b only the first interval.
        func feed(_ index: Int, _ end: Int, _ now: Int64) throws {
            while next[index] < end && merger.wants(index) {
                let line = Array(stream[next[index]].utf8)
                if try merger.offer(index, line.span.bytes, now: now) == .kept { return }
                next[index] += 1
            }
        }
        for _ in 0..<2 { for index in 0..<2 { try feed(index, 2, 1003 * second) } }
        try feed(0, stream.count, 1005 * second)
        #expect(next == [2, 2])
        let found1 = merger.deadline
        let deadline = try #require(found1)
        #expect(deadline == 1005 * second + 2_500_000_000)
        merger.idle(now: deadline - 1)
        let isTooEarly = merger.wants(0)
        merger.idle(now: deadline)
        #expect(!isTooEarly)
        try feed(0, stream.count, 1005 * second)
        #expect(next == [stream.count, 2])
        var found = snapshots(Merge.drained(&merger).joined(separator: "\n"))
        #expect(found.map(\.packets) == [40, 20, 20, 20])
        #expect(remarks(merger).count == 1)
        try feed(1, stream.count, 1020 * second)
        merger.end(0)
        try feed(1, stream.count, 1020 * second)
        merger.finish()
        found += snapshots(Merge.drained(&merger).joined(separator: "\n"))
        #expect(found.reduce(0) { $0 + $1.packets + $1.late } == 200)
        #expect(found.last?.totalPackets == 200 && found.filter(\.isFinal).count == 1)
        #expect(remarks(merger).contains("'b' is back"))
    }

    @Test func `saved streams wait for each other however long it takes`() throws {
        var merger = Merger(sensors: ["a", "b"], plain)
        let line = Array(Merge.sensor([Sample(timestamp: 1000).line], states)[0].utf8)
        _ = try merger.offer(0, line.span.bytes, now: 1_700_000_000_000_000_000)
        let deadline = merger.deadline
        #expect(deadline == nil)
        merger.idle(now: 1_800_000_000_000_000_000)
        let found = Merge.drained(&merger)
        #expect(found.isEmpty)
    }

    private func remarks(_ merger: borrowing Merger) -> [String] { merger.remarks }

    // MARK: Above --max-keys

    @Test(arguments: 0..<2)
    func `more keys than there is room for stay within the stated errors`(seed: UInt64) throws {
        var random = Seeded(state: seed)
        // A scan of many sources around a few that send much.
        let packets = (0..<4_000).map { index in
            let isHeavy = Int.random(in: 0..<3, using: &random) == 0
            let number = isHeavy ? index % 7 : 100 + Int.random(in: 0..<4000, using: &random)
            return Sample(
                timestamp: 1000 + Double(index) / 400, source: "10.1.\(number >> 8).\(number & 255)")
        }
        let small = try Configuration(maxKeys: 128, writesStates: true)
        var parts = [[Sample]](repeating: [], count: 3)
        for packet in packets { parts[Int.random(in: 0..<3, using: &random)].append(packet) }
        let streams = parts.map { Merge.sensor($0.map(\.line), small) }
        let exact = records(packets, plain)
        for limit in [128, 65_536] {
            let found = try Merge.records(streams, Configuration(maxKeys: limit))
            #expect(found.count == exact.count)
            for (one, all) in zip(found, exact) {
                let distinct = try #require(one.distinctSources)
                let actual = try #require(all.distinctSources).count
                let error = try #require(distinct.error)
                #expect(distinct.count.distance(to: actual).magnitude <= UInt(4 * error), "seed \(seed)")
                for (rows, truth) in [
                    (one.rows(.sources), count(packets, from: all.timestamp - all.window, to: all.timestamp)),
                    (
                        one.totalRankings.first { $0.kind == .sources }?.rows ?? [],
                        count(packets, from: .min, to: all.timestamp)
                    ),
                ] {
                    #expect(rows.count == 10, "\(limit) \(one.sequence) \(rows)")
                    for row in rows {
                        let wanted = truth[row.label] ?? 0
                        #expect(row.packets >= wanted && row.packets - (row.error ?? 0) <= wanted)
                    }
                    #expect(Set((0..<7).map { "10.1.0.\($0)" }).isSubset(of: rows.map(\.label)))
                }
            }
        }
    }

    private func count(_ packets: [Sample], from: Int64, to: Int64) -> [String: UInt64] {
        var counts: [String: UInt64] = [:]
        for packet in packets where from..<to ~= Int64((packet.timestamp * 1e9).rounded()) {
            counts[packet.source, default: 0] += 1
        }
        return counts
    }
}
