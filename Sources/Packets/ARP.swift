/// ARP and RARP (RFC 826, RFC 903). The diagram is for Ethernet and IPv4.
///
///     0       2       4   5   6       8               14              18
///     +-------+-------+---+---+-------+---------------+---------------+----
///     | htype | ptype |hln|pln| oper  | sender's MAC  | sender's IPv4 | target's …
///     +-------+-------+---+---+-------+---------------+---------------+----
enum ARP {
    static let headerLength = 8

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(headerLength, of: .arp)
        let hardware = Int(bytes.u8(4))
        let length = Int(bytes.u8(5))
        guard bytes.u16(2) == EtherType.ipv4.rawValue, length == 4 else { return .stop }
        let sender = headerLength + hardware
        let target = sender + 4 + hardware
        try bytes.require(target + 4, of: .arp)
        if packet.networkLayers == 0 {
            packet.source = .ipv4(bytes.u32(sender))
            packet.destination = .ipv4(bytes.u32(target))
        }
        return .stop
    }
}
