/// The connections that are watched: at most `capacity`, found by key, and queued by when they were heard of last.
///
/// Open addressing with linear probing over 8-byte slots (a tag and an index) at a load of at most one half, and
/// backward-shift deletion; the connections themselves never move. Both grow by doubling as connections
/// come, 176 bytes for each, and nothing is allocated when one comes after another went.
///
/// A queue holds what waits for the same length of time, oldest first, as a doubly linked list. A connection that is
/// heard of goes to the end of its queue only when it has stood for a sixteenth of the time, so busy ones cost nothing.
struct ConnectionTable {
    /// What a connection waits for.
    enum Queue: UInt8, CaseIterable {
        case handshake, unanswered, ended, tcp, other

        /// How long without a packet, in nanoseconds, before it is given up.
        var patience: Int64 {
            switch self {
            case .handshake: 3_000_000_000
            case .unanswered: 60_000_000_000
            // Retransmissions and late acknowledgements still belong to it.
            case .ended: 5_000_000_000
            case .tcp: 300_000_000_000
            case .other: 60_000_000_000
            }
        }

        /// Does a packet begin the wait anew?
        var isRenewed: Bool { self != .handshake && self != .ended }
        /// How long a connection may stand before a packet moves it to the end.
        var slack: Int64 { isRenewed ? patience / 16 : 0 }
    }

    private struct Ends {
        var first: Int32 = -1
        var last: Int32 = -1
        var count = 0
    }

    let capacity: Int
    private(set) var count = 0
    var connections: [Connection] = []
    private var slots: [UInt64]
    private var mask: Int
    private var free: Int32 = -1
    private var queues = [Ends](repeating: Ends(), count: Queue.allCases.count)
    /// No queue has anything due before this.
    private(set) var deadline = Int64.max

    init(capacity: Int) {
        self.capacity = min(max(capacity, 1), 1 << 30)
        slots = [UInt64](repeating: 0, count: 64)
        mask = 63
    }

    var isFull: Bool { count >= capacity }

    // MARK: By key

    /// Reads what following the connection in this place will, so that many can be waited for at the same time.
    @inline(__always)
    func approach(_ place: Int32) -> Int64 {
        guard place >= 0 && place < connections.count else { return 0 }
        return Int64(truncatingIfNeeded: connections[Int(place)].key.low)
            &+ connections[Int(place)].low.lastTime &+ connections[Int(place)].high.lastTime
            &+ Int64(connections[Int(place)].phase.rawValue)
    }

    /// Is the connection of a flow still where it was?
    @inline(__always)
    func holds(_ place: ConnectionPlace) -> Bool {
        place.connection >= 0 && place.connection < connections.count
            && connections[Int(place.connection)].flow == place.flow
    }

