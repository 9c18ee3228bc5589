/// The connections that are watched: at most `capacity`, found by key, and queued by when they were heard of last.
///
/// The connections themselves never move. Memory grows as they come, by about 104 bytes for each, and nothing is
/// allocated when one comes after another went.
///
/// A queue holds what waits for the same length of time, oldest first, as a doubly linked list. A connection that is
/// heard of goes to the end of its queue only when it has stood for a sixteenth of the time, so busy ones cost nothing.
struct ConnectionTable: ~Copyable {
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
    var count: Int { slots.count }
    var connections = Chunks<Connection>()
    private var slots: SlotTable<UInt32>
    private var free: Int32 = -1
    private var queues = [Ends](repeating: Ends(), count: Queue.allCases.count)
    /// No queue has anything due before this.
    private(set) var deadline = Int64.max

    init(capacity: Int) {
        self.capacity = min(max(capacity, 1), KeyIndex.keyLimit)
        slots = SlotTable(limit: self.capacity)
    }

    var isFull: Bool { count >= capacity }

    // MARK: By key

    /// Brings the connection in this place near, if there is one.
    @inline(__always)
    func prefetch(_ place: Int32) {
        guard place >= 0 && place < connections.count else { return }
        connections.prefetch(Int(place))
    }

    /// Is the connection of a flow still where it was?
    @inline(__always)
    func holds(_ place: ConnectionPlace) -> Bool {
        place.connection >= 0 && place.connection < connections.count
            && connections[Int(place.connection)].flow == place.flow
    }

    /// The index of a connection, or -1.
    @inline(__always)
    func find(_ key: UInt64) -> Int { slots.find(key) { connections[$0].key == key } }

    /// Adds a connection that `find` has not found, while the table is not full; it stands in no queue yet.
    mutating func insert(_ connection: Connection) -> Int {
        precondition(count < capacity)
        if slots.isFull { slots.grow { connections[$0].key } }
        let index: Int
        if free >= 0 {
            index = Int(free)
            free = connections[index].next
            connections[index] = connection
        } else {
            index = connections.count
            connections.append(connection)
        }
        slots.insert(connection.key, index)
        return index
    }

    /// Forgets a connection and takes it from its queue.
    mutating func remove(_ index: Int) {
        unlink(index)
        slots.remove(index) { connections[$0].key }
        (connections[index].key, connections[index].flow) = (0, -1)
        connections[index].next = free
        free = Int32(index)
    }

    /// The most slots that looking for a connection of the table takes.
    var longestRun: Int { slots.longestRun { connections[$0].key } }

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
