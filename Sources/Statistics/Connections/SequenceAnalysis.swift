/// What one TCP segment tells about the connection, in the words of Wireshark's `tcp.analysis`.
struct Findings: OptionSet, Sendable {
    let rawValue: UInt8

    /// Its octets or its SYN or FIN were seen before, or were acknowledged already.
    static let retransmission = Findings(rawValue: 1)
    /// A retransmission that two duplicate acknowledgements asked for less than 20 ms ago; always with `retransmission`.
    static let fast = Findings(rawValue: 2)
    /// Came after a later segment, so soon that it was overtaken rather than sent again.
    static let outOfOrder = Findings(rawValue: 4)
    static let duplicateAck = Findings(rawValue: 8)
    static let zeroWindow = Findings(rawValue: 16)
    static let keepAlive = Findings(rawValue: 32)
    static let zeroWindowProbe = Findings(rawValue: 64)
}

/// One direction of a TCP connection as it was seen last, in 28 bytes: their order leaves no gap.
struct Direction {
    /// The sequence number after the highest octet seen.
    var next: UInt32 = 0
    /// The initial sequence number, or one less than the first number seen.
    var base: UInt32 = 0
    var lastAck: UInt32 = 0
    /// When `next` moved last.
    private var advanceTime = ShortTime()
    /// As in the header; means something only where the direction is known.
    var window: UInt16 = 0
    /// The time of the last segment.
    private var lastTime = ShortTime()
    /// Duplicates of `lastAck` so far; stops counting at 255.
    var duplicateAcks: UInt8 = 0
    private var marks = Marks()

    private struct Marks: OptionSet {
        let rawValue: UInt8
        static let isKnown = Marks(rawValue: 1)
        static let hasAck = Marks(rawValue: 2)
        static let hasFin = Marks(rawValue: 4)
        static let isAdvanceBare = Marks(rawValue: 8)
        static let wasKeepAlive = Marks(rawValue: 16)
        static let isOpener = Marks(rawValue: 32)
        static let hasSYN = Marks(rawValue: 64)
    }

    /// Has a segment been seen?
    @inline(__always) var isKnown: Bool { marks.contains(.isKnown) }
    @inline(__always) private var hasAck: Bool { marks.contains(.hasAck) }
    /// Was the segment that moved `next` last a bare acknowledgement?
    @inline(__always) private var isAdvanceBare: Bool { marks.contains(.isAdvanceBare) }
    @inline(__always) private var wasKeepAlive: Bool { marks.contains(.wasKeepAlive) }
    /// Has this end said that it sends no more? For the owner to set.
    @inline(__always)
    var hasFin: Bool {
        get { marks.contains(.hasFin) }
        set { mark(.hasFin, newValue) }
    }
    /// Did this end open the connection, and with a SYN that was seen? For the owner to set.
    @inline(__always)
    var isOpener: Bool {
        get { marks.contains(.isOpener) }
        set { mark(.isOpener, newValue) }
    }
    @inline(__always)
    var hasSYN: Bool {
        get { marks.contains(.hasSYN) }
        set { mark(.hasSYN, newValue) }
    }

    @inline(__always)
    private mutating func mark(_ mark: Marks, _ isSet: Bool) {
        marks = Marks(rawValue: marks.rawValue & ~mark.rawValue | (isSet ? mark.rawValue : 0))
    }

    static let fastLimit: Int64 = 20_000_000
    /// How soon a segment counts as overtaken while the round-trip time is unknown.
    static let overtakingLimit: Int64 = 3_000_000

    /// RFC 1982 comparison of sequence numbers.
    @inline(__always)
    static func isBefore(_ left: UInt32, _ right: UInt32) -> Bool { Int32(bitPattern: left &- right) < 0 }

