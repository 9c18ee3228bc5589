/// LINKTYPE_PFLOG: what BSD's packet filter logs. The length, without its padding, is the first byte.
///
///     0        1        2        3        4                             60
///     +--------+--------+--------+--------+-----------------------------+-----------
///     | length | family | action | reason | interface, rule, user …     | direction
///     +--------+--------+--------+--------+-----------------------------+-----------
enum PFLog {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(4, of: .pflog)
        let length = (Int(bytes.u8(0)) + 3) & ~3
        guard length >= 48 else { throw Fault(.pflog, .lengthTooSmall, needed: 48, available: length) }
        try bytes.require(length, of: .pflog)
        if length > 60 && (1...2).contains(bytes.u8(60)) {
            packet.setDirection(bytes.u8(60) == 2 ? .outbound : .inbound)
        }
        switch bytes.u8(1) {
        case 2: return .layer(.ipv4, at: length)
        case 10, 24, 28, 30: return .layer(.ipv6, at: length)
        default: return .stop
        }
    }
}

/// LINKTYPE_PKTAP: what macOS captures on its interface `pktap`; a header, and then a frame of the link type it names.
///
///     0                4                8                12
///     +----------------+----------------+----------------+-------------------------+----------
///     | header length  |  next (1)      |   link type    |  interface (24 bytes)   | flags …      little-endian
///     +----------------+----------------+----------------+-------------------------+----------
enum PKTAP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(12, of: .pktap)
        let length = Int(bytes.littleEndian32(0))
        guard length >= 12 else { throw Fault(.pktap, .lengthTooSmall, needed: 12, available: length) }
        if length >= 40 && bytes.byteCount >= 40 {
            let flags = bytes.littleEndian32(36)
            if flags & 3 != 0 { packet.setDirection(flags & 2 != 0 ? .outbound : .inbound) }
        }
        guard let type = UInt16(exactly: bytes.littleEndian32(8)), let layer = LinkType(rawValue: type).layer
        else { throw Fault(.pktap, .unknownLinkType) }
        return .layer(layer, at: length)
    }
}
