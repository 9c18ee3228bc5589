extension ConnectionTracker {
    /// Takes a connection one TCP segment further.
    @inline(__always)
    mutating func follow(_ index: Int, _ segment: Segment, _ isFromLow: Bool, _ slot: Int) {
        step(index, segment, isFromLow, slot)
        if segment.hasSequence && segment.packets == 1 {
            let found = table.connections[index].follow(segment, isFromLow: isFromLow)
            if !found.isEmpty { count(found, index, slot) }
        }
        if !segment.has(Segment.syn) && segment.has(Segment.ack) { measure(index, segment.timestamp) }
        table.touch(index, now: front ?? 0)
    }

    private mutating func count(_ found: Findings, _ index: Int, _ slot: Int) {
        if found.contains(.retransmission) {
            measures[slot].health.retransmissions &+= 1
            if isKeepingFlows { flows[index].retransmissions &+= 1 }
        }
        if found.contains(.fast) { measures[slot].health.fastRetransmissions &+= 1 }
        if found.contains(.outOfOrder) { measures[slot].health.outOfOrder &+= 1 }
        if found.contains(.duplicateAck) { measures[slot].health.duplicateAcks &+= 1 }
        if found.contains(.zeroWindow) { measures[slot].health.zeroWindows &+= 1 }
    }

    /// The first ACK after a SYN gives the round trip that tells overtaken segments from repeated ones.
    @inline(__always)
    private mutating func measure(_ index: Int, _ timestamp: Int64) {
        guard table.connections[index].hasSYN, table.connections[index].roundTrip == 0 else { return }
        table.connections[index].roundTrip = Self.elapsed(table.connections[index].synTime, timestamp)
    }

    /// The connection's phase, and the counts of its life.
    @inline(__always)
    private mutating func step(_ index: Int, _ segment: Segment, _ isFromLow: Bool, _ slot: Int) {
        if segment.flags & (Segment.syn | Segment.fin | Segment.reset) == 0 {
            if table.connections[index].phase != .open { stepPlain(index, segment, isFromLow, slot) }
        } else if segment.has(Segment.reset) {
            measures[slot].health.reset &+= 1
            if segment.has(Segment.fin) { measures[slot].health.fin &+= 1 }
            stepReset(index, isFromLow, slot)
        } else if segment.has(Segment.syn) {
            stepSYN(index, segment, isFromLow, slot)
        } else {
            measures[slot].health.fin &+= 1
            stepPlain(index, segment, isFromLow, slot)
            stepFIN(index, isFromLow, slot)
        }
    }

    private mutating func stepSYN(_ index: Int, _ segment: Segment, _ isFromLow: Bool, _ slot: Int) {
        if segment.has(Segment.fin) { measures[slot].health.fin &+= 1 }
        guard segment.has(Segment.ack) else {
            measures[slot].health.syn &+= 1
            if table.connections[index].hasSYN { table.connections[index].synTime = segment.timestamp }
            return
        }
        measures[slot].health.synAck &+= 1
        switch table.connections[index].phase {
        case .begun, .unanswered:
            guard isFromLow != table.connections[index].isOpenerLow else { return }
            table.connections[index].phase = .answered
            table.move(index, to: .tcp, now: front ?? 0)
        case .answered, .open, .closed, .reset, .refused, .datagrams: return
        }
    }

    private mutating func stepPlain(_ index: Int, _ segment: Segment, _ isFromLow: Bool, _ slot: Int) {
        switch table.connections[index].phase {
        case .answered:
            guard table.connections[index].completes(segment, isFromLow: isFromLow) else { return }
            if table.connections[index].hasSYN {
                measures[slot].health.handshakesCompleted &+= 1
                let roundTrip = Self.elapsed(table.connections[index].synTime, segment.timestamp)
                measures[slot].roundTrips.add(roundTrip)
                if isKeepingFlows { flows[index].roundTrip = roundTrip }
            }
        case .begun, .unanswered:
            // The answer did not pass here, or was lost to the capture.
            table.move(index, to: .tcp, now: front ?? 0)
        case .open, .closed, .reset, .refused, .datagrams:
            return
        }
        table.connections[index].phase = .open
        measures[slot].health.opened &+= 1
    }

    private mutating func stepFIN(_ index: Int, _ isFromLow: Bool, _ slot: Int) {
        if isFromLow {
            table.connections[index].hasFinLow = true
        } else {
            table.connections[index].hasFinHigh = true
        }
        guard table.connections[index].phase == .open, table.connections[index].hasFinLow,
            table.connections[index].hasFinHigh
        else { return }
        end(index, .closed, slot)
    }

    private mutating func stepReset(_ index: Int, _ isFromLow: Bool, _ slot: Int) {
        let isFromOpener = isFromLow == table.connections[index].isOpenerLow
        switch table.connections[index].phase {
        case .begun:
            if !isFromOpener { measures[slot].health.handshakesRefused &+= 1 }
            end(index, isFromOpener ? .reset : .refused, slot)
        case .unanswered: end(index, isFromOpener ? .reset : .refused, slot)
        case .answered, .open: end(index, .reset, slot)
        case .closed, .reset, .refused, .datagrams: return
        }
    }

    private mutating func end(_ index: Int, _ phase: Connection.Phase, _ slot: Int) {
        if table.connections[index].phase == .open { measures[slot].health.closed &+= 1 }
        table.connections[index].phase = phase
        table.move(index, to: .ended, now: front ?? 0)
    }

    @inline(__always)
    private static func elapsed(_ start: Int64, _ end: Int64) -> Int64 {
        let (elapsed, isOverflow) = end.subtractingReportingOverflow(start)
        return isOverflow ? 0 : max(elapsed, 0)
    }
}
