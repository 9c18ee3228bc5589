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
        let count = text.byteCount
        var bits: UInt16 = Self.isPresent.rawValue
        if count > 2 {
            for offset in 0..<min(count, 16) { bits |= Self.bit(text.unit(at: offset)) }
        } else if count > 0 {
            // Nearly all have one letter or two, now this, now that.
            bits |= Self.bit(text.unit(at: 0)) | Self.bit(text.unit(at: count &- 1))
        }
        rawValue = bits
    }

    /// Without a branch, for every other packet would take another one.
    @inline(__always)
    private static func bit(_ letter: UInt8) -> UInt16 {
        let index = UInt64(letter &- UInt8(ascii: "A"))
        let place = (index < 16 ? places.low &>> (index &* 4) : places.high >> ((index &- 16) &* 4)) & 15
        return (1 &<< UInt16(truncatingIfNeeded: place)) &>> 1
    }

    /// Four bits for each letter from A on: its place in `letters`, counted from 1; 0 for none.
    private static var places: (low: UInt64, high: UInt64) { (0x4090_0000_0017_0805, 0x6_0230) }

    var text: String {
        String(
            decoding: Self.letters.indices.filter { rawValue >> $0 & 1 == 1 }.map { Self.letters[$0] },
            as: UTF8.self)
    }
}
