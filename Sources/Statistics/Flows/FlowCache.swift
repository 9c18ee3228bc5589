import BasicContainers

/// The flows of the packets that came lately: a packet of a known flow asks no other table.
///
/// Traffic comes in flows, so nearly every packet repeats the keys of one before it. What it counts is kept in its flow
/// until the pane closes, and then folded into the tables of hosts, conversations, ports and so on, once for each flow and
/// pane instead of once for each packet. The tables stay as exact, or as estimated, as they are without it.
///
/// The ids that flows hold are true while no key has lost its id; `outdate` makes all flows look theirs up again.
/// Found as keys are in `KeyIndex`. When there is no more room everything is folded and the cache begins anew.
///
/// Memory: at most `limit` flows, each 64 bytes and 11 to 14 of slots.
struct FlowCache: ~Copyable {
    private var flows = Chunks<CachedFlow>()
    private var slots: SlotTable<UInt64>
    /// Flows that counted something, by the pane that it belongs to; some were folded since.
    private var pending = UniqueArray<UniqueArray<UInt32>>()
    /// What flows had counted for a pane when packets of another one came.
    private var spilled = UniqueArray<UniqueArray<CachedFlow>>()
    private(set) var generation: UInt16 = 0
    /// How often places that `find` has given have lost their meaning.
    private(set) var epoch = 0
    let limit: Int

    init(limit: Int, openPanes: Int) {
        self.limit = min(max(limit, 1), KeyIndex.keyLimit)
        slots = SlotTable(limit: self.limit)
        pending = .empty(openPanes)
        spilled = .empty(openPanes)
    }

    var isFull: Bool { flows.count >= limit }

    /// A flow by its place.
    @inline(__always)
    subscript(place: Int) -> CachedFlow {
        get { flows[place] }
        _modify { yield &flows[place] }
    }

    /// Brings near where `find` looks first, or a flow.
    @inline(__always)
    func prefetch(_ hash: UInt64) { slots.prefetch(hash) }
    @inline(__always)
    func prefetch(flow: Int) { flows.prefetch(flow) }

    /// The place of a flow, or -1; its ids may be outdated.
    @inline(__always)
    func find(_ hash: UInt64) -> Int { slots.find(hash) { _ in true } }

    /// Have keys lost their ids since the flow looked its own up?
    @inline(__always)
    func isOutdated(_ flow: Int) -> Bool { generation != 0 && flows[flow].generation != generation }

    /// A key has lost its id. What was counted must have been folded before.
    mutating func outdate() {
        generation &+= 1
        epoch &+= 1
        // The numbers begin again: a flow of long ago must not look as if it were of now.
        if generation == 0 { clear() }
    }

    /// Adds a flow that `find` has not found, while the cache is not full.
    mutating func insert(_ flow: CachedFlow, _ hash: UInt64) -> Int {
        let index = flows.count
        flows.append(flow)
        flows[index].generation = generation
        flows[index].home = UInt32(truncatingIfNeeded: hash)
        if slots.isFull { slots.grow { UInt64(flows[$0].home) } }
        slots.insert(hash, index)
        return index
    }

    /// Looks the ids of a flow up again.
    mutating func update(_ index: Int, _ flow: CachedFlow) {
        let home = flows[index].home
        flows[index] = flow
        (flows[index].generation, flows[index].home) = (generation, home)
    }

    /// Forgets all flows; what was counted must have been folded before.
    mutating func clear() {
        epoch &+= 1
        flows = Chunks()
        slots = SlotTable(limit: limit)
    }

    // MARK: Counting

    /// Counts a packet in its flow; false where it must be counted apart.
    @inline(__always)
    mutating func count(_ packet: Arrival) -> Bool {
        switch flows[Int(packet.flow)].count(packet) {
        case .counted: return true
        case .first:
            pending[Int(packet.slot)].append(UInt32(bitPattern: packet.flow))
            return true
        case .refused: return false
        }
    }

    /// Puts aside what a flow has counted, so that it can count for another pane; gives the slot of the pane that it was
    /// counted for, and how much was put aside for that by now.
    mutating func spill(_ index: Int) -> (slot: Int, count: Int)? {
        let slot = flows[index].slot
        guard slot != CachedFlow.none else { return nil }
        spilled[Int(slot)].appendTightly(flows[index].take())
        return (Int(slot), spilled[Int(slot)].count)
    }

    /// What was put aside for the pane in `slot`.
    mutating func takeSpilled(slot: Int) -> UniqueArray<CachedFlow> {
        var taken = UniqueArray<CachedFlow>()
        swap(&taken, &spilled[slot])
        return taken
    }

    /// The places of the flows that counted something for the pane in `slot`, for `take`; some may have put it aside since.
    mutating func takePending(slot: Int) -> UniqueArray<UInt32> {
        var taken = UniqueArray<UInt32>()
        swap(&taken, &pending[slot])
        return taken
    }

    /// The same for some of them.
    mutating func takePending(slot: Int, atMost limit: Int) -> UniqueArray<UInt32> {
        let count = min(limit, pending[slot].count)
        let taken = UniqueArray(copying: pending[slot].span.extracting(last: count))
        pending[slot].removeLast(count)
        return taken
    }

    /// Moves what these flows have counted for the pane in `slot` behind what is in `counted`.
    mutating func take(_ places: Span<UInt32>, slot: Int, into counted: inout UniqueArray<CachedFlow>) {
        for index in places.indices { prefetch(flow: Int(places[index])) }
        for index in places.indices where flows[Int(places[index])].slot == slot {
            counted.append(flows[Int(places[index])].take())
        }
    }
}
