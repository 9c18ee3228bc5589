/// RFC 3828 §3.1: UDP whose length field says how much the checksum covers; 0 is all.
///
///     0               8               16              24            31
///     +-------------------------------+-------------------------------+
///     |          source port          |       destination port        |
///     +-------------------------------+-------------------------------+
///     |       checksum coverage       |           checksum            |
///     +-------------------------------+-------------------------------+
enum UDPLite {
    static let headerLength = 8

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 4 { packet.setPorts(source: bytes.u16(0), destination: bytes.u16(2)) }
        try bytes.require(headerLength, of: .udpLite)
        if packet.isOutermost { packet.setPayload(packet.layerLength - headerLength) }
        let coverage = Int(bytes.u16(4))
        if coverage != 0 && coverage < headerLength {
            throw Fault(.udpLite, .lengthTooSmall, needed: headerLength, available: coverage)
        }
        return .stop
    }
}
