import BasicContainers

/// What flows have counted goes into the tables, table by table: see `settle` for why.
extension Aggregator {
    /// Folds all that was counted so far.
    mutating func fold() {
        for slot in 0..<configuration.openPanes { fold(slot: slot) }
    }

    /// Folds what was counted for the pane in `slot`.
    mutating func fold(slot: Int) {
        guard let oldest else { return }
        let pane = cursor.pane(in: slot, from: oldest)
        foldSpilled(pane, slot)
        foldPending(flows.takePending(slot: slot), pane, slot)
        countTouches(pane, slot)
    }

    /// Puts aside what a flow has counted for another pane than the one of its next packet. What comes from now on is mostly of
    /// later panes: when enough was put aside of the oldest it is folded, and with it a part of what flows still hold for that
    /// pane, so that little is left to be done at once when it closes.
    mutating func putAside(_ flow: Int) {
        guard let (slot, count) = flows.spill(flow), count >= Self.spillLimit, let oldest else { return }
        let pane = cursor.pane(in: slot, from: oldest)
        // A later pane waits longer, for folding it tells who opened conversations.
        guard pane == oldest || count >= Self.laterSpillLimit else { return }
        foldSpilled(pane, slot)
        foldPending(flows.takePending(slot: slot, atMost: Self.foldedAhead), pane, slot)
        if touches[slot].count >= Self.touchLimit { countTouches(pane, slot) }
    }

    /// How many flows put something aside before it is folded: of the oldest pane, and of a later one.
    static var spillLimit: Int { 1 << 8 }
    private static var laterSpillLimit: Int { 1 << 12 }
    /// How many of the others are folded with them: all flows of a busy pane within its lateness.
    private static var foldedAhead: Int { 1 << 12 }
    /// As many as all flows of a pane come to; more are told before it ends.
    static var touchLimit: Int { 1 << 15 }

    private mutating func foldSpilled(_ pane: Int64, _ slot: Int) {
        let spilled = flows.takeSpilled(slot: slot)
        for next in stride(from: 0, to: spilled.count, by: Self.countedTogether) {
            let end = min(next + Self.countedTogether, spilled.count)
            fold(spilled.span.extracting(next..<end), pane, slot)
        }
    }

    private mutating func foldPending(
        _ pending: consuming UniqueArray<UInt32>, _ pane: Int64, _ slot: Int
    ) {
        guard !pending.isEmpty else { return }
        var counted = UniqueArray<CachedFlow>(minimumCapacity: Self.countedTogether)
        for next in stride(from: 0, to: pending.count, by: Self.countedTogether) {
            let end = min(next + Self.countedTogether, pending.count)
            flows.take(pending.span.extracting(next..<end), slot: slot, into: &counted)
            fold(counted.span, pane, slot)
            counted.removeAll(keepingCapacity: true)
        }
    }

    private mutating func fold(_ counted: Span<CachedFlow>, _ pane: Int64, _ slot: Int) {
        var (conversed, sent, received): (Tally.Rows, Tally.Rows, Tally.Rows) = ([], [], [])
        conversed.reserveCapacity(counted.count)
        sent.reserveCapacity(2 * counted.count)
        received.reserveCapacity(2 * counted.count)
        for index in counted.indices where counted[index].hasBothEnds {
            conversations.prefetch(Int(counted[index].conversation))
        }
        for index in counted.indices where counted[index].hasBothEnds {
            conversed.append((Int(counted[index].conversation), counted[index].cell))
            if counted[index].traits.contains(.hasOpening) { tellOpening(of: counted[index]) }
        }
        conversations.keys.count(conversed, pane: pane, slot: slot)
        for index in counted.indices {
            for side in 0..<2 where counted[index].sides[side].packets > 0 {
                let (from, to) = (counted[index].sides[side], counted[index].sides[1 - side])
                if from.host != CachedFlow.absent { sent.append((Int(from.host), from.cell)) }
                if to.host != CachedFlow.absent { received.append((Int(to.host), from.cell)) }
                let packets = counted[index].isTCP ? UInt32(from.openings) : from.packets
                if packets > 0 && counted[index].hasBothEnds && counted[index].traits.contains(.hasPorts) {
                    touches[slot].append(Touch(counted[index], side, packets: UInt64(packets)))
                }
            }
        }
        hosts.add(sources: sent, destinations: received, pane: pane, slot: slot)
        for index in counted.indices {
            countNumbers(counted[index], counted[index].cell, pane, slot)
        }
    }

    private mutating func tellOpening(of flow: CachedFlow) {
        let side = flow.traits.contains(.wasOpenedByOne) ? 1 : 0
        conversations.open(
            Int(flow.conversation), at: flow.openedAt, isSYN: flow.traits.contains(.wasOpenedBySYN),
            isFirst: flow.isFirst(side), by: flow.sides[side].host, hosts.index)
    }

