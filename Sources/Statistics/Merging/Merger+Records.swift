#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

extension Merger {
    /// How long the connections of a sensor that has ended may still be open.
    private static let connectionLife: Int64 = 300_000_000_000

    /// Adds what a record says of its interval, whose rows have been added.
    mutating func addTables(_ index: Int, _ record: Snapshot, _ state: Snapshot.State) -> Cell {
        let sum = addTimeline(record, state)
        if !state.sizes.isEmpty {
            aggregator.sizes.add(
                state.sizes, least: state.minimum, most: state.maximum, bytes: state.sizesBytes, slot: 0)
        }
        if let health = record.tcp {
            measures.health.add(health)
            measures.roundTrips.merge(
                state.roundTrips.map { (Int(clamping: $0.from), $0.packets) }, maximum: state.longest)
        }
        let isWhole = sensors[index].lines == state.lines
        if !isWhole {
            remarks.append("'\(sensors[index].name)' lacks a line of type 'state'; its packets are in no row")
        }
        for table in Snapshot.State.Table.allCases {
            let counted = sensors[index].taken.packets[table] ?? 0
            let missing = record.packets > counted ? record.packets - counted : 0
            bounds.add(table, most: isWhole ? state.lost[table] ?? 0 : missing, missing: missing)
        }
        // Live, and by what captures say, time does not jump: every interval has a record.
        if record.packets > 0 || record.behind != nil || record.dropped != nil { isSkippable = false }
        cutEnd = max(cutEnd, record.timestamp)
        reporting += 1
        return sum
    }

    private mutating func addTimeline(_ record: Snapshot, _ state: Snapshot.State) -> Cell {
        let every = aggregator.configuration.every
        guard let pane = current else { return Cell() }
        let start = pane * every
        let limit = UInt64(BatchReader.flowLimit)
        var sum = Cell()
        for moment in record.timeline where start..<start + every ~= moment.timestamp && moment.packets > 0 {
            let cell = Cell(packets: min(moment.packets, limit), bytes: min(moment.bytes, limit))
            let second =
                moment.timestamp.floorDivided(by: PaneCursor.second)
                - start.floorDivided(by: PaneCursor.second)
            aggregator.totals.add(
                cell, slot: 0, second: Int(second), timestamp: state.first ?? moment.timestamp)
            sum.add(cell)
        }
        return sum
    }

    /// Keeps what a record says of its stream; what its totals grew by and no interval took is late.
    mutating func take(_ index: Int, _ record: Snapshot, counted: Cell) {
        let growth = sensors[index].growth(record)
        let late = Cell(
            packets: growth.packets > counted.packets ? growth.packets - counted.packets : 0,
            bytes: growth.bytes > counted.bytes ? growth.bytes - counted.bytes : 0)
        if late != Cell() { aggregator.totals.countLate(cells: [late]) }
        aggregator.totals.malformed &+= record.malformed
        for name in record.interfaces { aggregator.drops.note(name) }
        if let more = record.dropped { dropped = (dropped ?? 0) &+ more }
        sensors[index].totalDropped = record.totalDropped ?? sensors[index].totalDropped
        sensors[index].recent = record.recent
        sensors[index].behind = record.behind
        if let health = record.tcp {
            (sensors[index].open, sensors[index].hasTCP) = (health.open, true)
        }
        sensors[index].record = nil
    }

    // MARK: Writing

    /// Closes an interval and writes its record, unless the sensors wrote it only because their window is longer.
    mutating func write(_ pane: Int64) {
        let every = aggregator.configuration.every
        let isFinal = sensors.allSatisfy(\.isEnded)
        if isSkippable && !isFinal && emptyRun >= aggregator.configuration.windowPanes {
            (last, reporting, cutEnd) = (pane, 0, .min)
            return
        }
        let (start, end) = (pane * every, (pane + 1) * every)
        let isCut = isFinal && reporting > 0 && cutEnd > start && cutEnd < end
        write(pane, end: isCut ? cutEnd : nil, isFinal: isFinal)
        last = pane
    }

    /// The streams are at their end, and the last record did not say so.
    mutating func writeEnd() {
        isFinished = true
        guard model != nil, let pane = [endPane, last.map { $0 + 1 } ?? .min].max(), pane > .min else {
            return aggregator.closeAtEnd()
        }
        write(pane, end: pane * aggregator.configuration.every, isFinal: true)
    }

    private mutating func write(_ pane: Int64, end: Int64?, isFinal: Bool) {
        if sensors.contains(where: \.hasTCP) {
            aggregator.connections.adopt(
                measures, openNow: open(pane), unanswered: aggregator.adoptedUnanswered, slot: 0)
        }
        let expired = pane - aggregator.configuration.windowPanes
        aggregator.foreignLost = bounds.open
        bounds.close(pane, expired: expired)
        aggregator.keepsWritten = keepsWritten
        var snapshot = aggregator.measure(pane, 0, end: end)
        snapshot = aggregator.finish(&snapshot)
        emptyRun = snapshot.packets == 0 ? emptyRun + 1 : 0
        snapshot.isFinal = isFinal
        complete(&snapshot)
        aggregator.write(snapshot)
        aggregator.adoptedUnanswered = []
        (measures, reporting, cutEnd, dropped) = (TCPMeasures(), 0, .min, nil)
        isSkippable = true
        isFinished = isFinal
    }

    /// Fills in what the tables do not know.
    private mutating func complete(_ snapshot: inout Snapshot) {
        bounds.apply(to: &snapshot)
        if let entropy = snapshot.entropy {
            snapshot.entropy?.sources = spread(
                entropy.sources, aggregator.hosts.sources.counted, bounds.missing(.sources))
            snapshot.entropy?.destinations = spread(
                entropy.destinations, aggregator.hosts.destinations.counted, bounds.missing(.destinations))
        }
        if owners.shared > 0 || bounds.missing(.touched) > 0 || bounds.missing(.conversations) > 0 {
            for index in snapshot.fanOuts.indices { snapshot.fanOuts[index].isEstimate = true }
        }
        snapshot.recent = Array(
            sensors.flatMap(\.recent).enumerated()
                .sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }
                .map(\.element).suffix(aggregator.configuration.recent))
        let totals = sensors.compactMap(\.totalDropped)
        if !totals.isEmpty {
            snapshot.totalDropped = totals.reduce(0, &+)
            snapshot.dropped = dropped ?? 0
        }
        snapshot.behind = sensors.filter { !$0.isEnded && !$0.isAbsent }.compactMap(\.behind).max()
        snapshot.merged = .init(
            sensors: UInt64(sensors.count), reporting: reporting, sharedConversations: owners.shared)
    }

    /// The entropy, where `missing` more packets than the `counted` ones count as all different.
    private func spread(_ entropy: Double, _ counted: UInt64, _ missing: UInt64) -> Double {
        guard missing > 0 else { return entropy }
        let (known, all) = (Double(counted), Double(counted &+ missing))
        guard known > 0 else { return log2(all) }
        return max(0, log2(all) - (log2(known) - entropy) * known / all)
    }

    /// The connections that are open at all sensors.
    private func open(_ pane: Int64) -> UInt64 {
        let life = Self.connectionLife / aggregator.configuration.every
        return sensors.reduce(0) { sum, sensor in
            let isAlive = !sensor.isEnded || pane - (sensor.lastPane ?? pane) <= life
            return isAlive ? sum &+ sensor.open : sum
        }
    }
}
