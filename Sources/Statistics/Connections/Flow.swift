/// One connection or flow, from its first packet to its last: what `--flows` writes.
///
/// The opener is the sender of the SYN; without one, the receiver of the SYN-ACK, else the sender of the first packet.
struct Flow: Sendable {
    /// Why a flow was written.
    enum Ending: Sendable {
        /// It went without packets for long; it ended before, and nothing more came.
        case timeout
        /// Another connection between the same ports began.
        case reused
        /// Its place was needed.
        case evicted
        /// The stream ended.
        case streamEnd
    }

    /// What the two ends made of it.
    enum State: Sendable {
        case unanswered, refused, halfOpen, open, closing, closed, reset
        /// Not TCP: packets both ways, or one way only.
        case twoWay, oneWay
    }

    /// What one end sent.
    struct Side: Sendable {
        var packets: UInt64 = 0
        var bytes: UInt64 = 0
        /// All TCP flags that were seen.
        var flags: UInt16 = 0
    }

    private(set) var source = AddressText()
    private(set) var destination = AddressText()
    private(set) var proto = AddressText()
    /// -1 where there are none.
    let sourcePort: Int32
    let destinationPort: Int32
    let isTCP: Bool
    /// By the opener, and by the other end.
    private(set) var sent = Side()
    private(set) var received = Side()
    /// The earliest and the latest timestamp.
    private(set) var start: Int64
    private(set) var last: Int64
    /// Of the handshake, in nanoseconds; -1 when it was not seen to complete.
    var roundTrip: Int64 = -1
    var retransmissions: UInt64 = 0
    private(set) var state = State.oneWay
    private(set) var ending = Ending.streamEnd
    private let isReversed: Bool

    /// A flow that begins with this packet, which the opener did not send when `isReversed`.
    init(_ segment: Segment, isReversed: Bool) {
        sourcePort = isReversed ? segment.destinationPort : segment.sourcePort
        destinationPort = isReversed ? segment.sourcePort : segment.destinationPort
        isTCP = segment.isTCP
        (start, last) = (segment.timestamp, segment.timestamp)
        self.isReversed = isReversed
    }

    mutating func name(source: AddressText, destination: AddressText, proto: AddressText) {
        self.source = isReversed ? destination : source
        self.destination = isReversed ? source : destination
        self.proto = proto
    }

    @inline(__always)
    mutating func add(_ segment: Segment, isFromOpener: Bool) {
        if isFromOpener { sent.add(segment) } else { received.add(segment) }
        start = min(start, segment.timestamp)
        last = max(last, segment.timestamp)
    }

    mutating func end(_ connection: Connection, _ ending: Ending) {
        self.ending = ending
        switch connection.phase {
        case .begun, .unanswered: state = .unanswered
        case .answered: state = .halfOpen
        case .open: state = connection.low.hasFin || connection.high.hasFin ? .closing : .open
        case .closed: state = .closed
        case .reset: state = .reset
        case .refused: state = .refused
        case .datagrams: state = received.packets > 0 ? .twoWay : .oneWay
        }
    }
}

extension Flow.Side {
    @inline(__always)
    fileprivate mutating func add(_ segment: Segment) {
        packets &+= segment.packets
        bytes &+= segment.size
        flags |= segment.isTCP ? segment.flags : 0
    }
}

/// Up to 46 bytes of text, as much as an IPv6 address needs, where the value is. Longer text is cut between characters.
struct AddressText: Sendable {
    static let limit = 46
    private(set) var bytes = InlineArray<46, UInt8>(repeating: 0)
    private(set) var count: UInt8 = 0

    init() {}

    /// The text of a key by its id, or nothing.
    init(_ keys: borrowing KeyIndex, _ id: UInt32) {
        self = id == CachedFlow.absent ? AddressText() : keys.withText(Int(id)) { AddressText($0) }
    }

    init(_ text: RawSpan) {
        var length = min(text.byteCount, Self.limit)
        if length < text.byteCount {
            while length > 0 && text.unsafeLoad(fromByteOffset: length, as: UInt8.self) & 0xC0 == 0x80 {
                length -= 1
            }
        }
        for offset in 0..<length { bytes[offset] = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
        count = UInt8(length)
    }
}
