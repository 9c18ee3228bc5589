import JSONLines

/// The Cisco discovery protocol, as Cisco's documents and Wireshark's dissector have it: version, seconds to live
/// and checksum, then fields whose length counts their own four bytes.
///
///     0               8               16              24            31
///     +---------------+---------------+-------------------------------+
///     |    version    |    to live    |           checksum            |
///     +---------------+---------------+-------------------------------+
///     |             type              |            length             | value
///     +-------------------------------+-------------------------------+
struct CDP: Sendable {
    var timeToLive: UInt8 = 0
    var device = ShortText()
    var port = ShortText()
    var platform = ShortText()
    /// The first address of the device, where it is IPv4.
    var address: UInt32?
    var nativeVLAN: UInt16?

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.cdp))
        guard packet.networkLayers == 0 else { return .stop }
        try bytes.require(4, of: .cdp)
        var cdp = CDP()
        cdp.timeToLive = bytes.u8(1)
        var offset = 4
        // What is left below the four bytes of a field pads the frame.
        while packet.layerLength - offset >= 4 {
            try bytes.require(offset + 4, of: .cdp)
            let length = Int(bytes.u16(offset + 2))
            guard length >= 4 else { throw Fault(.cdp, .lengthTooSmall, needed: 4, available: length) }
            try bytes.require(offset + length, of: .cdp)
            cdp.read(bytes.extracting(offset + 4..<offset + length), type: bytes.u16(offset))
            offset += length
        }
        packet.detail = .cdp(cdp)
        packet.fields.insert(.cdp)
        return .stop
    }

    private mutating func read(_ value: RawSpan, type: UInt16) {
        switch type {
        case 0x0001: device = ShortText(value)
        case 0x0002: address = Self.address(value)
        case 0x0003: port = ShortText(value)
        case 0x0006: platform = ShortText(value)
        case 0x000A where value.byteCount >= 2: nativeVLAN = value.u16(0)
        default: break
        }
    }

    /// A count, and then the first address: the kind (1: an NLPID) and length of its protocol, that protocol (0xCC is
    /// IPv4), its length, itself.
    private static func address(_ value: RawSpan) -> UInt32? {
        guard value.byteCount >= 13, value.u32(0) > 0, value.u24(4) == 0x0101CC, value.u16(7) == 4 else {
            return nil
        }
        return value.u32(9)
    }

    mutating func write(to writer: inout JSONWriter) {
        writer.member(#"{"ttl":"#, timeToLive)
        device.write(#","device":"#, to: &writer)
        port.write(#","port":"#, to: &writer)
        platform.write(#","platform":"#, to: &writer)
        if let address {
            writer.raw(#","address":"#)
            writer.ipv4(address)
        }
        if let nativeVLAN { writer.member(#","native_vlan":"#, nativeVLAN) }
        writer.byte(UInt8(ascii: "}"))
    }
}
