import JSONLines

/// NTP (RFC 5905 §7.3): who asks whom for the time. Control and private messages (modes 6 and 7, RFC 9327) have
/// no stratum.
///
///     0  2     5     8               16              24            31
///     +--+-----+-----+---------------+---------------+---------------+
///     |LI| ver | mode|    stratum    |     poll      |   precision   |
///     +--+-----+-----+---------------+---------------+---------------+
///     |  root delay, root dispersion, reference: 4 bytes each; four times: 8 bytes each
///     +---------------------------------------------------------------
struct NTP: Sendable {
    static let headerLength = 48

    var control: UInt8 = 0
    var stratum: UInt8 = 0
    var reference: UInt32 = 0

    private var mode: UInt8 { control & 7 }
    private var version: UInt8 { control >> 3 & 7 }

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard packet.isOutermost, bytes.byteCount >= 8 else { return .stop }
        let ntp = NTP(control: bytes.u8(0), stratum: bytes.u8(1), reference: 0)
        guard (1...4).contains(ntp.version) else { return .stop }
        switch ntp.mode {
        case 1...5:
            // Version 4 may have fields and a digest behind, in words.
            guard packet.layerLength >= headerLength, packet.layerLength & 3 == 0, ntp.stratum <= 16 else {
                return .stop
            }
        // The length of the data is the sixth word of two bytes (RFC 9327 §2).
        case 6:
            guard bytes.byteCount >= 12, packet.layerLength >= 12 + Int(bytes.u16(10)) else { return .stop }
        // The implementation is one of three that ever were.
        case 7: guard [0, 2, 3].contains(bytes.u8(2)), bytes.u8(3) < 64 else { return .stop }
        default: return .stop
        }
        packet.ntp = ntp
        if ntp.mode < 6 && bytes.byteCount >= 16 { packet.ntp.reference = bytes.u32(12) }
        packet.fields.insert(.ntp)
        return .stop
    }

    func write(to writer: inout JSONWriter) {
        writer.member(#"{"version":"#, version)
        switch mode {
        case 1: writer.raw(#","mode":"symmetric active""#)
        case 2: writer.raw(#","mode":"symmetric passive""#)
        case 3: writer.raw(#","mode":"client""#)
        case 4: writer.raw(#","mode":"server""#)
        case 5: writer.raw(#","mode":"broadcast""#)
        case 6: writer.raw(#","mode":"control""#)
        default: writer.raw(#","mode":"private""#)
        }
        if mode < 6 {
            writer.member(#","stratum":"#, stratum)
            if reference != 0 { writeReference(to: &writer) }
        }
        writer.byte(UInt8(ascii: "}"))
    }

    /// Four letters of the clock or of a refusal where the stratum is 0 or 1, the address of the server above else.
    private func writeReference(to writer: inout JSONWriter) {
        writer.raw(#","reference":"#)
        guard stratum <= 1 else { return writer.ipv4(reference) }
        var text = WireText<4>()
        for index in 0..<4 {
            let unit = UInt8(truncatingIfNeeded: reference >> UInt32(24 - 8 * index))
            if unit != 0 { text.append(unit) }
        }
        text.write(to: &writer)
    }
}
