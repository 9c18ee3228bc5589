/// RFC 791 §3.1.
///
///     0               8               16              24            31
///     +-------+-------+---------------+-------------------------------+
///     |version|  IHL  |    DSCP   |ECN|         total length          |
///     +-------+-------+---------------+-----+-------------------------+
///     |        identification         |flags|     fragment offset     |
///     +---------------+---------------+-----+-------------------------+
///     |      TTL      |   protocol    |        header checksum        |
///     +---------------+---------------+-------------------------------+
///     |                            source                             |
///     +---------------------------------------------------------------+
///     |                          destination                          |
///     +---------------------------------------------------------------+
enum IPv4 {
    static let headerLength = 20

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.enterNetwork()
        try bytes.require(1, of: .ipv4)
        let version = bytes.u8(0) >> 4
        guard version == 4 else {
            if version == 6 { return .layer(.ipv6, at: 0) }
            throw Fault(.ipv4, .version)
        }
        let length = Int(bytes.u8(0) & 15) * 4
        guard length >= headerLength else {
            throw Fault(.ipv4, .lengthTooSmall, needed: headerLength, available: length)
        }
        if bytes.byteCount < headerLength { throw cut(bytes, into: &packet) }
        let offset = UInt32(bytes.u16(6) & 0x1FFF) * 8
        let more = bytes.u16(6) & 0x2000 != 0
        let proto = IPProtocol(rawValue: bytes.u8(9))
        // Length 0: the network card was going to cut it up (segmentation offload), so it is all that is there.
        let total = bytes.u16(2) == 0 ? packet.layerLength : Int(bytes.u16(2))
        guard total >= length else {
            throw Fault(.ipv4, .lengthTooSmall, needed: length, available: total)
        }
        if packet.isOutermost {
            packet.source = .ipv4(bytes.u32(12))
            packet.destination = .ipv4(bytes.u32(16))
            packet.protocolName = .ip(proto)
            packet.setNetwork(ttl: bytes.u8(8), trafficClass: bytes.u8(1))
            packet.ipID = bytes.u16(4)
            packet.fields.insert(.ipID)
            if more || offset != 0 { packet.setFragment(offset: offset, more: more) }
        } else {
            packet.tunnels.setAddresses(.ipv4(bytes.u32(12)), .ipv4(bytes.u32(16)))
            packet.tunnels.setProtocol(.ip(proto))
        }
        packet.isNetworkIPv6 = false
        try bytes.require(length, of: .ipv4)
        if length > headerLength && packet.isOutermost {
            packet.ipOptions = IPv4Options(bytes, from: headerLength, to: length)
            if packet.ipOptions.count > 0 { packet.fields.insert(.ipOptions) }
        }
        guard offset == 0, let layer = proto.layer else {
            packet.checkLength(of: .ipv4, total)
            return .stop
        }
        return .layer(layer, at: length, length: total - length)
    }

    /// What a header tells that ends before its twentieth byte.
    private static func cut(_ bytes: RawSpan, into packet: inout Packet) -> Fault {
        if packet.isOutermost {
            if bytes.byteCount >= 9 { packet.setNetwork(ttl: bytes.u8(8), trafficClass: bytes.u8(1)) }
            if bytes.byteCount >= 10 { packet.protocolName = .ip(IPProtocol(rawValue: bytes.u8(9))) }
            if bytes.byteCount >= 16 { packet.source = .ipv4(bytes.u32(12)) }
        }
        return Fault(.ipv4, .truncated, needed: headerLength, available: bytes.byteCount)
    }
}

extension Packet {
    /// Whether the network layer that is being dissected is the outermost.
    @inline(__always) var isOutermost: Bool { networkLayers == 1 }

    /// An IP header begins: the addresses of the link layer no longer stand for the packet.
    @inline(__always) mutating func enterNetwork() {
        networkLayers &+= 1
        guard isOutermost else { return enterInner() }
        networkOffset = layerOffset
        source = .none
        destination = .none
        protocolName = .named(.ip)
    }

    @inline(__always) mutating func setNetwork(ttl: UInt8, trafficClass: UInt8) {
        self.ttl = ttl
        self.trafficClass = trafficClass
        fields.insert(.ttl)
        // Nearly always 0, so that a missing key says 0.
        if trafficClass >> 2 != 0 { fields.insert(.dscp) }
        if trafficClass & 3 != 0 { fields.insert(.ecn) }
    }

    mutating func setFragment(offset: UInt32, more: Bool) {
        fragmentOffset = offset
        moreFragments = more
        fields.insert(.fragment)
    }

    /// Notes a total length beyond the end of the frame where no following layer will.
    @inline(__always) mutating func checkLength(of layer: Layer, _ total: Int) {
        if total > layerLength {
            note(Fault(layer, .lengthTooLarge, needed: total, available: layerLength))
        }
    }
}
