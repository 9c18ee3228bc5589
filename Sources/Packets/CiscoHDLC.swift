/// Cisco HDLC (LINKTYPE_C_HDLC).
///
///     +---------------+---------------+-------------------------------+------
///     | 0x0F or 0x8F  |       0       |           EtherType           | payload
///     +---------------+---------------+-------------------------------+------
enum CiscoHDLC {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(4, of: .ciscoHDLC)
        switch bytes.u16(2) {
        case 0x8035: packet.setProtocol(.named(.slarp))
        case 0x2000: return .layer(.cdp, at: 4)
        case 0xFEFE: packet.setProtocol(.named(.osi))
        case let type: return Ethernet.next(type, after: 4, into: &packet)
        }
        return .stop
    }

    /// LINKTYPE_PPP_HDLC is one or the other; the first byte tells.
    static func dissectEither(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(2, of: .pppHDLC)
        return bytes.u8(0) == 0x0F || bytes.u8(0) == 0x8F ? .layer(.ciscoHDLC, at: 0) : .layer(.ppp, at: 0)
    }
}
