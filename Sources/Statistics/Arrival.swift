/// A packet that was taken, as numbers only, until it is counted with those that came after it: see `Arrivals`.
struct Arrival {
    /// What the connection tracker needs, which holds most of what all others do.
    var segment: Segment
    var flags: TCPFlags
    /// The hosts by their ids, or `absent`; their keys, as far as `segment` does not hold them.
    var source = Self.absent
    var destination = Self.absent
    var sourceCheck: UInt64 = 0
    var destinationCheck: UInt64 = 0
    /// The protocol by its id, or `absent`.
    var proto = Self.absent
    var vlan: Int32
    var slot: Int32
    var pane: Int64
    /// The source has been counted already.
    var isSourceCounted = false
    /// Of both ends, in the order of `ConversationTally`.
    var pairKey = KeyHash(hash: 0, check: 0)
    /// Filled in on the way: the conversation, -1 while unknown, and whether its opener sent the packet.
    var conversation: Int32 = -1
    var isFromOpener = false
    /// The hash of the connection's key, and its place in the table, -1 while unknown; of TCP alone.
    var connectionHash: UInt64 = 0
    var connection: Int32 = -1

    static let absent = UInt32.max

    @inline(__always)
    init(_ segment: Segment, _ flags: TCPFlags, vlan: Int32, slot: Int, pane: Int64) {
        self.segment = segment
        self.flags = flags
        self.vlan = vlan
        self.slot = Int32(truncatingIfNeeded: slot)
        self.pane = pane
    }

    @inline(__always)
    var cell: Cell { Cell(packets: segment.packets, bytes: segment.size) }
    @inline(__always)
    var hasBothEnds: Bool { source != Self.absent && destination != Self.absent }
    @inline(__always)
    var sourceKey: KeyHash { KeyHash(hash: segment.source, check: sourceCheck) }
    @inline(__always)
    var destinationKey: KeyHash { KeyHash(hash: segment.destination, check: destinationCheck) }
    @inline(__always)
    var isFromFirst: Bool { segment.source <= segment.destination }
    @inline(__always)
    var isOpening: Bool { flags.contains(.syn) && !flags.contains(.ack) }
}

/// Packets that wait to be counted together.
///
/// Every table is larger than the processor's nearest caches, and a packet that is counted alone waits for memory in each
/// of them, one after the other. Table by table instead of packet by packet the processor waits for many at once.
/// The order of packets within each table is that in which they came.
struct Arrivals {
    var packets: [Arrival] = []

    /// As many as stay in the nearest cache.
    static let limit = 128

    init() { packets.reserveCapacity(Self.limit) }

    @inline(__always)
    var isEmpty: Bool { packets.isEmpty }
    @inline(__always)
    var isFull: Bool { packets.count >= Self.limit }
}
