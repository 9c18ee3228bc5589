/// RFC 4443 §2.1: the same first four bytes as ICMP. Types below 128 are errors.
enum ICMPv6 {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        packet.setICMP(bytes)
        try bytes.require(4, of: .icmpv6)
        guard bytes.byteCount >= 8 else { return .stop }
        switch bytes.u8(0) {
        case 1...4: packet.setQuoted(bytes.extracting(8..<bytes.byteCount))
        case 128, 129: packet.setEcho(bytes)
        case 130...132, 143: packet.setGroup(MulticastGroup(listener: bytes))
        case 133...137: packet.setNeighbor(try NeighborDiscovery(bytes))
        default: break
        }
        return .stop
    }
}
