import BasicContainers

/// The last packets of each open pane, newest last, as numbers only: texts are looked up when a record is written.
struct RecentPackets {
    struct Entry {
        var timestamp: Int64
        var size: UInt64
        var source: UInt32
        var destination: UInt32
        var proto: UInt32
        /// 0...65535; -1 when absent.
        var sourcePort: Int32
        var destinationPort: Int32
        var flags: TCPFlags
        /// Half of the hosts' hashes, and the pane that was the oldest when the packet came: by these a name that
        /// was given to an id later is known not to be the packet's own.
        var sourceHash: UInt32
        var destinationHash: UInt32
        var oldest: Int64
    }

    private var panes: [Ring]
    /// Those of the panes that were closed, oldest first.
    private(set) var closed: [Entry] = []
    let limit: Int

    static let absent = CachedFlow.absent

    private struct Ring {
        var entries: [Entry] = []
        var head = 0
    }

    init(limit: Int, openPanes: Int) {
        self.limit = limit
        panes = .init(repeating: Ring(), count: openPanes)
    }

    /// Adds a packet of a flow while `oldest` is the oldest pane.
    mutating func add(_ packet: Arrival, _ flow: CachedFlow, _ hosts: borrowing KeyIndex, oldest: Int64) {
        let (from, to) = (flow.sides[Int(packet.side)], flow.sides[1 - Int(packet.side)])
        add(
            Entry(
                timestamp: packet.timestamp, size: packet.cell.bytes, source: from.host,
                destination: to.host, proto: flow.proto,
                sourcePort: packet.hasPorts ? Int32(from.port) : -1,
                destinationPort: packet.hasPorts ? Int32(to.port) : -1, flags: packet.flags,
                sourceHash: Self.mark(from.host, hosts), destinationHash: Self.mark(to.host, hosts),
                oldest: oldest),
            slot: Int(packet.slot))
    }

    private static func mark(_ host: UInt32, _ hosts: borrowing KeyIndex) -> UInt32 {
        host == absent ? 0 : UInt32(truncatingIfNeeded: hosts.hash(of: Int(host)))
    }

    /// Where in `range` to begin: of packets that came in the order of their times, only the last can be among the last.
    /// Those up to `end` belong to the pane of the last in `range`, and will be asked for next.
    func first(
        of packets: borrowing UniqueArray<Arrival>, _ range: Range<Int>, before end: Int
    ) -> Int {
        guard end - range.lowerBound > limit else { return range.lowerBound }
        for index in range.lowerBound + 1..<end {
            if packets[index].timestamp < packets[index &- 1].timestamp
                || index < range.upperBound && packets[index].slot != packets[index &- 1].slot
            {
                return range.lowerBound
            }
        }
        return min(end - limit, range.upperBound)
    }

    @inline(__always)
    mutating func add(_ entry: Entry, slot: Int) {
        guard limit > 0 else { return }
        if panes[slot].entries.count == limit {
            let newest = panes[slot].head == 0 ? limit &- 1 : panes[slot].head &- 1
            if entry.timestamp >= panes[slot].entries[newest].timestamp {
                panes[slot].entries[panes[slot].head] = entry
                panes[slot].head = panes[slot].head &+ 1 == limit ? 0 : panes[slot].head &+ 1
                return
            }
        }
        insert(entry, slot)
    }

    /// Puts a packet where its time belongs, behind those of the same time.
    private mutating func insert(_ entry: Entry, _ slot: Int) {
        var ordered = Self.ordered(panes[slot])
        let place = ordered.lastIndex { $0.timestamp <= entry.timestamp }.map { $0 + 1 } ?? 0
        ordered.insert(entry, at: place)
        if ordered.count > limit { ordered.removeFirst() }
        panes[slot] = Ring(entries: ordered, head: 0)
    }

    private static func ordered(_ ring: Ring) -> [Entry] {
        Array(ring.entries[ring.head...] + ring.entries[..<ring.head])
    }

    mutating func close(slot: Int) {
        guard !panes[slot].entries.isEmpty else { return }
        closed += Self.ordered(panes[slot])
        closed.removeFirst(max(0, closed.count - limit))
        panes[slot] = Ring()
    }
}
