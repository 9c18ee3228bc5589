/// RFC 8200 §3.
///
///     0               8               16              24            31
///     +-------+---------------+-------+-------------------------------+
///     |version| traffic class |             flow label                |
///     +-------+---------------+-------+---------------+---------------+
///     |        payload length         |  next header  |   hop limit   |
///     +-------------------------------+---------------+---------------+
///     |                      source (16 bytes)                        |
///     |                    destination (16 bytes)                     |
///     +---------------------------------------------------------------+
enum IPv6 {
    static let headerLength = 40
    /// Extension headers walked in one packet.
    static let extensionLimit = 1024

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.enterNetwork()
        try bytes.require(1, of: .ipv6)
        guard bytes.u8(0) >> 4 == 6 else { throw Fault(.ipv6, .version) }
        if bytes.byteCount < headerLength { throw cut(bytes, into: &packet) }
        let first = bytes.u32(0)
        if packet.isOutermost {
            packet.source = .ipv6(bytes.u64(8), bytes.u64(16))
            packet.destination = .ipv6(bytes.u64(24), bytes.u64(32))
            packet.protocolName = .ip(IPProtocol(rawValue: bytes.u8(6)))
            packet.setNetwork(ttl: bytes.u8(7), trafficClass: UInt8(truncatingIfNeeded: first >> 20))
            packet.flowLabel = first & 0xFFFFF
            if packet.flowLabel != 0 { packet.fields.insert(.flowLabel) }
        } else {
            packet.tunnels.setAddresses(
                .ipv6(bytes.u64(8), bytes.u64(16)), .ipv6(bytes.u64(24), bytes.u64(32)))
            packet.tunnels.setProtocol(.ip(IPProtocol(rawValue: bytes.u8(6))))
        }
        packet.isNetworkIPv6 = true
        var chain = IPv6Extensions(next: IPProtocol(rawValue: bytes.u8(6)), offset: headerLength)
        packet.extensionCount = packet.isOutermost ? 0 : packet.extensionCount
        try chain.walk(bytes, into: &packet)
        var total = headerLength + Int(bytes.u16(4))
        if bytes.u16(4) == 0 {
            // A jumbogram says so in an option; else the network card was going to cut it up.
            total = chain.jumboLength.map { headerLength + Int($0) } ?? packet.layerLength
        }
        guard !chain.isLaterFragment, let layer = chain.next.layer else {
            packet.checkLength(of: .ipv6, total)
            return .stop
        }
        return .layer(layer, at: chain.offset, length: max(0, total - chain.offset))
    }

    /// What a header tells that ends before its fortieth byte.
    private static func cut(_ bytes: RawSpan, into packet: inout Packet) -> Fault {
        if packet.isOutermost {
            if bytes.byteCount >= 8 {
                packet.protocolName = .ip(IPProtocol(rawValue: bytes.u8(6)))
                packet.setNetwork(
                    ttl: bytes.u8(7), trafficClass: UInt8(truncatingIfNeeded: bytes.u32(0) >> 20))
            }
            if bytes.byteCount >= 24 { packet.source = .ipv6(bytes.u64(8), bytes.u64(16)) }
        }
        return Fault(.ipv6, .truncated, needed: headerLength, available: bytes.byteCount)
    }
}
