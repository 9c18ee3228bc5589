/// ARP and RARP (RFC 826, RFC 903). The diagram is for Ethernet and IPv4.
///
///     0       2       4   5   6       8               14              18
///     +-------+-------+---+---+-------+---------------+---------------+----
///     | htype | ptype |hln|pln| oper  | sender's MAC  | sender's IPv4 | target's …
///     +-------+-------+---+---+-------+---------------+---------------+----
enum ARP {
    static let headerLength = 8

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if packet.protocolName != .etherType(.rarp) { packet.setProtocol(.etherType(.arp)) }
        try bytes.require(headerLength, of: .arp)
        let hardware = Int(bytes.u8(4))
        let length = Int(bytes.u8(5))
        guard bytes.u16(2) == EtherType.ipv4.rawValue, length == 4 else { return .stop }
        let sender = headerLength + hardware
        let target = sender + 4 + hardware
        try bytes.require(target + 4, of: .arp)
        guard packet.networkLayers == 0 else {
            packet.enterInner()
            packet.tunnels.setProtocol(.etherType(.arp))
            packet.tunnels.setAddresses(.ipv4(bytes.u32(sender)), .ipv4(bytes.u32(target)))
            return .stop
        }
        packet.source = .ipv4(bytes.u32(sender))
        packet.destination = .ipv4(bytes.u32(target))
        var fields = ARPFields(operation: bytes.u16(6))
        if hardware == 6 {
            fields.hasLinkAddresses = true
            fields.sender = bytes.u48(headerLength)
            fields.target = bytes.u48(sender + 4)
        }
        packet.detail = .arp(fields)
        packet.fields.insert(.arp)
        return .stop
    }
}

struct ARPFields: Sendable {
    var operation: UInt16 = 0
    var hasLinkAddresses = false
    /// EUI-48.
    var sender: UInt64 = 0
    var target: UInt64 = 0
}
