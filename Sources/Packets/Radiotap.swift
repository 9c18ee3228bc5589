/// radiotap.org: what the radio knew, before an 802.11 frame. Little-endian; fields lie in the order of the
/// bits that announce them, each aligned to its size.
///
///     0        1        2                4                                 8
///     +--------+--------+----------------+---------------------------------+-------
///     |   0    |  pad   |     length     |  present bits; bit 31: one more | fields
///     +--------+--------+----------------+---------------------------------+-------
enum Radiotap {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.wlan))
        try bytes.require(8, of: .radiotap)
        guard bytes.u8(0) == 0 else { throw Fault(.radiotap, .version) }
        let length = Int(bytes.littleEndian16(2))
        guard length >= 8 else { throw Fault(.radiotap, .lengthTooSmall, needed: 8, available: length) }
        try bytes.require(length, of: .radiotap)
        packet.wlan = WLANFields()
        readFields(bytes.extracting(0..<length), into: &packet.wlan)
        return .layer(.wlan, at: length)
    }

    private static func readFields(_ bytes: RawSpan, into wlan: inout WLANFields) {
        let present = bytes.littleEndian32(4)
        var offset = 8
        var word = present
        while word & 0x8000_0000 != 0 {
            guard offset + 4 <= bytes.byteCount else { return }
            word = bytes.littleEndian32(offset)
            offset += 4
        }
        // Bits 0 to 5: time (8 bytes), flags (1), rate (1), channel (2 + 2), hopping (2), signal (1).
        if present & 1 != 0 { offset = ((offset + 7) & ~7) + 8 }
        if present & 2 != 0 {
            guard offset < bytes.byteCount else { return }
            wlan.radioFlags = bytes.u8(offset)
            offset += 1
        }
        if present & 4 != 0 { offset += 1 }
        if present & 8 != 0 {
            offset = (offset + 1) & ~1
            guard offset + 4 <= bytes.byteCount else { return }
            wlan.frequency = bytes.littleEndian16(offset)
            offset += 4
        }
        if present & 16 != 0 { offset = ((offset + 1) & ~1) + 2 }
        if present & 32 != 0 && offset < bytes.byteCount {
            wlan.signal = Int8(bitPattern: bytes.u8(offset))
        }
    }
}

/// What is known of a wireless frame; 0 stands for what is not.
struct WLANFields: Sendable {
    var radioFlags: UInt8 = 0
    /// MHz.
    var frequency: UInt16 = 0
    /// dBm.
    var signal: Int8 = 0
    /// Two bits type, four bits subtype, as in the frame control.
    var type: UInt8 = 0
    var subtype: UInt8 = 0
    var isRetry = false
    var isProtected = false

    /// The radio padded the header to a multiple of four.
    var hasDataPadding: Bool { radioFlags & 0x20 != 0 }
}
