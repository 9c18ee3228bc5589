/// IEEE 802.2 logical link control, and SNAP (RFC 1042) behind it.
///
///     0      1      2           3               6         8
///     +------+------+-----------+---------------+---------+------
///     | DSAP | SSAP | control   | SNAP: OUI     |  type   | payload
///     +------+------+-----------+---------------+---------+------
///                     1 byte for unnumbered frames, else 2
enum LLC {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(3, of: .llc)
        let sap = bytes.u8(0)
        let isUnnumbered = bytes.u8(2) & 3 == 3
        let control = isUnnumbered ? 1 : 2
        switch (sap, bytes.u8(1) & 0xFE) {
        case (0xAA, 0xAA) where isUnnumbered: return try snap(bytes, into: &packet)
        case (0x06, 0x06): return .layer(.ipv4, at: 2 + control)
        case (0x42, _):
            packet.setProtocol(.named(.stp))
            return .layer(.stp, at: 2 + control)
        case (0xE0, _): packet.setProtocol(.named(.ipx))
        case (0xF0, _): packet.setProtocol(.named(.netBIOS))
        case (0xFE, _): packet.setProtocol(.named(.osi))
        case (0x04, _), (0x08, _): packet.setProtocol(.named(.sna))
        default: packet.setProtocol(.named(.llc))
        }
        return .stop
    }

    private static func snap(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.snap))
        try bytes.require(8, of: .llc)
        let type = bytes.u16(6)
        switch (bytes.u24(3), type) {
        case (0x000000, _), (0x0000F8, _), (0x080007, _):
            return Ethernet.next(type, after: 8, into: &packet)
        case (0x00000C, 0x2000): return .layer(.cdp, at: 8)
        case (0x00000C, 0x2004): packet.setProtocol(.named(.dtp))
        case (0x00000C, 0x2003): packet.setProtocol(.named(.vtp))
        case (0x00000C, 0x0111): packet.setProtocol(.named(.udld))
        case (0x00000C, 0x010B):
            packet.setProtocol(.named(.stp))
            return .layer(.stp, at: 8)
        // Bridged frames (RFC 2684 §5.2): type 1 keeps the frame check sequence, 7 does not.
        case (0x0080C2, 0x0001), (0x0080C2, 0x0007): return .layer(.ethernet, at: 8)
        default: break
        }
        return .stop
    }
}
