/// RFC 4443 §2.1: the same first four bytes as ICMP.
enum ICMPv6 {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        packet.setICMP(bytes)
        try bytes.require(4, of: .icmpv6)
        return .stop
    }
}