    /// Judges a segment that this direction sent, `reverse` being the other one, and remembers it.
    ///
    /// The definitions are those of the Wireshark User's Guide §7.5 with its default preferences, less what
    /// needs the window scale, SACK blocks, or a list of the segments in flight. `roundTrip` is that of
    /// the handshake, or 0.
    mutating func follow(_ segment: Segment, against reverse: Direction, roundTrip: Int64) -> Findings {
        let control = segment.flags & (Segment.syn | Segment.fin | Segment.reset)
        let octet: UInt32 = control & (Segment.syn | Segment.fin) == 0 ? 0 : 1
        let isKeepAlive =
            isKnown && segment.payload <= 1 && segment.sequence == next &- 1 && control == 0
        let isProbed = reverse.isKnown && reverse.window == 0
        var found = Findings()
        if isKnown && segment.payload == 1 && segment.sequence == next && isProbed {
            found = .zeroWindowProbe
        } else {
            if segment.window == 0 && control == 0 { found.insert(.zeroWindow) }
            if isKeepAlive { found.insert(.keepAlive) }
            if control == 0 && repeatsAck(segment) && !reverse.wasKeepAlive {
                found.insert(.duplicateAck)
                if duplicateAcks < .max { duplicateAcks &+= 1 }
            }
        }
        if segment.has(Segment.ack) && !(hasAck && segment.acknowledgement == lastAck) { duplicateAcks = 0 }
        if segment.payload &+ octet > 0 && !isKeepAlive {
            found.formUnion(repeated(segment, octet, against: reverse, roundTrip))
        }
        remember(segment, octet, found)
        return found
    }

    @inline(__always)
    private func repeatsAck(_ segment: Segment) -> Bool {
        isKnown && segment.payload == 0 && segment.window != 0 && segment.window == window
            && segment.sequence == next && hasAck && segment.has(Segment.ack)
            && segment.acknowledgement == lastAck
    }

    /// Does a segment that occupies sequence space bring anything new, and if not, why did it come?
    @inline(__always)
    private func repeated(
        _ segment: Segment, _ octet: UInt32, against reverse: Direction, _ roundTrip: Int64
    ) -> Findings {
        let end = segment.sequence &+ segment.payload
        if segment.payload > 0 && reverse.hasAck && !Self.isBefore(reverse.lastAck, end) {
            return .retransmission
        }
        guard isKnown && Self.isBefore(segment.sequence, next) else { return [] }
        // After a probe of one octet the real segment starts one octet back.
        if segment.payload > 1 && segment.sequence == next &- 1 { return [] }
        if reverse.duplicateAcks >= 2 && reverse.hasAck && reverse.lastAck == segment.sequence
            && Self.isWithin(Self.fastLimit, reverse.lastTime, segment.timestamp)
        {
            return [.retransmission, .fast]
        }
        let limit = roundTrip > 0 ? roundTrip : Self.overtakingLimit
        if Self.isWithin(limit, advanceTime, segment.timestamp) && (end &+ octet != next || isAdvanceBare) {
            return .outOfOrder
        }
        return .retransmission
    }

    @inline(__always)
    private static func isWithin(_ limit: Int64, _ start: ShortTime, _ end: Int64) -> Bool {
        let elapsed = start.elapsed(to: end)
        return elapsed >= 0 && elapsed < limit
    }

    @inline(__always)
    private mutating func remember(_ segment: Segment, _ octet: UInt32, _ found: Findings) {
        let end = segment.sequence &+ segment.payload &+ octet
        if !isKnown { base = segment.has(Segment.syn) ? segment.sequence : segment.sequence &- 1 }
        if !isKnown || Self.isBefore(next &+ octet, end) {
            mark(.isAdvanceBare, segment.payload == 0 && octet == 0)
        }
        if !isKnown || (Self.isBefore(next, end) && !found.contains(.zeroWindowProbe)) {
            next = end
            advanceTime = ShortTime(segment.timestamp)
        }
        mark(.isKnown, true)
        window = segment.window
        if segment.has(Segment.ack) {
            lastAck = segment.acknowledgement
            mark(.hasAck, true)
        }
        lastTime = ShortTime(segment.timestamp)
        mark(.wasKeepAlive, found.contains(.keepAlive))
    }
}
