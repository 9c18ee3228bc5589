extension ConnectionTracker {
    /// Takes a connection one TCP segment further.
    @inline(__always)
    mutating func follow(_ index: Int, _ segment: Segment, _ isFromLow: Bool, _ slot: Int) {
        let isPlain = segment.flags & (Segment.syn | Segment.fin | Segment.reset) == 0
        let isSteady = isPlain && table.connections[index].phase == .open
        let queue = isSteady ? nil : step(index, segment, isFromLow, slot)
        let found = table.connections[index].follow(segment, isFromLow: isFromLow)
        if !found.isEmpty { count(found, index, slot) }
        if let queue {
            table.move(index, to: queue, now: front ?? 0)
        } else {
            table.touch(index, now: front ?? 0)
        }
    }

    /// Takes it to another phase.
    @inline(never)
    private mutating func step(
        _ index: Int, _ segment: Segment, _ isFromLow: Bool, _ slot: Int
    ) -> ConnectionTable.Queue? {
        let completed = measures[slot].health.handshakesCompleted
        let queue = table.connections[index].step(segment, isFromLow: isFromLow, &measures[slot])
        if isKeepingFlows && measures[slot].health.handshakesCompleted > completed {
            flows[index].roundTrip = table.connections[index].sinceSYN(segment.timestamp)
        }
        return queue
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
}
