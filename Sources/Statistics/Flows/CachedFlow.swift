/// All that is known of the packets of one flow before any table is asked: the ids of its keys, and what it has counted
/// since it was folded into the tables.
///
/// A flow here is two hosts, a protocol, two ports and a VLAN, in both directions. The side 0 is the end with the lower
/// check, and with the lower port where both ends are one host; where one end is not known it is the source.
/// 64 bytes, the line of a cache.
struct CachedFlow {
    /// What one end of the flow is, and what it sent.
    struct Side {
        /// Its id, or `absent`.
        var host = CachedFlow.absent
        /// What it sent in the pane of `slot`.
        var packets: UInt32 = 0
        var bytes: UInt32 = 0
        var port: UInt16 = 0
        /// Its SYNs among them.
        var openings: UInt16 = 0

        @inline(__always)
        var cell: Cell { Cell(packets: UInt64(packets), bytes: UInt64(bytes)) }
    }

    /// What is known of a flow from its first packet on, and what of its opening is still to be told.
    struct Traits: OptionSet {
        let rawValue: UInt8
        static let hasPorts = Traits(rawValue: 1)
        /// Its packets have TCP flags.
        static let hasFlags = Traits(rawValue: 2)
        /// The side 0 is the first in the order of hosts that is the same everywhere: see `KeyHash`.
        static let isZeroFirst = Traits(rawValue: 4)
        /// The packet of `openedAt` was a SYN; the side 1 sent it; the conversation has not been told of it.
        static let wasOpenedBySYN = Traits(rawValue: 8)
        static let wasOpenedByOne = Traits(rawValue: 16)
        static let hasOpening = Traits(rawValue: 32)
        /// The port of the side 1 is that of the service.
        static let isServiceOne = Traits(rawValue: 64)
    }

    static let absent = UInt32.max
    /// In place of an application or a slot.
    static let none = UInt8.max

    var sides = InlineArray<2, Side>(repeating: Side())
    /// The time of the packet that opened it, as far as is known: the earliest SYN, else the earliest packet.
    var openedAt = Int64.max
    /// The id of the two hosts' conversation; -1 where one of them is not known.
    var conversation: Int32 = -1
    /// Where its connection was seen last.
    var connection: Int32 = -1
    var proto = CachedFlow.absent
    /// The lower half of the hash that it is found by.
    var home: UInt32 = 0
    /// Of the cache, when the ids were looked up.
    var generation: UInt16 = 0
    /// `vlanBound` where there is none.
    var vlan: UInt16 = CachedFlow.vlanBound
    var application = CachedFlow.none
    /// The pane, modulo the number of open panes, to which belongs what was counted; `none` when nothing was.
    var slot = CachedFlow.none
    var traits: Traits = []

    static let vlanBound: UInt16 = 1 << 12

    @inline(__always)
    var servicePort: Int { Int(sides[traits.contains(.isServiceOne) ? 1 : 0].port) }

    /// TCP, as far as its packets say.
    @inline(__always)
    var isTCP: Bool { traits.isSuperset(of: [.hasPorts, .hasFlags]) }
    /// Is there a connection to follow?
    @inline(__always)
    var isFollowed: Bool { isTCP && hasBothEnds }
    @inline(__always)
    var hasBothEnds: Bool { conversation >= 0 }

    /// Is this side the lower one of the connection: see `ConnectionKey`?
    @inline(__always)
    func isLow(_ side: Int) -> Bool { (side == 0) == traits.contains(.isZeroFirst) }

    /// Is this side the first of the conversation, whose ends are ordered everywhere in the same way? Both are where a
    /// host speaks with itself.
    @inline(__always)
    func isFirst(_ side: Int) -> Bool { isLow(side) || sides[0].host == sides[1].host }

    /// What became of a packet.
    enum Outcome {
        case counted
        /// The first of its pane: the flow has something to be folded now.
        case first
        /// There was no room: what was counted must be folded before, or the packet be counted apart.
        case refused
    }

    /// Counts a packet where it belongs to the pane of those before it, and stands for itself alone.
    @inline(__always)
    mutating func count(_ packet: Arrival) -> Outcome {
        let side = Int(packet.side)
        let isFirst = slot == Self.none
        let bytes = UInt64(sides[side].bytes) &+ packet.cell.bytes
        guard isFirst || slot == packet.slot, packet.cell.packets == 1, bytes <= UInt64(UInt32.max),
            sides[side].packets < .max, sides[side].openings < .max
        else { return .refused }
        note(packet)
        slot = packet.slot
        sides[side].packets &+= 1
        sides[side].bytes = UInt32(truncatingIfNeeded: bytes)
        if packet.isOpening { sides[side].openings &+= 1 }
        return isFirst ? .first : .counted
    }

    /// Notes the packet if it is the one that opened the flow, as far as is known by now.
    @inline(__always)
    mutating func note(_ packet: Arrival) {
        let isSYN = packet.isOpening
        guard isSYN == traits.contains(.wasOpenedBySYN) ? packet.timestamp < openedAt : isSYN else { return }
        openedAt = packet.timestamp
        traits.insert(.hasOpening)
        if isSYN { traits.insert(.wasOpenedBySYN) }
        if packet.side == 0 { traits.remove(.wasOpenedByOne) } else { traits.insert(.wasOpenedByOne) }
    }

    /// What both sides sent.
    @inline(__always)
    var cell: Cell {
        Cell(
            packets: UInt64(sides[0].packets) &+ UInt64(sides[1].packets),
            bytes: UInt64(sides[0].bytes) &+ UInt64(sides[1].bytes))
    }

    /// Gives the flow as it is, and forgets what was counted, and that its opening is still to be told.
    @inline(__always)
    mutating func take() -> CachedFlow {
        let counted = self
        for side in 0..<2 {
            (sides[side].packets, sides[side].bytes, sides[side].openings) = (0, 0, 0)
        }
        slot = Self.none
        traits.remove(.hasOpening)
        return counted
    }
}

/// What a flow is found by: both ends and the protocol by their checks, ports and VLAN.
struct FlowKey {
    /// Where to look, from the seeded halves of the keys' hashes: nobody outside can aim at it.
    let hash: UInt64
    /// The side of the flow that the source is.
    let side: UInt8

    /// An end or a protocol that is not known has the check 0.
    @inline(__always)
    init(
        source: UInt64, destination: UInt64, proto: UInt64, ports: (source: UInt16, destination: UInt16)?,
        vlan: UInt16, hasFlags: Bool, _ seed: Seed
    ) {
        let (from, to) = (UInt64(ports?.source ?? 0), UInt64(ports?.destination ?? 0))
        let isOrdered = source == destination ? from <= to : source < destination
        let isForward = isOrdered || source == 0 || destination == 0
        let ends = isForward ? (source, destination) : (destination, source)
        let traits: UInt64 = (ports != nil ? 1 : 0) | (hasFlags ? 2 : 0)
        let rest =
            (isForward ? from | to &<< 16 : to | from &<< 16) | UInt64(vlan) &<< 32 | traits &<< 48
        let both = TextHash.fold(ends.0 ^ seed.first, ends.1 ^ seed.second)
        hash = TextHash.fold(both ^ rest, proto ^ TextHash.key1)
        side = isForward ? 0 : 1
    }
}
