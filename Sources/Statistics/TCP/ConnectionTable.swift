/// Finds the connection of a packet: open addressing on a 128-bit key of hosts and ports, the same both ways.
///
/// Holds at most `limit` connections; the owner then gives one up.
struct ConnectionTable {
    private var slots: [UInt32]
    private var mask: Int
    var connections: [Connection] = []
    private var free: [UInt32] = []
    let limit: Int

    init(limit: Int) {
        self.limit = max(limit, 1)
        slots = .init(repeating: 0, count: 64)
        mask = 63
    }

    var count: Int { connections.count - free.count }
    var isFull: Bool { count >= limit }

    @inline(__always)
    func find(_ key: ConnectionKey) -> Int {
        var slot = Int(truncatingIfNeeded: key.high) & mask
        while slots[slot] != 0 {
            let id = Int(slots[slot]) &- 1
            if connections[id].key == key { return id }
            slot = (slot &+ 1) & mask
        }
        return -1
    }

    /// Adds a connection that `find` has not found.
    mutating func insert(_ connection: Connection) -> Int {
        let id: Int
        if let reused = free.popLast() {
            id = Int(reused)
            let life = connections[id].life &+ 1
            connections[id] = connection
            connections[id].life = life
        } else {
            id = connections.count
            connections.append(connection)
        }
        if (count + 1) * 8 > slots.count * 5 { grow() } else { place(id) }
        return id
    }

    mutating func remove(_ id: Int) {
        var hole = Int(truncatingIfNeeded: connections[id].key.high) & mask
        while slots[hole] != UInt32(id &+ 1) { hole = (hole &+ 1) & mask }
        var next = (hole &+ 1) & mask
        while slots[next] != 0 {
            let home = Int(truncatingIfNeeded: connections[Int(slots[next]) &- 1].key.high) & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next &+ 1) & mask
        }
        slots[hole] = 0
        connections[id].isGone = true
        connections[id].life &+= 1
        free.append(UInt32(id))
    }

    private mutating func place(_ id: Int) {
        var slot = Int(truncatingIfNeeded: connections[id].key.high) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = UInt32(id &+ 1)
    }

    private mutating func grow() {
        slots = .init(repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for id in connections.indices where !connections[id].isGone { place(id) }
    }
}

/// Both ends of a connection, hashed; `isFirst` of a packet says which of them sent it.
struct ConnectionKey: Equatable {
    var high: UInt64
    var low: UInt64

    /// The key of a packet, and whether its sender is the end that stands first.
    @inline(__always)
    static func of(
        source: UInt64, _ sourcePort: Int32, destination: UInt64, _ destinationPort: Int32, proto: UInt64
    ) -> (key: ConnectionKey, isFirst: Bool) {
        let isFirst = source == destination ? sourcePort <= destinationPort : source < destination
        let (one, other) = isFirst ? (source, destination) : (destination, source)
        let ports =
            isFirst
            ? UInt64(UInt32(bitPattern: sourcePort)) << 32 | UInt64(UInt32(bitPattern: destinationPort))
            : UInt64(UInt32(bitPattern: destinationPort)) << 32 | UInt64(UInt32(bitPattern: sourcePort))
        let high = TextHash.fold(one ^ ports, other ^ 0x9E37_79B9_7F4A_7C15)
        return (ConnectionKey(high: high, low: one &+ other &* 31 ^ ports ^ proto), isFirst)
    }
}

/// What is remembered of one connection.
struct Connection {
    var key: ConnectionKey
    /// Counts the connections that had this id, so that an old appointment is told from a new one.
    var life: UInt32 = 0
    var isGone = false
    var lastSeen: Int64
    /// When the first SYN was seen; and the host that sent it, by id and hash.
    var began: Int64
    var openerHost: UInt32 = .max
    var openerHash: UInt64 = 0
    var roundTrip: Int64 = -1
    var state: State = []
    var first = End()
    var second = End()

    struct State: OptionSet {
        var rawValue: UInt16
        static let syn = State(rawValue: 1)
        /// The end that stands first sent the SYN.
        static let isOpenedByFirst = State(rawValue: 2)
        static let answered = State(rawValue: 4)
        static let completed = State(rawValue: 8)
        /// Counted as opened, and as closed.
        static let opened = State(rawValue: 16)
        static let closed = State(rawValue: 32)
        static let refused = State(rawValue: 64)
        static let unanswered = State(rawValue: 128)
        static let wasReset = State(rawValue: 256)
        static let finFirst = State(rawValue: 512)
        static let finSecond = State(rawValue: 1024)
        static let timedOut = State(rawValue: 2048)
        static let isTCP = State(rawValue: 4096)
    }

    /// One direction.
    struct End {
        /// The octet that follows the highest sent; valid with `hasSent`.
        var next: UInt32 = 0
        var lastAck: UInt32 = 0
        var lastWindow: Int32 = -1
        var hasSent = false
        /// A gap that was left open: its first octet, the one behind it, and when it opened.
        var gapFrom: UInt32 = 0
        var gapTo: UInt32 = 0
        var gapTime: Int64 = .min
    }
}
