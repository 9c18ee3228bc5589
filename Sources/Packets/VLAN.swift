/// A tag of IEEE 802.1Q or 802.1ad (§9.6): the two bytes of its type stand in the header before it.
///
///     +---+-+------------+----------------+
///     |PCP|D| identifier |      type      |
///     +---+-+------------+----------------+
enum VLAN {
    static let headerLength = 4

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 2 && packet.networkLayers == 0 {
            packet.vlans.append(bytes.u16(0) & 0x0FFF)
            packet.fields.insert(.vlan)
        }
        try bytes.require(headerLength, of: .vlan)
        return Ethernet.next(bytes.u16(2), after: headerLength, into: &packet)
    }
}
