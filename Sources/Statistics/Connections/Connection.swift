/// What two ends and a protocol have in common in both directions.
struct ConnectionKey: Equatable {
    /// The ends in their order, whichever of them sends.
    let low: UInt64
    let high: UInt64
    /// Both ports (17 bits each, with one value for none) and 30 bits of the protocol's hash.
    let rest: UInt64

    /// Of no connection: its ports do not exist.
    static let none = ConnectionKey(low: .max, high: 0, rest: .max)

    /// The key, and whether the sender is its low end.
    @inline(__always)
    static func of(_ segment: Segment) -> (key: ConnectionKey, isFromLow: Bool) {
        let source = UInt64(UInt32(bitPattern: segment.sourcePort) & 0x1FFFF)
        let destination = UInt64(UInt32(bitPattern: segment.destinationPort) & 0x1FFFF)
        let proto = UInt64(segment.protocolHash & 0x3FFF_FFFF) &<< 34
        let isFromLow =
            segment.source < segment.destination
            || (segment.source == segment.destination && source <= destination)
        return isFromLow
            ? (
                .init(
                    low: segment.source, high: segment.destination, rest: proto | source &<< 17 | destination),
                true
            )
            : (
                .init(
                    low: segment.destination, high: segment.source, rest: proto | destination &<< 17 | source),
                false
            )
    }

    /// Mixes by folded 64 x 64 -> 128 bit products, as wyhash does, from a seed that each process draws: nobody outside
    /// can choose connections that meet in the table. It decides about slots alone.
    @inline(__always)
    var hash: UInt64 {
        let seed = KeyHash.seed
        let ends = TextHash.fold(low ^ seed.first, high ^ seed.second)
        return TextHash.fold(ends ^ rest, TextHash.key1)
    }
}

/// Where the connection of a flow, which its owner gave this number, was last.
struct ConnectionPlace {
    var flow: Int32
    var connection: Int32
}

/// One connection, or one flow of another protocol: a fixed size, and no reference to anything.
struct Connection {
    /// How far a connection has come.
    enum Phase: UInt8 {
        /// A SYN waits for its answer; it waited too long.
        case begun, unanswered
        /// A SYN-ACK was seen, but not yet what it waits for.
        case answered
        /// The handshake is complete, or was before the capture began.
        case open
        /// FIN from both ends, a RST, a RST that answered the SYN.
        case closed, reset, refused
        /// Not TCP.
        case datagrams
    }

    var key: ConnectionKey
    /// The owner's number for the flow that was told of its place; -1 for none.
    var flow: Int32 = -1
    var low = Direction()
    var high = Direction()
    /// The owner's name for the end that opened it.
    var host: UInt32 = 0
    /// The time of the latest SYN without ACK.
    var synTime: Int64 = 0
    /// Nanoseconds from it to the first ACK after it; 0 when unknown.
    var roundTrip: Int64 = 0
    /// The tracker's time when the connection was put at the end of its queue.
    var armed: Int64 = 0
    /// Neighbours in the queue; -1 at the ends. A free entry's `next` is the next free entry.
    var previous: Int32 = -1
    var next: Int32 = -1
    var phase: Phase
    var queue = ConnectionTable.Queue.other
    var isOpenerLow: Bool
    /// Did it begin with a SYN that was seen?
    var hasSYN = false
    var hasFinLow = false
    var hasFinHigh = false

    @inline(__always)
    mutating func follow(_ segment: Segment, isFromLow: Bool) -> Findings {
        isFromLow
            ? low.follow(segment, against: high, roundTrip: roundTrip)
            : high.follow(segment, against: low, roundTrip: roundTrip)
    }

    /// Is this ACK from the opener the one that the SYN-ACK waits for?
    @inline(__always)
    func completes(_ segment: Segment, isFromLow: Bool) -> Bool {
        guard isFromLow == isOpenerLow, segment.has(Segment.ack) else { return false }
        let responder = isFromLow ? high : low
        guard segment.hasSequence && responder.isKnown else { return true }
        return Direction.isBefore(responder.base, segment.acknowledgement)
    }

    /// Does a SYN open another connection between the same ports (RFC 9293 §3.6.1)?
    @inline(__always)
    func isReused(by segment: Segment, isFromLow: Bool) -> Bool {
        let sender = isFromLow ? low : high
        guard segment.hasSequence && sender.isKnown else {
            switch phase {
            case .open, .closed, .reset, .refused: return true
            case .begun, .unanswered, .answered, .datagrams: return false
            }
        }
        return sender.base != segment.sequence
    }
}
