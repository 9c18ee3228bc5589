/// What two ends and a protocol have in common in both directions, as a hash.
///
/// It comes from a seed that each process draws: nobody outside can choose connections that meet, and one of ten million is
/// taken for another of 65,536 with a probability of 2^-24. Never 0.
enum ConnectionKey {
    /// The key, and whether the sender is its low end.
    @inline(__always)
    static func of(_ segment: Segment) -> (key: UInt64, isFromLow: Bool) {
        let source = UInt64(UInt32(bitPattern: segment.sourcePort) & 0x1FFFF)
        let destination = UInt64(UInt32(bitPattern: segment.destinationPort) & 0x1FFFF)
        let isFromLow =
            segment.source < segment.destination
            || (segment.source == segment.destination && source <= destination)
        // Both ports (17 bits each, with one value for none) and 30 bits of the protocol's hash.
        let ports = isFromLow ? source &<< 17 | destination : destination &<< 17 | source
        let rest = UInt64(segment.protocolHash & 0x3FFF_FFFF) &<< 34 | ports
        return isFromLow
            ? (mix(segment.source, segment.destination, rest), true)
            : (mix(segment.destination, segment.source, rest), false)
    }

    /// Folded 64 x 64 -> 128 bit products, as in wyhash.
    @inline(__always)
    static func mix(_ low: UInt64, _ high: UInt64, _ rest: UInt64) -> UInt64 {
        let seed = KeyHash.seed
        let ends = TextHash.fold(low ^ seed.first, high ^ seed.second)
        return max(TextHash.fold(ends ^ rest, TextHash.key1), 1)
    }
}

/// Where the connection of a flow, which its owner gave this number, was last.
struct ConnectionPlace {
    var flow: Int32
    var connection: Int32
}

/// One connection, or one flow of another protocol: 104 bytes, and no reference to anything. The order of
/// what it holds leaves no gap.
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

    /// See `ConnectionKey`; 0 of an entry that is free.
    var key: UInt64
    /// The tracker's time when the connection was put at the end of its queue.
    var armed: Int64 = 0
    /// The opener's hash while its SYN waits, for nobody asks for it later; the round trip from then on.
    private var openerOrRoundTrip: UInt64 = 0
    /// The owner's number for the flow that was told of its place; -1 for none.
    var flow: Int32 = -1
    /// The owner's name for the end that opened it.
    var host: UInt32 = 0
    /// Neighbours in the queue; -1 at the ends. A free entry's `next` is the next free entry.
    var previous: Int32 = -1
    var next: Int32 = -1
    var low = Direction()
    var high = Direction()
    /// The time of the latest SYN without ACK.
    var synTime = ShortTime()
    private(set) var phase: Phase
    var queue = ConnectionTable.Queue.other

    /// One that did not begin with a SYN, or none that was seen.
    init(key: UInt64, phase: Phase, isOpenerLow: Bool) {
        self.key = key
        self.phase = phase
        (low.isOpener, high.isOpener) = (isOpenerLow, !isOpenerLow)
    }

    /// One that begins with a SYN.
    init(key: UInt64, opening segment: Segment, isOpenerLow: Bool) {
        self.init(key: key, phase: .begun, isOpenerLow: isOpenerLow)
        openerOrRoundTrip = segment.source
        synTime = ShortTime(segment.timestamp)
        (low.hasSYN, high.hasSYN) = (isOpenerLow, !isOpenerLow)
    }

    @inline(__always)
    var isOpenerLow: Bool { low.isOpener }

    /// Did it begin with a SYN that was seen?
    @inline(__always)
    var hasSYN: Bool { low.hasSYN || high.hasSYN }

    /// The hash of the end that sent the SYN, as long as no answer came.
    var opener: UInt64? { phase == .begun ? openerOrRoundTrip : nil }

    /// Nanoseconds from the latest SYN to the first ACK after it; 0 while unknown.
    @inline(__always)
    var roundTrip: Int64 { phase == .begun ? 0 : Int64(bitPattern: openerOrRoundTrip) }

    @inline(__always)
    mutating func enter(_ next: Phase) {
        if phase == .begun { openerOrRoundTrip = 0 }
        phase = next
    }

    /// The first ACK after a SYN gives the round trip that tells overtaken segments from repeated ones.
    @inline(__always)
    private mutating func measure(_ segment: Segment) {
        guard hasSYN, openerOrRoundTrip == 0, phase != .begun else { return }
        openerOrRoundTrip = UInt64(sinceSYN(segment.timestamp))
    }

    /// Nanoseconds from the latest SYN to `timestamp`.
    @inline(__always)
    func sinceSYN(_ timestamp: Int64) -> Int64 { max(synTime.elapsed(to: timestamp), 0) }

    /// Judges a segment and remembers it.
    @inline(__always)
    mutating func follow(_ segment: Segment, isFromLow: Bool) -> Findings {
        var found = Findings()
        if segment.hasSequence && segment.packets == 1 {
            found =
                isFromLow
                ? low.follow(segment, against: high, roundTrip: roundTrip)
                : high.follow(segment, against: low, roundTrip: roundTrip)
        }
        if segment.flags & (Segment.syn | Segment.ack) == Segment.ack { measure(segment) }
        return found
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
