/// Group membership: IGMP (RFC 2236 §2, RFC 9776 §4) and MLD (RFC 3810 §5), of which version 2 reports have records.
///
///     0               8               16                              32
///     +---------------+---------------+-------------------------------+
///     |     type      | response time |           checksum            |
///     +---------------+---------------+-------------------------------+
///     |      group, or, in a report with records, their number        |
///     +---------------------------------------------------------------+
struct MulticastGroup: Sendable {
    enum Kind: UInt8, Sendable { case query, report, leave, other }

    private(set) var kind = Kind.other
    private(set) var version: UInt8 = 0
    /// The group, or that of the first record; none in a general query.
    private(set) var group = Address.none
    private(set) var records: UInt16 = 0

    init() {}

    /// An IGMP message of eight bytes at least.
    init(igmp bytes: RawSpan) {
        switch bytes.u8(0) {
        case 0x11:
            kind = .query
            version = bytes.byteCount >= 12 ? 3 : bytes.u8(1) == 0 ? 1 : 2
        case 0x12: (kind, version) = (.report, 1)
        case 0x16: (kind, version) = (.report, 2)
        case 0x17: (kind, version) = (.leave, 2)
        case 0x22:
            (kind, version) = (.report, 3)
            records = bytes.u16(6)
            if records > 0 && bytes.byteCount >= 16 { group = .ipv4(bytes.u32(12)) }
            return
        default: return
        }
        if bytes.u32(4) != 0 { group = .ipv4(bytes.u32(4)) }
    }

    /// An MLD message of eight bytes at least, with the ICMPv6 header.
    init(listener bytes: RawSpan) {
        switch bytes.u8(0) {
        case 130: (kind, version) = (.query, bytes.byteCount >= 28 ? 2 : 1)
        case 131: (kind, version) = (.report, 1)
        case 132: (kind, version) = (.leave, 1)
        default:
            (kind, version) = (.report, 2)
            records = bytes.u16(6)
            if records > 0 && bytes.byteCount >= 28 { group = .ipv6(bytes.u64(12), bytes.u64(20)) }
            return
        }
        guard bytes.byteCount >= 24, bytes.u64(8) != 0 else { return }
        group = .ipv6(bytes.u64(8), bytes.u64(16))
    }
}

enum IGMP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        try bytes.require(8, of: .igmp)
        packet.setGroup(MulticastGroup(igmp: bytes))
        return .stop
    }
}

extension Packet {
    mutating func setGroup(_ group: MulticastGroup) {
        detail = .group(group)
        fields.insert(.multicast)
    }
}
