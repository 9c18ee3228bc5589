/// RFC 792.
///
///     0               8               16                            31
///     +---------------+---------------+-------------------------------+
///     |     type      |     code      |           checksum            |
///     +---------------+---------------+-------------------------------+
enum ICMP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        packet.setICMP(bytes)
        try bytes.require(4, of: .icmp)
        return .stop
    }
}

extension Packet {
    mutating func setICMP(_ bytes: RawSpan) {
        if bytes.byteCount >= 1 {
            icmpType = bytes.u8(0)
            fields.insert(.icmpType)
        }
        if bytes.byteCount >= 2 {
            icmpCode = bytes.u8(1)
            fields.insert(.icmpCode)
        }
    }
}
