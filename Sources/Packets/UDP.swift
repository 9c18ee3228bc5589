/// RFC 768.
///
///     0               8               16              24            31
///     +-------------------------------+-------------------------------+
///     |          source port          |       destination port        |
///     +-------------------------------+-------------------------------+
///     |            length             |           checksum            |
///     +-------------------------------+-------------------------------+
enum UDP {
    static let headerLength = 8

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 4 { packet.setPorts(source: bytes.u16(0), destination: bytes.u16(2)) }
        try bytes.require(headerLength, of: .udp)
        // Length 0 is a jumbogram's (RFC 2675 §4) or a card's that was going to cut it up.
        let length = bytes.u16(4) == 0 ? packet.layerLength : Int(bytes.u16(4))
        guard length >= headerLength else {
            throw Fault(.udp, .lengthTooSmall, needed: headerLength, available: length)
        }
        if packet.isOutermost { packet.setPayload(length - headerLength) }
        var next = UDPPorts.next(
            at: headerLength, source: bytes.u16(0), destination: bytes.u16(2))
        if length <= packet.layerLength {
            next.length = length - headerLength
        } else if !packet.fields.contains(.fragment) {
            // The first fragment of a datagram rightly ends before the datagram does; others do not.
            packet.note(Fault(.udp, .lengthTooLarge, needed: length, available: packet.layerLength))
        }
        return next
    }
}
