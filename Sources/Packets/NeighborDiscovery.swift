/// IPv6 neighbour discovery (RFC 4861 §4): five messages, each with options of 8-byte units behind it.
///
///     0               4                                20 or 8, 16, 40 by type
///     +---------------+---------------+--------------------------+--------------
///     | type code sum |  by type      | target (135, 136, 137)   | options
///     +---------------+---------------+--------------------------+--------------
struct NeighborDiscovery: Sendable {
    private(set) var target = Address.none
    /// EUI-48, of the options 1 and 2.
    private(set) var sourceLink: UInt64?
    private(set) var targetLink: UInt64?
    /// The first prefix that a router announces.
    private(set) var prefix = Address.none
    private(set) var prefixLength: UInt8 = 0
    private(set) var mtu: UInt32?

    /// `bytes` begins with the ICMPv6 header and has eight bytes at least.
    init(_ bytes: RawSpan) throws(Fault) {
        var offset = 8
        switch bytes.u8(0) {
        case 134: offset = 16
        case 135, 136, 137:
            try bytes.require(24, of: .icmpv6)
            target = .ipv6(bytes.u64(8), bytes.u64(16))
            offset = bytes.u8(0) == 137 ? 40 : 24
        default: break
        }
        while offset + 2 <= bytes.byteCount {
            let length = Int(bytes.u8(offset + 1)) * 8
            guard length > 0 else { throw Fault(.icmpv6, .lengthTooSmall, needed: 8, available: 0) }
            try bytes.require(offset + length, of: .icmpv6)
            readOption(bytes.extracting(offset..<offset + length))
            offset += length
        }
    }

    init() {}

    private mutating func readOption(_ bytes: RawSpan) {
        switch (bytes.u8(0), bytes.byteCount) {
        case (1, 8): sourceLink = bytes.u48(2)
        case (2, 8): targetLink = bytes.u48(2)
        case (3, 32) where prefix == .none:
            prefixLength = bytes.u8(2)
            prefix = .ipv6(bytes.u64(16), bytes.u64(24))
        case (5, 8): mtu = bytes.u32(4)
        default: break
        }
    }
}

extension Packet {
    mutating func setNeighbor(_ neighbor: NeighborDiscovery) {
        detail = .neighbor(neighbor)
        fields.insert(.neighbor)
    }
}
