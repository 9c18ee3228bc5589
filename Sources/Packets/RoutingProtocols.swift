/// OSPF version 2 (RFC 2328 §A.3.1) and 3 (RFC 5340 §A.3.1), whose headers begin alike.
///
///     0               8               16                              32
///     +---------------+---------------+-------------------------------+
///     |    version    |     type      |            length             |
///     +---------------+---------------+-------------------------------+
///     |                            router                             |
///     +---------------------------------------------------------------+
///     |                             area                              |
///     +---------------------------------------------------------------+
struct OSPF: Sendable {
    var version: UInt8 = 0
    var type: UInt8 = 0
    var router: UInt32 = 0
    var area: UInt32 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        try bytes.require(12, of: .ospf)
        packet.detail = .ospf(
            OSPF(version: bytes.u8(0), type: bytes.u8(1), router: bytes.u32(4), area: bytes.u32(8)))
        packet.fields.insert(.ospf)
        return .stop
    }
}

/// VRRP version 2 (RFC 3768 §5.1) and 3 (RFC 9568 §5.1).
///
///     +-------+-------+---------------+---------------+---------------+
///     |version| type  |    router     |   priority    | addresses     |
///     +-------+-------+---------------+---------------+---------------+
struct VRRP: Sendable {
    var version: UInt8 = 0
    var router: UInt8 = 0
    var priority: UInt8 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        try bytes.require(4, of: .vrrp)
        packet.detail = .vrrp(VRRP(version: bytes.u8(0) >> 4, router: bytes.u8(1), priority: bytes.u8(2)))
        packet.fields.insert(.vrrp)
        return .stop
    }
}

/// PIM version 2 (RFC 7761 §4.9).
///
///     +-------+-------+---------------+-------------------------------+
///     |version| type  |       0       |           checksum            |
///     +-------+-------+---------------+-------------------------------+
struct PIM: Sendable {
    var version: UInt8 = 0
    var type: UInt8 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        try bytes.require(4, of: .pim)
        packet.detail = .pim(PIM(version: bytes.u8(0) >> 4, type: bytes.u8(0) & 15))
        packet.fields.insert(.pim)
        return .stop
    }
}

/// EIGRP (RFC 7868 §6.1).
///
///     0               8               16                              32
///     +---------------+---------------+-------------------------------+
///     |    version    |    opcode     |           checksum            |
///     +---------------+---------------+-------------------------------+
///     | flags, sequence, acknowledgement: 4 bytes each                |
///     +-------------------------------+-------------------------------+
///     |        virtual router         |       autonomous system       |
///     +-------------------------------+-------------------------------+
struct EIGRP: Sendable {
    var version: UInt8 = 0
    var opcode: UInt8 = 0
    var autonomousSystem: UInt16 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        try bytes.require(20, of: .eigrp)
        packet.detail = .eigrp(
            EIGRP(version: bytes.u8(0), opcode: bytes.u8(1), autonomousSystem: bytes.u16(18)))
        packet.fields.insert(.eigrp)
        return .stop
    }
}
