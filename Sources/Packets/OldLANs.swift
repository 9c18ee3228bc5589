/// FDDI (LINKTYPE_FDDI): a frame control byte before the addresses, and LLC behind them.
///
///     0    1                   7                   13
///     +----+-------------------+-------------------+------
///     | FC |    destination    |      source       | LLC
///     +----+-------------------+-------------------+------
enum FDDI {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(13, of: .fddi)
        packet.setLink(source: bytes.u48(7), destination: bytes.u48(1))
        packet.setProtocol(.named(.fddi))
        // Only the frames 0101xxxx carry LLC (ISO 9314-2 §7.3).
        return bytes.u8(0) & 0xF0 == 0x50 ? .layer(.llc, at: 13) : .stop
    }
}

/// Token ring (LINKTYPE_IEEE802_5). The top bit of the source says that a route stands behind the addresses.
///
///     0    1    2                   8                   14
///     +----+----+-------------------+-------------------+-----------+------
///     | AC | FC |    destination    |      source       | [route]   | LLC
///     +----+----+-------------------+-------------------+-----------+------
enum TokenRing {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(14, of: .tokenRing)
        let isRouted = bytes.u8(8) & 0x80 != 0
        packet.setLink(source: bytes.u48(8) & 0x7FFF_FFFF_FFFF, destination: bytes.u48(2))
        packet.setProtocol(.named(.tokenRing))
        guard bytes.u8(1) & 0xC0 == 0x40 else { return .stop }
        guard isRouted else { return .layer(.llc, at: 14) }
        try bytes.require(15, of: .tokenRing)
        return .layer(.llc, at: 14 + max(2, Int(bytes.u8(14) & 0x1F)))
    }
}

/// ARCNET (RFC 1201), as BSD captures it; Linux puts an offset of two bytes before the protocol.
///
///     0        1             2         3        4          6
///     +--------+-------------+---------+--------+----------+------
///     | source | destination |protocol | split  | sequence | payload      split 0xFF: four bytes more
///     +--------+-------------+---------+--------+----------+------
enum ARCNET {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(3, of: .arcnet)
        return try next(bytes, at: 2, into: &packet)
    }

    static func dissectLinux(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(5, of: .arcnetLinux)
        return try next(bytes, at: 4, into: &packet)
    }

    private static func next(
        _ bytes: RawSpan, at offset: Int, into packet: inout Packet
    ) throws(Fault) -> Next {
        packet.setProtocol(.named(.arcnet))
        let number = bytes.u8(offset)
        switch number {
        case 240: return .layer(.ipv4, at: offset + 1)  // RFC 1051: no more header
        case 241: return .layer(.arp, at: offset + 1)
        case 205: return .layer(.llc, at: offset + 1)
        default: break
        }
        try bytes.require(offset + 2, of: .arcnet)
        let payload = offset + (bytes.u8(offset + 1) == 0xFF ? 8 : 4)
        switch number {
        case 212: return .layer(.ipv4, at: payload)
        case 213: return .layer(.arp, at: payload)
        case 196: return .layer(.ipv6, at: payload)
        default: return .stop
        }
    }
}
