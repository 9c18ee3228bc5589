extension Connection {
    /// Takes the connection to the phase that follows from a segment, and counts what that says about its life; the queue in
    /// which it waits from now on, if that is another.
    mutating func step(
        _ segment: Segment, isFromLow: Bool, _ measures: inout TCPMeasures
    ) -> ConnectionTable.Queue? {
        if segment.has(Segment.fin) { measures.health.fin &+= 1 }
        if segment.has(Segment.reset) {
            measures.health.reset &+= 1
            return stepReset(isFromLow, &measures)
        }
        if segment.has(Segment.syn) { return stepSYN(segment, isFromLow, &measures) }
        let queue = stepPlain(segment, isFromLow, &measures)
        guard segment.has(Segment.fin) else { return queue }
        return stepFIN(isFromLow, &measures) ?? queue
    }

    private mutating func stepSYN(
        _ segment: Segment, _ isFromLow: Bool, _ measures: inout TCPMeasures
    ) -> ConnectionTable.Queue? {
        guard segment.has(Segment.ack) else {
            measures.health.syn &+= 1
            if hasSYN { synTime = ShortTime(segment.timestamp) }
            return nil
        }
        measures.health.synAck &+= 1
        switch phase {
        case .begun, .unanswered:
            guard isFromLow != isOpenerLow else { return nil }
            enter(.answered)
            return .tcp
        case .answered, .open, .closed, .reset, .refused, .datagrams: return nil
        }
    }

    private mutating func stepPlain(
        _ segment: Segment, _ isFromLow: Bool, _ measures: inout TCPMeasures
    ) -> ConnectionTable.Queue? {
        var queue: ConnectionTable.Queue?
        switch phase {
        case .answered:
            guard completes(segment, isFromLow: isFromLow) else { return nil }
            if hasSYN {
                measures.health.handshakesCompleted &+= 1
                measures.roundTrips.add(sinceSYN(segment.timestamp))
            }
        case .begun, .unanswered:
            // The answer did not pass here, or was lost to the capture.
            queue = .tcp
        case .open, .closed, .reset, .refused, .datagrams:
            return nil
        }
        enter(.open)
        measures.health.opened &+= 1
        return queue
    }

    private mutating func stepFIN(_ isFromLow: Bool, _ measures: inout TCPMeasures) -> ConnectionTable.Queue?
    {
        if isFromLow { low.hasFin = true } else { high.hasFin = true }
        guard phase == .open, low.hasFin, high.hasFin else { return nil }
        return end(.closed, &measures)
    }

    private mutating func stepReset(_ isFromLow: Bool, _ measures: inout TCPMeasures) -> ConnectionTable
        .Queue?
    {
        let isFromOpener = isFromLow == isOpenerLow
        switch phase {
        case .begun:
            if !isFromOpener { measures.health.handshakesRefused &+= 1 }
            return end(isFromOpener ? .reset : .refused, &measures)
        case .unanswered: return end(isFromOpener ? .reset : .refused, &measures)
        case .answered, .open: return end(.reset, &measures)
        case .closed, .reset, .refused, .datagrams: return nil
        }
    }

    private mutating func end(_ last: Phase, _ measures: inout TCPMeasures) -> ConnectionTable.Queue {
        if phase == .open { measures.health.closed &+= 1 }
        enter(last)
        return .ended
    }
}
