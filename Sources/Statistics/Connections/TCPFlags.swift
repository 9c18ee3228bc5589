/// The flags of a TCP header as the stream spells them: letters in the order `FSRPAUECN` (RFC 9293 §3.1).
struct TCPFlags: OptionSet, Sendable {
    let rawValue: UInt16

    static let fin = TCPFlags(rawValue: 1)
    static let syn = TCPFlags(rawValue: 2)
    static let reset = TCPFlags(rawValue: 4)
    static let push = TCPFlags(rawValue: 8)
    static let ack = TCPFlags(rawValue: 16)
    /// Were there flags at all? An empty text is a header without flags.
    static let isPresent = TCPFlags(rawValue: 1 << 15)

    private static let letters: [UInt8] = Array("FSRPAUECN".utf8)

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// From the text of `tcp_flags`; letters that are not flags are passed over.
    @inline(__always)
    init(_ text: RawSpan) {
        // Most packets only acknowledge.
        if text.byteCount == 1 && text.unit(at: 0) == UInt8(ascii: "A") {
            rawValue = Self.isPresent.rawValue | Self.ack.rawValue
            return
        }
        var bits: UInt16 = Self.isPresent.rawValue
        for offset in 0..<min(text.byteCount, 16) { bits |= Self.bit(text.unit(at: offset)) }
        rawValue = bits
    }

    @inline(__always)
    private static func bit(_ letter: UInt8) -> UInt16 {
        switch letter {
        case UInt8(ascii: "F"): 1
        case UInt8(ascii: "S"): 2
        case UInt8(ascii: "R"): 4
        case UInt8(ascii: "P"): 8
        case UInt8(ascii: "A"): 16
        case UInt8(ascii: "U"): 32
        case UInt8(ascii: "E"): 64
        case UInt8(ascii: "C"): 128
        case UInt8(ascii: "N"): 256
        default: 0
        }
    }

    var text: String {
        String(
            decoding: Self.letters.indices.filter { rawValue >> $0 & 1 == 1 }.map { Self.letters[$0] },
            as: UTF8.self)
    }
}
