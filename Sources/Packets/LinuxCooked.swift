/// LINKTYPE_LINUX_SLL: what Linux gives on the interface `any`.
///
///     0         2         4         6                       14        16
///     +---------+---------+---------+-----------------------+---------+
///     | pkttype | ARPHRD  |  length |  sender's address     |  type   |
///     +---------+---------+---------+-----------------------+---------+
enum LinuxCooked {
    static let headerLength = 16

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(headerLength, of: .sll)
        packet.setCooked(bytes, packetType: bytes.u16(0), addressLength: bytes.u16(4), addressAt: 6)
        return next(bytes.u16(14), after: headerLength, into: &packet)
    }

    /// Types below 0x0600 are Linux's own (`ETH_P_*` of if_ether.h).
    static func next(_ type: UInt16, after offset: Int, into packet: inout Packet) -> Next {
        Ethernet.next(type, after: offset, into: &packet)
    }
}

/// LINKTYPE_LINUX_SLL2.
///
///     0         2         4                   8         10   11   12                   20
///     +---------+---------+-------------------+---------+----+----+---------------------+
///     |  type   |    0    |  interface index  | ARPHRD  |pkt |len |  sender's address   |
///     +---------+---------+-------------------+---------+----+----+---------------------+
enum LinuxCookedV2 {
    static let headerLength = 20

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(headerLength, of: .sll2)
        packet.setCooked(
            bytes, packetType: UInt16(bytes.u8(10)), addressLength: UInt16(bytes.u8(11)), addressAt: 12)
        return LinuxCooked.next(bytes.u16(0), after: headerLength, into: &packet)
    }
}

extension Packet {
    /// Cooked headers know the sender only, and whether that was this host (packet type 4).
    fileprivate mutating func setCooked(
        _ bytes: RawSpan, packetType: UInt16, addressLength: UInt16, addressAt offset: Int
    ) {
        if addressLength == 6 {
            linkSource = bytes.u48(offset)
            fields.insert(.linkSource)
            source = .mac(linkSource)
        }
        guard packetType <= 4 else { return }
        direction = packetType == 4 ? .outbound : .inbound
        fields.insert(.direction)
    }
}