    /// The index of a connection, or -1.
    @inline(__always)
    func find(_ key: ConnectionKey, _ hash: UInt64) -> Int {
        var slot = Int(truncatingIfNeeded: hash) & mask
        let tag = hash & 0xFFFF_FFFF_0000_0000
        while true {
            let value = slots[slot]
            if value == 0 { return -1 }
            if value & 0xFFFF_FFFF_0000_0000 == tag {
                let index = Int(truncatingIfNeeded: value & 0xFFFF_FFFF) &- 1
                if connections[index].key == key { return index }
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// Adds a connection that `find` has not found, while the table is not full; it stands in no queue yet.
    mutating func insert(_ connection: Connection, _ hash: UInt64) -> Int {
        precondition(count < capacity)
        count += 1
        if count * 2 > slots.count { grow() }
        let index: Int
        if free >= 0 {
            index = Int(free)
            free = connections[index].next
            connections[index] = connection
        } else {
            index = connections.count
            connections.append(connection)
        }
        place(hash, index)
        return index
    }

    /// Forgets a connection and takes it from its queue.
    mutating func remove(_ index: Int) {
        unlink(index)
        erase(index)
        (connections[index].key, connections[index].flow) = (.none, -1)
        connections[index].next = free
        free = Int32(index)
        count -= 1
    }

    private mutating func place(_ hash: UInt64, _ index: Int) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(index &+ 1)
    }

    /// The most slots that looking for a connection of the table takes.
    var longestRun: Int {
        slots.indices.filter { slots[$0] != 0 }.reduce(0) { longest, slot in
            let key = connections[Int(slots[slot] & 0xFFFF_FFFF) - 1].key
            return max(longest, (slot &- Int(truncatingIfNeeded: key.hash)) & mask + 1)
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: old.count * 2)
        mask = slots.count - 1
        for value in old where value != 0 {
            let index = Int(value & 0xFFFF_FFFF) - 1
            place(connections[index].key.hash, index)
        }
    }

    private mutating func erase(_ index: Int) {
        let hash = connections[index].key.hash
        let wanted = hash & 0xFFFF_FFFF_0000_0000 | UInt64(index &+ 1)
        var hole = Int(truncatingIfNeeded: hash) & mask
        while slots[hole] != wanted { hole = (hole &+ 1) & mask }
        var next = (hole &+ 1) & mask
        while slots[next] != 0 {
            let home =
                Int(truncatingIfNeeded: connections[Int(slots[next] & 0xFFFF_FFFF) - 1].key.hash) & mask
            // May stand in the hole only what would still be found from its home.
            if (next &- home) & mask >= (next &- hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next &+ 1) & mask
        }
        slots[hole] = 0
    }

    // MARK: By time

    /// A packet of the connection came at `now`.
    @inline(__always)
    mutating func touch(_ index: Int, now: Int64) {
        let queue = connections[index].queue
        guard queue.isRenewed, Self.elapsed(connections[index].armed, now) > queue.slack else { return }
        move(index, to: queue, now: now)
    }

    /// Puts a connection that stands in a queue at the end of this one.
    mutating func move(_ index: Int, to queue: Queue, now: Int64) {
        unlink(index)
        link(index, queue, now: now)
    }

    /// Puts a connection that stands in no queue at the end of one.
    mutating func link(_ index: Int, _ queue: Queue, now: Int64) {
        let place = Int(queue.rawValue)
        let last = queues[place].last
        connections[index].queue = queue
        connections[index].armed = now
        connections[index].previous = last
        connections[index].next = -1
        if last >= 0 {
            connections[Int(last)].next = Int32(index)
        } else {
            queues[place].first = Int32(index)
        }
        queues[place].last = Int32(index)
        queues[place].count += 1
        deadline = min(deadline, Self.due(queue, now))
    }

    private mutating func unlink(_ index: Int) {
        let (previous, next) = (connections[index].previous, connections[index].next)
        let place = Int(connections[index].queue.rawValue)
        if previous >= 0 { connections[Int(previous)].next = next } else { queues[place].first = next }
        if next >= 0 { connections[Int(next)].previous = previous } else { queues[place].last = previous }
        queues[place].count -= 1
    }

    /// The connection that has waited too long at `now`, of those the one that is due first; -1 when there is none, and then
    /// `deadline` is exact.
    mutating func overdue(_ now: Int64) -> Int {
        var earliest = Int64.max
        var found: Int32 = -1
        for queue in Queue.allCases {
            let first = queues[Int(queue.rawValue)].first
            guard first >= 0 else { continue }
            let due = Self.due(queue, connections[Int(first)].armed)
            if due < earliest { (earliest, found) = (due, first) }
        }
        deadline = earliest
        return now >= earliest ? Int(found) : -1
    }

    /// The one to give up when room is needed: what ended, else the oldest of the longest queue, so that a flood of one kind
    /// pushes out its own kind.
    func victim() -> Int {
        let ended = queues[Int(Queue.ended.rawValue)].first
        if ended >= 0 { return Int(ended) }
        var longest = Ends()
        for ends in queues where ends.count > longest.count { longest = ends }
        return Int(longest.first)
    }

    /// The oldest connection, whichever it waits for; -1 when there is none.
    mutating func any() -> Int { overdue(.max) }

    private static func due(_ queue: Queue, _ armed: Int64) -> Int64 {
        let (due, isOverflow) = armed.addingReportingOverflow(queue.patience + queue.slack)
        return isOverflow ? .max : due
    }

    @inline(__always)
    private static func elapsed(_ start: Int64, _ end: Int64) -> Int64 {
        let (elapsed, isOverflow) = end.subtractingReportingOverflow(start)
        return isOverflow ? .max : elapsed
    }
}
