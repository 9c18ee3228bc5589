/// The network service header (RFC 8300 §2.2).
///
///     0               8               16              24            31
///     +---+-+-+-------+---+-----------+-------+-------+---------------+
///     |ver|O|U|  TTL      |  length/4 |   0   |MD type| next protocol |
///     +---+-+-+-------+---+-----------+-------+-------+---------------+
enum NSH {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(8, of: .nsh)
        guard bytes.u8(0) >> 6 == 0 else { throw Fault(.nsh, .version) }
        let length = Int(bytes.u8(1) & 0x3F) * 4
        guard length >= 8 else { throw Fault(.nsh, .lengthTooSmall, needed: 8, available: length) }
        switch bytes.u8(3) {
        case 1: return .layer(.ipv4, at: length)
        case 2: return .layer(.ipv6, at: length)
        case 3: return .layer(.ethernet, at: length)
        case 4: return .layer(.nsh, at: length)
        case 5: return .layer(.mpls, at: length)
        default: return .stop
        }
    }
}

/// Cisco's metadata header, which carries a security group: version, length and one option, then an EtherType.
///
///     +---------------+---------------+---------------+---------------+---------------+
///     | version, len  |  option       |     group     |   EtherType   | payload
///     +---------------+---------------+---------------+---------------+---------------+
enum CiscoMetadata {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(8, of: .ciscoMetadata)
        return Ethernet.next(bytes.u16(6), after: 8, into: &packet)
    }
}
