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
        return next(
            bytes.u16(14), hardware: bytes.u16(2), after: headerLength, into: &packet)
    }

    /// The hardware type (`ARPHRD_*` of Linux's if_arp.h) may say what the protocol means; a protocol below
    /// 0x0600 is Linux's own (`ETH_P_*` of if_ether.h).
    static func next(
        _ type: UInt16, hardware: UInt16, after offset: Int, into packet: inout Packet
    ) -> Next {
        switch (hardware, type) {
        case (803, _): return .layer(.radiotap, at: offset)
        case (801, _): return .layer(.wlanBare, at: offset)
        case (770, _): return .layer(.frameRelay, at: offset)
        case (824, _):
            packet.setProtocol(.named(.netlink))
            return .stop
        case (_, 0x0001):
            packet.setProtocol(.named(.ipx))
            return .stop
        case (_, 0x0004): return .layer(.llc, at: offset)
        case (_, ..<EtherType.minimum):
            packet.setProtocol(.etherType(EtherType(rawValue: type)))
            return .stop
        default: return Ethernet.next(type, after: offset, into: &packet)
        }
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
        return LinuxCooked.next(
            bytes.u16(0), hardware: bytes.u16(8), after: headerLength, into: &packet)
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
        setDirection(packetType == 4 ? .outbound : .inbound)
    }
}
