import JSONLines

/// The long header of QUIC (RFC 8999 §5.1, RFC 9000 §17.2). The short one cannot be told from chance.
///
///     0         8                                      40
///     +-+-+--+--+---------------------------------------+---------+-------------+---------+--------
///     |1|F|ty|  |               version                 | length  | destination | length  | source
///     +-+-+--+--+---------------------------------------+---------+-------------+---------+--------
struct QUIC: Sendable {
    /// Connection ids have 20 bytes at most in the versions that there are.
    static let idLimit = 20

    var version: UInt32 = 0
    var type: UInt8 = 0
    var destination = WireText<20>()
    var source = WireText<20>()

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard packet.isOutermost, packet.quic.read(bytes) else { return .stop }
        packet.fields.insert(.quic)
        return .stop
    }

    private mutating func read(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 7, bytes.u8(0) & 0x80 != 0 else { return false }
        version = bytes.u32(1)
        // The fixed bit may be any in a version negotiation, whose version is zero.
        guard version == 0 || bytes.u8(0) & 0x40 != 0 && Self.isKnown(version) else { return false }
        type = version == 0x6B33_43CF ? (bytes.u8(0) >> 4 &+ 3) & 3 : bytes.u8(0) >> 4 & 3
        let size = Int(bytes.u8(5))
        guard size <= Self.idLimit, 7 + size <= bytes.byteCount else { return false }
        let start = 7 + size
        let sourceSize = Int(bytes.u8(6 + size))
        guard sourceSize <= Self.idLimit, start + sourceSize <= bytes.byteCount else { return false }
        // A version negotiation lists whole versions, and no more.
        guard version != 0 || (bytes.byteCount - start - sourceSize) & 3 == 0 && size + sourceSize > 0 else {
            return false
        }
        destination = WireText(bytes.extracting(6..<6 + size))
        source = WireText(bytes.extracting(start..<start + sourceSize))
        return true
    }

    /// Versions 1 and 2, the drafts, Google's, and those that test the peer (RFC 9000 §15).
    static func isKnown(_ version: UInt32) -> Bool {
        switch version {
        case 0x0000_0001, 0x6B33_43CF, 0xFF00_0000...0xFF00_00FF: true
        case 0x5130_3433...0x5130_3530, 0x5430_3530...0x5430_3531, 0xFACE_B001, 0xFACE_B002: true
        default: version & 0x0F0F_0F0F == 0x0A0A_0A0A
        }
    }

    func write(to writer: inout JSONWriter) {
        switch version {
        case 1: writer.raw(#"{"version":"1""#)
        case 0x6B33_43CF: writer.raw(#"{"version":"2""#)
        default:
            writer.raw(#"{"version":"0x"#)
            writer.hexadecimal(UInt16(truncatingIfNeeded: version >> 16))
            writer.hexadecimal(UInt16(truncatingIfNeeded: version))
            writer.byte(UInt8(ascii: "\""))
        }
        switch (version, type) {
        case (0, _): writer.raw(#","type":"version_negotiation""#)
        case (_, 0): writer.raw(#","type":"initial""#)
        case (_, 1): writer.raw(#","type":"0-rtt""#)
        case (_, 2): writer.raw(#","type":"handshake""#)
        default: writer.raw(#","type":"retry""#)
        }
        write(destination, #","dcid":""#, to: &writer)
        write(source, #","scid":""#, to: &writer)
        writer.byte(UInt8(ascii: "}"))
    }

    private static func digit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
    }

    private func write(_ id: WireText<20>, _ prefix: StaticString, to writer: inout JSONWriter) {
        guard !id.isEmpty else { return }
        writer.raw(prefix)
        for index in 0..<id.count {
            writer.byte(Self.digit(id[index] >> 4))
            writer.byte(Self.digit(id[index] & 15))
        }
        writer.byte(UInt8(ascii: "\""))
    }
}
