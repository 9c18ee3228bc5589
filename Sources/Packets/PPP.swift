/// PPP (RFC 1661 §2), with or without the address and control bytes of HDLC-like framing (RFC 1662 §3.1).
///
///     +--------+--------+----------------+-----------
///     |  0xFF  |  0x03  |    protocol    | information      the protocol is one byte where that is odd
///     +--------+--------+----------------+-----------
enum PPP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.ppp))
        try bytes.require(2, of: .ppp)
        var offset = 0
        if bytes.u16(0) == 0xFF03 { offset = 2 }
        try bytes.require(offset + 1, of: .ppp)
        var number = UInt16(bytes.u8(offset))
        if number & 1 == 0 {
            try bytes.require(offset + 2, of: .ppp)
            number = bytes.u16(offset)
            offset += 1
        }
        return next(number, at: offset + 1, into: &packet)
    }

    /// IANA "PPP DLL Protocol Numbers".
    static func next(_ number: UInt16, at offset: Int, into packet: inout Packet) -> Next {
        switch number {
        case 0x0021: return .layer(.ipv4, at: offset)
        case 0x0057: return .layer(.ipv6, at: offset)
        case 0x0031: return .layer(.bridgedPPP, at: offset)
        case 0x0281, 0x0283: return .layer(.mpls, at: offset)
        case 0xC021: packet.setProtocol(.named(.lcp))
        case 0xC023: packet.setProtocol(.named(.pap))
        case 0xC223: packet.setProtocol(.named(.chap))
        case 0x8021: packet.setProtocol(.named(.ipcp))
        case 0x8057: packet.setProtocol(.named(.ipv6cp))
        default: break
        }
        return .stop
    }

    /// LINKTYPE_PPP_PPPD: one byte says whether the host sent it (1) or received it (0).
    static func dissectPPPD(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(1, of: .pppd)
        if bytes.u8(0) > 1 { return .layer(.ppp, at: 0) }
        packet.setDirection(bytes.u8(0) == 1 ? .outbound : .inbound)
        return .layer(.ppp, at: 1)
    }

    /// A bridged frame (RFC 3518 §4.2): flags, and the kind of MAC header that follows.
    static func dissectBridged(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(2, of: .bridgedPPP)
        return bytes.u8(1) == 1 ? .layer(.ethernet, at: 2) : .stop
    }
}
