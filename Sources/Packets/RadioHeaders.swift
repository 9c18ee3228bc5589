/// PPI (LINKTYPE_PPI): fields in little-endian order, and then a frame of the link type that it names.
///
///     0        1        2                4                                 8
///     +--------+--------+----------------+---------------------------------+-------
///     |   0    | flags  |     length     |            link type            | fields
///     +--------+--------+----------------+---------------------------------+-------
enum PPI {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(8, of: .ppi)
        guard bytes.u8(0) == 0 else { throw Fault(.ppi, .version) }
        let length = Int(bytes.littleEndian16(2))
        guard length >= 8 else { throw Fault(.ppi, .lengthTooSmall, needed: 8, available: length) }
        packet.wlan = WLANFields()
        guard let type = UInt16(exactly: bytes.littleEndian32(4)), let layer = LinkType(rawValue: type).layer
        else { throw Fault(.ppi, .unknownLinkType) }
        return .layer(layer, at: length)
    }
}

/// The radio headers before radiotap: Prism (LINKTYPE_IEEE802_11_PRISM), of 144 bytes, and AVS
/// (LINKTYPE_IEEE802_11_AVS), which says its length. Either stands behind either link type.
///
///     AVS    +-------------------------------+-------------------------------+------
///            |     0x80211001 or …2          |            length             | fields
///            +-------------------------------+-------------------------------+------
enum OldRadio {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.wlan))
        try bytes.require(8, of: .oldRadio)
        packet.wlan = WLANFields()
        let isAVS = bytes.u32(0) & 0xFFFF_FFF0 == 0x8021_1000
        let length = isAVS ? Int(bytes.u32(4)) : 144
        guard length >= 8 else { throw Fault(.oldRadio, .lengthTooSmall, needed: 8, available: length) }
        try bytes.require(length, of: .oldRadio)
        return .layer(.wlan, at: length)
    }
}
