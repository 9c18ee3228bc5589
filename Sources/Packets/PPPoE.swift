/// PPP over Ethernet (RFC 2516 §4).
///
///     0               8               16                             32
///     +-------+-------+---------------+-------------------------------+
///     |version| type  |     code      |          session              |
///     +-------+-------+---------------+-------------------------------+
///     |            length             | PPP, or the tags of discovery
///     +-------------------------------+-------------------------------
enum PPPoE {
    static let headerLength = 6

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(headerLength, of: .pppoe)
        guard bytes.u8(0) == 0x11 else { throw Fault(.pppoe, .version) }
        guard bytes.u8(1) == 0 else { return .stop }
        return .layer(.ppp, at: headerLength, length: Int(bytes.u16(4)))
    }
}
