extension Merger {
    /// How long after an interval's end the parts of all sensors are waited for: `--lateness` and this.
    static let patience: Int64 = 2_000_000_000

    /// Says to which interval the next line of a sensor belongs; the answer is what to do with it.
    mutating func place(_ index: Int, _ pane: Int64, now: Int64) -> Sensor.Stage {
        notice(index, pane, now)
        switch sensors[index].stage {
        case .reading(pane), .late(pane), .ended: return sensors[index].stage
        case .reading, .late, .waiting:
            sensors[index].hasFinal = false
            // Where another interval was begun, its record is missing: its packets show in the totals of the next.
            sensors[index].stage = .head(pane)
            advance()
        case .head: break
        }
        if sensors[index].stage == .head(pane) && current == pane {
            sensors[index].stage = .reading(pane)
            (sensors[index].lines, sensors[index].taken) = (0, TakenRows())
        }
        return sensors[index].stage
    }

    private mutating func notice(_ index: Int, _ pane: Int64, _ now: Int64) {
        if sensors[index].isAbsent {
            sensors[index].isAbsent = false
            remarks.append("'\(sensors[index].name)' is back")
        }
        heard = now
        let distance = now.subtractingReportingOverflow((pane + 1) * aggregator.configuration.every)
        isLive =
            options.clock == .wall
            || !distance.overflow
                && distance.partialValue.magnitude
                    <= UInt64(Aggregator.liveDistance + aggregator.configuration.every)
    }

    /// Is a flow record of a sensor to wait, because those of an interval before are not yet written?
    mutating func mustHold(_ index: Int) -> Bool {
        guard sensors[index].stage == .waiting else { return false }
        // Something comes after a final record: another stream.
        sensors[index].hasFinal = false
        advance()
        sensors[index].holdsFlow = current != nil && current == sensors[index].lastPane
        return sensors[index].holdsFlow
    }

    private mutating func releaseFlows() {
        for index in sensors.indices { sensors[index].holdsFlow = false }
    }

    /// When `idle` is wanted by the wall clock, if no line comes before; nil while nothing is waited for.
    package var deadline: Int64? {
        guard options.clock != .packets, isLive, sensors.contains(where: \.isAwaited),
            let pane = current ?? nearest
        else { return nil }
        let end = (pane + 1) * aggregator.configuration.every
        return max(end, heard).addingSaturating(Self.patience + options.lateness)
    }

    /// The wall clock says `now`, and no line has come: goes on without the sensors that are silent.
    package mutating func idle(now: Int64) {
        guard let deadline, now >= deadline else { return }
        for index in sensors.indices where sensors[index].isAwaited {
            sensors[index].isAbsent = true
            remarks.append("'\(sensors[index].name)' is silent; going on without it until it is back")
        }
        advance()
    }

    /// The earliest interval of which a line is kept.
    private var nearest: Int64? {
        sensors.compactMap { if case .head(let pane) = $0.stage { pane } else { nil } }.min()
    }

    /// Writes the intervals that are complete, and begins the next.
    mutating func advance() {
        while !isFinished {
            if let pane = current {
                let isOpen = sensors.contains {
                    $0.stage == .head(pane) || $0.stage == .reading(pane) && !$0.isAbsent
                        || $0.isEnding && !$0.isAbsent
                }
                if isOpen { return }
                for index in sensors.indices where sensors[index].stage == .reading(pane) {
                    sensors[index].stage = .late(pane)
                }
                write(pane)
                current = nil
                releaseFlows()
            } else if !begin() {
                return
            }
        }
    }

    /// Chooses the interval that is next; false when that cannot be known yet.
    private mutating func begin() -> Bool {
        if sensors.contains(where: \.isAwaited) { return false }
        guard let nearest else {
            if sensors.allSatisfy(\.isEnded) { writeEnd() }
            return false
        }
        guard let last, nearest <= last else {
            if let last { fill(last + 1, before: nearest) }
            current = nearest
            return true
        }
        if hasGoneBack {
            restart()
            return true
        }
        for index in sensors.indices {
            if case .head(let pane) = sensors[index].stage, pane <= last {
                sensors[index].stage = .late(pane)
            }
        }
        return false
    }

    /// Is the time of every sensor that goes on before that of its own last record?
    private var hasGoneBack: Bool {
        sensors.allSatisfy { sensor in
            guard case .head(let pane) = sensor.stage else { return true }
            return pane < sensor.lastPane ?? .min
        }
    }

    private mutating func restart() {
        aggregator.forgetWindow()
        bounds.forgetWindow()
        (last, emptyRun, measures) = (nil, 0, TCPMeasures())
    }

    /// Intervals in which no sensor had anything have a record too, until the window is empty; then time jumps.
    private mutating func fill(_ first: Int64, before pane: Int64) {
        var empty = first
        while empty < pane && emptyRun < aggregator.configuration.windowPanes {
            write(empty)
            empty += 1
        }
    }
}
