/// The spanning tree protocol and its successors (IEEE 802.1Q §14.1). Topology changes have the first four bytes only.
///
///     0         2    3    4    5                   13        17                  25     27
///     +---------+----+----+----+-------------------+---------+-------------------+------+----
///     |    0    |ver |type|flag|       root        |  cost   |      bridge       | port | times
///     +---------+----+----+----+-------------------+---------+-------------------+------+----
struct STP: Sendable {
    var version: UInt8 = 0
    var type: UInt8 = 0
    var hasTree = false
    /// Two bytes priority, six bytes MAC.
    var root: UInt64 = 0
    var rootCost: UInt32 = 0
    var bridge: UInt64 = 0
    var port: UInt16 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.networkLayers == 0 else { return .stop }
        try bytes.require(4, of: .stp)
        guard bytes.u16(0) == 0 else { return .stop }
        var stp = STP(version: bytes.u8(2), type: bytes.u8(3))
        if stp.type == 0 || stp.type == 2 {
            try bytes.require(35, of: .stp)
            stp.hasTree = true
            stp.root = bytes.u64(5)
            stp.rootCost = bytes.u32(13)
            stp.bridge = bytes.u64(17)
            stp.port = bytes.u16(25)
        }
        packet.detail = .stp(stp)
        packet.fields.insert(.stp)
        return .stop
    }
}
