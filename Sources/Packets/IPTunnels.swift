/// IPsec's authentication header (RFC 4302 §2). In IPv6 it is an extension header; in IPv4 what follows it is within.
///
///     +---------------+---------------+-------------------------------+
///     |  next header  | length/4 - 2  |               0               |
///     +---------------+---------------+-------------------------------+
///     |  security parameters index, sequence number, integrity check …
///     +---------------------------------------------------------------
enum AH {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(12, of: .ah)
        packet.enterTunnel(.ah, id: bytes.u32(4))
        let length = (Int(bytes.u8(1)) + 2) * 4
        guard length >= 12 else { throw Fault(.ah, .lengthTooSmall, needed: 12, available: length) }
        try bytes.require(length, of: .ah)
        let next = IPProtocol(rawValue: bytes.u8(0))
        if next == .ipv4 { return .layer(.ipv4, at: length) }
        if next == .ipv6 { return .layer(.ipv6, at: length) }
        // Transport mode: no addresses of its own.
        packet.networkLayers += 1
        packet.enterInner()
        packet.tunnels.setProtocol(.ip(next))
        guard let layer = next.layer else { return .stop }
        return .layer(layer, at: length)
    }
}

/// IPsec's encapsulating payload (RFC 4303 §2): after the index and the sequence number all is cipher text.
enum ESP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(8, of: .esp)
        packet.enterTunnel(.esp, id: bytes.u32(0))
        return .stop
    }
}

/// Ethernet within IP (RFC 3378 §3): version 3, then twelve zero bits.
enum EtherIP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(2, of: .etherIP)
        guard bytes.u8(0) >> 4 == 3 else { throw Fault(.etherIP, .version) }
        packet.enterTunnel(.etherIP)
        return .layer(.ethernet, at: 2)
    }
}

/// L2TP version 3 directly over IP (RFC 3931 §4.1.1). The length of the cookie is known to the two ends only, so
/// that what is carried cannot be told.
enum L2TPv3 {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(4, of: .l2tpv3)
        let session = bytes.u32(0)
        packet.enterTunnel(.l2tp, id: session == 0 ? nil : session)
        return .stop
    }
}

/// A packet directly within another (RFC 2003, RFC 4213 §3, RFC 2473, RFC 4023): no header between them.
enum IPInIP {
    static func dissect(_ layer: Layer, into packet: inout Packet) -> Next {
        let isOuterIPv6 = packet.isNetworkIPv6
        switch layer {
        case .ipv4: packet.enterTunnel(isOuterIPv6 ? .fourInSix : .ipip)
        case .ipv6: packet.enterTunnel(isOuterIPv6 ? .sixInSix : .sixInFour)
        default: packet.enterTunnel(.mpls)
        }
        return .layer(layer, at: 0)
    }
}
