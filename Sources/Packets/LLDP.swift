/// The link layer discovery protocol (IEEE 802.1AB §8): type and length in two bytes, then the value.
///
///     0        7              16
///     +--------+---------------+--------
///     |  type  |    length     | value     types 1 and 2: a subtype byte first
///     +--------+---------------+--------
struct LLDP: Sendable {
    var chassis = Identifier()
    var port = Identifier()
    var timeToLive: UInt16 = 0
    var systemName = ShortText()

    /// A chassis or a port: a MAC or IPv4 address where its subtype says so, else text.
    struct Identifier: Sendable {
        var address = Address.none
        var text = ShortText()
    }

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.networkLayers == 0 else { return .stop }
        var lldp = LLDP()
        var offset = 0
        while offset < bytes.byteCount {
            try bytes.require(offset + 2, of: .lldp)
            let type = bytes.u8(offset) >> 1
            let length = Int(bytes.u16(offset) & 0x1FF)
            if type == 0 { break }
            try bytes.require(offset + 2 + length, of: .lldp)
            lldp.read(bytes.extracting(offset + 2..<offset + 2 + length), type: type)
            offset += 2 + length
        }
        packet.detail = .lldp(lldp)
        packet.fields.insert(.lldp)
        return .stop
    }

    private mutating func read(_ value: RawSpan, type: UInt8) {
        switch type {
        case 1 where value.byteCount > 1: chassis = Self.identifier(value, mac: 4, network: 5)
        case 2 where value.byteCount > 1: port = Self.identifier(value, mac: 3, network: 4)
        case 3 where value.byteCount >= 2: timeToLive = value.u16(0)
        case 5: systemName = ShortText(value)
        default: break
        }
    }

    private static func identifier(_ value: RawSpan, mac: UInt8, network: UInt8) -> Identifier {
        switch (value.u8(0), value.byteCount) {
        case (mac, 7): Identifier(address: .mac(value.u48(1)))
        case (network, 6) where value.u8(1) == 1: Identifier(address: .ipv4(value.u32(2)))
        default: Identifier(text: ShortText(value.extracting(1..<value.byteCount)))
        }
    }
}