    @inline(__always)
    private mutating func countHosts(
        _ source: UInt32, _ destination: UInt32, _ cell: Cell, _ pane: Int64, _ slot: Int
    ) {
        if source != CachedFlow.absent { hosts.addSource(Int(source), cell, pane: pane, slot: slot) }
        if destination != CachedFlow.absent {
            hosts.addDestination(Int(destination), cell, pane: pane, slot: slot)
        }
    }

    @inline(__always)
    private mutating func countNumbers(_ flow: CachedFlow, _ cell: Cell, _ pane: Int64, _ slot: Int) {
        if flow.proto != CachedFlow.absent { protocols.count(Int(flow.proto), cell, pane: pane, slot: slot) }
        if flow.vlan < CachedFlow.vlanBound { vlans.add(Int(flow.vlan), cell, slot: slot) }
        if flow.traits.contains(.hasPorts) { ports.add(flow.servicePort, cell, slot: slot) }
        if flow.application != CachedFlow.none { applications.add(Int(flow.application), cell, slot: slot) }
    }

    /// Packets by which a host touches a port of another one, if it is the one that opened the conversation.
    struct Touch {
        var conversation: Int32
        var host: UInt32
        var port: UInt16
        var isFirst: Bool
        var packets: UInt64

        @inline(__always)
        init(_ flow: CachedFlow, _ side: Int, packets: UInt64) {
            (conversation, host) = (flow.conversation, flow.sides[side].host)
            (port, isFirst, self.packets) = (flow.sides[1 - side].port, flow.isFirst(side), packets)
        }
    }

    /// Counts who touched which ports, when who opened a conversation is known, whichever flow has told it.
    private mutating func countTouches(_ pane: Int64, _ slot: Int) {
        var told = Chunks<Touch>()
        swap(&told, &touches[slot])
        count(told, pane, slot)
    }

    private mutating func count(_ touches: borrowing Chunks<Touch>, _ pane: Int64, _ slot: Int) {
        var counted = UniqueArray<Touch>(minimumCapacity: Self.countedTogether)
        for next in stride(from: 0, to: touches.count, by: Self.countedTogether) {
            let end = min(next + Self.countedTogether, touches.count)
            prefetch(touches, next..<end)
            for index in next..<end
            where conversations.isOpenedByFirst(Int(touches[index].conversation)) == touches[index].isFirst {
                counted.append(touches[index])
            }
            prefetchPairs(counted.span)
            for index in counted.indices { count(counted[index], pane, slot) }
            counted.removeAll(keepingCapacity: true)
        }
    }

    /// Counts one of the host that opened the conversation.
    @inline(__always)
    private mutating func count(_ touch: Touch, _ pane: Int64, _ slot: Int) {
        fanOut.add(
            Int(touch.host), hosts.index.key(Int(touch.host)), port: Int32(touch.port),
            Cell(packets: touch.packets, bytes: 0), pane: pane, slot: slot, oldest: oldest!)
    }

    /// Brings near who opened conversations, and the hosts: for many at once, as `settle` does.
    private mutating func prefetch(_ touches: borrowing Chunks<Touch>, _ range: Range<Int>) {
        for index in range {
            conversations.prefetch(Int(touches[index].conversation))
            hosts.index.prefetch(id: Int(touches[index].host))
        }
    }

    /// Brings near where pairs of a source and a port are looked for.
    private mutating func prefetchPairs(_ counted: Span<Touch>) {
        for index in counted.indices {
            fanOut.prefetch(hosts.index.key(Int(counted[index].host)), port: Int32(counted[index].port))
        }
    }

    /// Counts a packet that its flow has no room for: of another pane than the packets before it, or one too many; or
    /// many packets in one record, which are counted in the tables at once.
    @inline(never)
    mutating func countApart(_ packet: Arrival) {
        let (index, slot) = (Int(packet.flow), Int(packet.slot))
        putAside(index)
        if flows.count(packet) { return }
        guard let oldest else { return }
        let pane = cursor.pane(in: slot, from: oldest)
        flows[index].note(packet)
        let flow = flows[index]
        let (from, to) = (Int(packet.side), 1 - Int(packet.side))
        if flow.hasBothEnds {
            conversations.add(Int(flow.conversation), packet.cell, pane: pane, slot: slot)
            tellOpening(of: flow)
            if flow.traits.contains(.hasPorts) && (packet.isOpening || !flow.isTCP),
                conversations.isOpenedByFirst(Int(flow.conversation)) == flow.isFirst(from)
            {
                count(Touch(flow, from, packets: packet.cell.packets), pane, slot)
            }
        }
        countHosts(flow.sides[from].host, flow.sides[to].host, packet.cell, pane, slot)
        countNumbers(flow, packet.cell, pane, slot)
    }
}
