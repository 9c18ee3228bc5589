/// IEEE 802.11 §9.2. Which of the addresses are there, and who is who, depends on the type and on two flags.
///
///     0         2         4                   10                  16                  22        24
///     +---------+---------+-------------------+-------------------+-------------------+---------+----------------
///     | control |duration |     receiver      |    transmitter    |     address 3     |sequence | [address 4] [QoS]
///     +---------+---------+-------------------+-------------------+-------------------+---------+----------------
enum WLAN {
    /// LINKTYPE_IEEE802_11: the frame with nothing before it.
    static func dissectBare(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.wlan = WLANFields()
        return .layer(.wlan, at: 0)
    }

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.wlan))
        try bytes.require(2, of: .wlan)
        let control = bytes.u8(0)
        let flags = bytes.u8(1)
        guard control & 3 == 0 else { throw Fault(.wlan, .version) }
        packet.wlan.type = control >> 2 & 3
        packet.wlan.subtype = control >> 4
        packet.wlan.isRetry = flags & 0x08 != 0
        packet.wlan.isProtected = flags & 0x40 != 0
        packet.fields.insert(.wlan)
        switch packet.wlan.type {
        case 0:
            try bytes.require(24, of: .wlan)
            packet.setLink(source: bytes.u48(10), destination: bytes.u48(4))
            return .stop
        case 1: return try controlFrame(bytes, into: &packet)
        case 2: return try dataFrame(bytes, flags: flags, into: &packet)
        default: return .stop
        }
    }

    /// Control frames: acknowledgements and clear-to-send name the receiver only.
    private static func controlFrame(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(10, of: .wlan)
        let hasTransmitter = packet.wlan.subtype < 12 && bytes.byteCount >= 16
        packet.setLink(
            source: hasTransmitter ? bytes.u48(10) : nil, destination: bytes.u48(4))
        return .stop
    }

    private static func dataFrame(
        _ bytes: RawSpan, flags: UInt8, into packet: inout Packet
    ) throws(Fault) -> Next {
        try bytes.require(24, of: .wlan)
        var length = 24
        switch flags & 3 {
        case 0: packet.setLink(source: bytes.u48(10), destination: bytes.u48(4))
        case 1: packet.setLink(source: bytes.u48(10), destination: bytes.u48(16))  // to the access point
        case 2: packet.setLink(source: bytes.u48(16), destination: bytes.u48(4))  // from it
        default:
            try bytes.require(30, of: .wlan)
            packet.setLink(source: bytes.u48(24), destination: bytes.u48(16))
            length = 30
        }
        var isAggregate = false
        if packet.wlan.subtype & 8 != 0 {
            try bytes.require(length + 2, of: .wlan)
            isAggregate = bytes.u8(length) & 0x80 != 0
            length += flags & 0x80 != 0 ? 6 : 2  // the order flag: high throughput control
        }
        if packet.wlan.hasDataPadding { length = (length + 3) & ~3 }
        // Null functions carry nothing, protected frames nothing that can be read, later fragments no header.
        guard packet.wlan.subtype & 4 == 0, flags & 0x40 == 0, bytes.u8(22) & 15 == 0 else { return .stop }
        guard packet.layerLength > length else { return .stop }
        guard isAggregate else { return .layer(.llc, at: length) }
        // The first of several frames: destination, source, length, LLC.
        try bytes.require(length + 14, of: .wlan)
        return .layer(.llc, at: length + 14, length: Int(bytes.u16(length + 12)))
    }
}
