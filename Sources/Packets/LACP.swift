/// Link aggregation (IEEE 802.1AX §6.4.2.3), the first of the slow protocols: subtype, version, and the two ends' views.
///
///     0     1     2     3     4             6            12        14            16      18
///     +-----+-----+-----+-----+-------------+------------+---------+-------------+-------+-------
///     |  1  |ver. |  1  | 20  |   priority  |   system   |   key   |  priority   | port  | state    partner: 20 on
///     +-----+-----+-----+-----+-------------+------------+---------+-------------+-------+-------
struct LACP: Sendable {
    struct End: Sendable {
        var system: UInt64 = 0
        var key: UInt16 = 0
        var port: UInt16 = 0
        var state: UInt8 = 0

        init() {}

        init(_ bytes: RawSpan, at offset: Int) {
            system = bytes.u48(offset + 2)
            key = bytes.u16(offset + 8)
            port = bytes.u16(offset + 12)
            state = bytes.u8(offset + 14)
        }
    }

    var actor = End()
    var partner = End()

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.networkLayers == 0 else { return .stop }
        try bytes.require(2, of: .slow)
        switch bytes.u8(0) {
        case 1: break
        case 2:
            packet.setProtocol(.named(.lamp))
            return .stop
        case 3:
            packet.setProtocol(.named(.oam))
            return .stop
        default:
            packet.setProtocol(.named(.slow))
            return .stop
        }
        packet.setProtocol(.named(.lacp))
        try bytes.require(40, of: .slow)
        packet.detail = .lacp(LACP(actor: End(bytes, at: 4), partner: End(bytes, at: 24)))
        packet.fields.insert(.lacp)
        return .stop
    }
}
