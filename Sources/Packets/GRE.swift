/// Generic routing encapsulation (RFC 2784, RFC 2890), and PPTP's version 1 of it (RFC 2637 §4.1).
///
///     0               8               16                             32
///     +-+-+-+-+-------+-+-------+-----+-------------------------------+
///     |C|R|K|S|       |A|       | ver |           EtherType           |
///     +-+-+-+-+-------+-+-------+-----+-------------------------------+
///     | C: checksum, 4 bytes; K: key, 4; S: sequence, 4; A (version 1): acknowledgement, 4
///     +----------------------------------------------------------------
enum GRE {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(4, of: .gre)
        let flags = bytes.u16(0)
        let type = bytes.u16(2)
        switch flags & 7 {
        case 0: return try plain(bytes, flags: flags, type: type, into: &packet)
        case 1: return try pptp(bytes, flags: flags, into: &packet)
        default: throw Fault(.gre, .version)
        }
    }

    private static func plain(
        _ bytes: RawSpan, flags: UInt16, type: UInt16, into packet: inout Packet
    ) throws(Fault) -> Next {
        var length = 4
        if flags & 0xC000 != 0 { length += 4 }
        var key: UInt32?
        if flags & 0x2000 != 0 {
            try bytes.require(length + 4, of: .gre)
            key = bytes.u32(length)
            length += 4
        }
        let hasSequence = flags & 0x1000 != 0
        if hasSequence { length += 4 }
        try bytes.require(length, of: .gre)
        // The routes of RFC 1701 are gone from the standard, and nobody sends them.
        guard flags & 0x4000 == 0 else { return .stop }
        switch type {
        case 0x6558 where key != nil:
            packet.enterTunnel(.nvgre, id: key! >> 8)  // 24 bits subnet, 8 bits flow (RFC 7637 §3.2)
            return .layer(.ethernet, at: length)
        case 0x88BE where !hasSequence:
            packet.enterTunnel(.erspan)  // type I has no header
            return .layer(.ethernet, at: length)
        case 0x88BE, 0x22EB: return .layer(.erspan, at: length)
        case 0x880B:
            packet.enterTunnel(.gre, id: key)
            return .layer(.ppp, at: length)
        case 0x883E: return .layer(.ipv4, at: wccp(bytes, at: length, key, into: &packet))
        default:
            packet.enterTunnel(.gre, id: key)
            guard let layer = EtherType(rawValue: type).layer else { return .stop }
            return .layer(layer, at: length)
        }
    }

    /// WCCP version 2 puts a redirect header of four bytes before the packet, which does not begin with a 4.
    private static func wccp(_ bytes: RawSpan, at offset: Int, _ key: UInt32?, into packet: inout Packet)
        -> Int
    {
        packet.enterTunnel(.gre, id: key)
        return bytes.byteCount > offset && bytes.u8(offset) >> 4 != 4 ? offset + 4 : offset
    }

    private static func pptp(
        _ bytes: RawSpan, flags: UInt16, into packet: inout Packet
    ) throws(Fault) -> Next {
        try bytes.require(8, of: .gre)
        packet.enterTunnel(.pptp, id: UInt32(bytes.u16(6)))
        var length = 8
        if flags & 0x1000 != 0 { length += 4 }
        if flags & 0x0080 != 0 { length += 4 }
        let payload = Int(bytes.u16(4))
        // Without a sequence number it is an acknowledgement alone.
        guard payload > 0 else { return .stop }
        return .layer(.ppp, at: length, length: payload)
    }
}

/// The mirrored frames of ERSPAN (draft-foschiano-erspan): type II has 8 bytes, type III 12, or 20 with O.
///
///     0     4                16    19  20    22                      32
///     +-----+----------------+-----+---+-----+-----------------------+
///     | ver |      VLAN      | COS |En | T   |      session id       |
///     +-----+----------------+-----+---+-----+-----------------------+
enum ERSPAN {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(8, of: .erspan)
        packet.enterTunnel(.erspan, id: UInt32(bytes.u16(2) & 0x3FF))
        switch bytes.u8(0) >> 4 {
        case 1: return .layer(.ethernet, at: 8)
        case 2:
            try bytes.require(12, of: .erspan)
            return .layer(.ethernet, at: bytes.u8(11) & 1 != 0 ? 20 : 12)
        default: throw Fault(.erspan, .version)
        }
    }
}
