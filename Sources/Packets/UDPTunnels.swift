/// RFC 7348 §5, and the generic protocol extension (draft-ietf-nvo3-vxlan-gpe §3).
///
///     0               8                              24              32
///     +---------------+-------------------------------+--------------+
///     |  flags: 0x08  |                0              | GPE: next    |
///     +---------------+-------------------------------+--------------+
///     |            network identifier                 |      0       |
///     +-----------------------------------------------+--------------+
enum VXLAN {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 8, bytes.u8(0) & 0x08 != 0, bytes.u8(7) == 0 else { return .stop }
        packet.enterTunnel(.vxlan, id: bytes.u24(4))
        return .layer(.ethernet, at: 8)
    }

    static func dissectGPE(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 8, bytes.u8(0) & 0x08 != 0 else { return .stop }
        packet.enterTunnel(.vxlanGPE, id: bytes.u24(4))
        guard bytes.u8(0) & 0x04 != 0 else { return .layer(.ethernet, at: 8) }
        switch bytes.u8(3) {
        case 1: return .layer(.ipv4, at: 8)
        case 2: return .layer(.ipv6, at: 8)
        case 3: return .layer(.ethernet, at: 8)
        case 4: return .layer(.nsh, at: 8)
        case 5: return .layer(.mpls, at: 8)
        default: return .stop
        }
    }
}

/// RFC 8926 §3.4.
///
///     0   2           8               16                             32
///     +---+-----------+-+-+-----------+-------------------------------+
///     |ver| options/4 |O|C|     0     |           EtherType           |
///     +---+-----------+-+-+-----------+---------------+---------------+
///     |            network identifier                 |       0       |
///     +-----------------------------------------------+---------------+
enum GENEVE {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 8, bytes.u8(0) >> 6 == 0, bytes.u8(7) == 0 else { return .stop }
        packet.enterTunnel(.geneve, id: bytes.u24(4))
        let length = 8 + Int(bytes.u8(0) & 0x3F) * 4
        guard let layer = EtherType(rawValue: bytes.u16(2)).layer else { return .stop }
        return .layer(layer, at: length)
    }
}

/// GTP version 1, user plane (3GPP TS 29.281 §5.1).
///
///     0     3   4 5 6 7 8               16                             32
///     +-----+---+-+-+-+-+---------------+-------------------------------+
///     |ver 1|PT |0|E|S|N|  type: 255    |   length after these 8 bytes  |
///     +-----+---+-+-+-+-+---------------+-------------------------------+
///     |                       tunnel endpoint                           |
///     +-----------------------------------------------------------------+   4 bytes more with E, S or N
enum GTPU {
    /// More extension headers than 3GPP has.
    static let extensionLimit = 16

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 8, bytes.u8(0) & 0xF0 == 0x30 else { return .stop }
        packet.enterTunnel(.gtpU, id: bytes.u32(4))
        guard bytes.u8(1) == 255 else { return .stop }
        var length = 8
        if bytes.u8(0) & 7 != 0 {
            try bytes.require(12, of: .gtpU)
            length = 12
            var next = bytes.u8(0) & 4 != 0 ? bytes.u8(11) : 0
            for _ in 0..<extensionLimit where next != 0 {
                try bytes.require(length + 1, of: .gtpU)
                let size = Int(bytes.u8(length)) * 4
                guard size > 0 else { throw Fault(.gtpU, .lengthTooSmall, needed: 4, available: 0) }
                try bytes.require(length + size, of: .gtpU)
                next = bytes.u8(length + size - 1)
                length += size
            }
        }
        guard bytes.byteCount > length else { return .stop }
        switch bytes.u8(length) >> 4 {
        case 4: return .layer(.ipv4, at: length)
        case 6: return .layer(.ipv6, at: length)
        default: return .stop
        }
    }
}

/// L2TP version 2 (RFC 2661 §3.1). The fields in brackets are there where their flag is set.
///
///     +-+-+-----+-+---+-+-+-----------+-------+-------------------------------+
///     |T|L| 0   |S| 0 |O|P|     0     |  ver  |           [length]            |
///     +-+-+-----+-+---+-+-+-----------+-------+-------------------------------+
///     |                tunnel                 |            session            |
///     +---------------------------------------+-------------------------------+
///     |     [sequence, next expected]         |   [offset, padding]           |
enum L2TP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 6 else { return .stop }
        let flags = bytes.u16(0)
        guard flags & 15 == 2 else { return .stop }
        var offset = flags & 0x4000 != 0 ? 4 : 2
        try bytes.require(offset + 4, of: .l2tp)
        packet.enterTunnel(.l2tp, id: bytes.u32(offset))
        guard flags & 0x8000 == 0 else { return .stop }
        offset += 4
        if flags & 0x0800 != 0 { offset += 4 }
        if flags & 0x0200 != 0 {
            try bytes.require(offset + 2, of: .l2tp)
            offset += 2 + Int(bytes.u16(offset))
        }
        return .layer(.ppp, at: offset)
    }
}

/// Teredo (RFC 4380 §5.1.1): IPv6, after an authentication and an origin header that may be there.
enum Teredo {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        var offset = 0
        if bytes.byteCount >= 4 && bytes.u16(0) == 0x0001 {
            offset = 13 + Int(bytes.u8(2)) + Int(bytes.u8(3))
        }
        if bytes.byteCount >= offset + 2 && bytes.u16(offset) == 0x0000 { offset += 8 }
        guard bytes.byteCount > offset, bytes.u8(offset) >> 4 == 6 else { return .stop }
        packet.enterTunnel(.teredo)
        return .layer(.ipv6, at: offset)
    }
}

/// IPsec through address translation (RFC 3948 §2): four zero bytes are a key exchange, one byte 0xFF keeps alive.
enum UDPESP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 8, bytes.u32(0) != 0 else { return .stop }
        return .layer(.esp, at: 0)
    }
}

/// MPLS in UDP (RFC 7510 §3).
enum MPLSInUDP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 4 else { return .stop }
        packet.enterTunnel(.mpls, id: bytes.u32(0) >> 12)
        return .layer(.mpls, at: 0)
    }
}

/// WireGuard (wireguard.com/protocol): a message type of 1 to 4 and three zero bytes; all else is cipher text.
enum WireGuard {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard bytes.byteCount >= 32, (1...4).contains(bytes.u8(0)), bytes.u24(1) == 0 else { return .stop }
        packet.enterTunnel(.wireGuard, id: nil)
        return .stop
    }
}
