/// RFC 9260 §3.1.
///
///     0               8               16              24            31
///     +-------------------------------+-------------------------------+
///     |          source port          |       destination port        |
///     +-------------------------------+-------------------------------+
///     |                       verification tag                        |
///     +---------------------------------------------------------------+
///     |                           checksum                            |
///     +---------------------------------------------------------------+
enum SCTP {
    static let headerLength = 12

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 4 { packet.setPorts(source: bytes.u16(0), destination: bytes.u16(2)) }
        guard packet.isOutermost else { return .stop }
        try bytes.require(headerLength, of: .sctp)
        packet.setPayload(packet.layerLength - headerLength)
        return .stop
    }
}
