import JSONLines

extension Merger {
    /// A line of type `state`: its rows belong to the interval in which it stands.
    mutating func offerState(
        _ index: Int, _ head: MergeLine, _ line: RawSpan, now: Int64
    ) throws(MergeFault) -> Answer {
        try settle(index, every: head.every, group: head.group)
        let pane = bounded(head.start).floorDivided(by: head.every)
        switch place(index, pane, now: now) {
        case .late: break
        case .reading:
            do throws(JSONFault) {
                try aggregator.add(
                    state: line, pane: pane, sensor: UInt16(clamping: index), taken: &sensors[index].taken,
                    owners: &owners)
                sensors[index].lines += 1
            } catch {
                aggregator.addMalformed()
                return .bad(error)
            }
        case .waiting, .head, .ended: return .kept
        }
        return .taken
    }

    /// Leaves room for an interval on either side.
    private func bounded(_ start: Int64) -> Int64 {
        min(max(start, -9_000_000_000_000_000_000), 9_000_000_000_000_000_000)
    }

    mutating func offerRecord(
        _ index: Int, _ line: RawSpan, now: Int64
    ) throws(MergeFault) -> Answer {
        if sensors[index].record == nil {
            do throws(JSONFault) { sensors[index].record = try Snapshot(line) } catch {
                aggregator.addMalformed()
                return .bad(error)
            }
        }
        guard let record = sensors[index].record, let state = record.state else {
            throw MergeFault(
                reason:
                    "'\(sensors[index].name)' has records without states; run that netagg with --states")
        }
        if record.interval == 0 && record.packets == 0 && record.isFinal {
            if model != nil || state.start != 0 {
                try settle(index, every: state.every, group: record.groupKey)
                endPane = max(endPane, bounded(state.start).floorDivided(by: state.every))
            }
            take(index, record, counted: Cell())
            (sensors[index].stage, sensors[index].hasFinal) = (.waiting, true)
            advance()
            return .taken
        }
        try settle(index, every: state.every, group: record.groupKey)
        let pane = bounded(state.start).floorDivided(by: state.every)
        let stage = place(index, pane, now: now)
        guard stage == .reading(pane) || stage == .late(pane) else { return .kept }
        let counted = stage == .reading(pane) ? addTables(index, record, state) : Cell()
        take(index, record, counted: counted)
        (sensors[index].stage, sensors[index].hasFinal) = (.waiting, record.isFinal)
        sensors[index].lastPane = pane
        advance()
        return .taken
    }

    /// The first record settles how long intervals are; all others must agree.
    private mutating func settle(_ index: Int, every: Int64, group: String?) throws(MergeFault) {
        guard let model else {
            aggregator = try configured(index, every: every, group: group)
            self.model = index
            return
        }
        guard every == aggregator.configuration.every else {
            let lengths = [aggregator.configuration.every, every].map { "\(Double($0) / 1e9) s" }
            throw MergeFault(
                reason: "'\(sensors[model].name)' has a record every \(lengths[0]) and "
                    + "'\(sensors[index].name)' every \(lengths[1]); run all with the same --every")
        }
        guard group == aggregator.configuration.group else {
            throw MergeFault(
                reason: "'\(sensors[model].name)' and '\(sensors[index].name)' group by different keys; "
                    + "run all with the same --group")
        }
    }

    private func configured(_ index: Int, every: Int64, group: String?) throws(MergeFault) -> Aggregator {
        do throws(ConfigurationFault) {
            return Aggregator(
                try Configuration(
                    every: every, window: options.window, top: options.top, recent: options.recent,
                    lateness: 0, maxKeys: options.maxKeys, clock: options.clock,
                    isByBytes: options.isByBytes, group: group, writesStates: options.writesStates))
        } catch {
            throw MergeFault(reason: "'\(sensors[index].name)': \(error.rawValue)")
        }
    }
}
