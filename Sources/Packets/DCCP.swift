/// RFC 4340 §5.1. X says whether the sequence number has 48 bits, or 24.
///
///     0               8               16              24            31
///     +-------------------------------+-------------------------------+
///     |          source port          |       destination port        |
///     +---------------+-------+-------+-------------------------------+
///     |  data offset  | CCVal | CsCov |           checksum            |
///     +-----+-------+-+-------+-------+-------------------------------+
///     | 0   | type  |X|       0       |   sequence number (high) …    |
///     +-----+-------+-+---------------+-------------------------------+
enum DCCP {
    static let headerLength = 12

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 4 { packet.setPorts(source: bytes.u16(0), destination: bytes.u16(2)) }
        try bytes.require(headerLength, of: .dccp)
        let length = Int(bytes.u8(4)) * 4
        guard length >= headerLength else {
            throw Fault(.dccp, .lengthTooSmall, needed: headerLength, available: length)
        }
        guard length <= packet.layerLength else {
            throw Fault(.dccp, .lengthTooLarge, needed: length, available: packet.layerLength)
        }
        guard packet.isOutermost else { return .stop }
        packet.dccpType = bytes.u8(8) >> 1 & 15
        packet.fields.insert(.dccpType)
        packet.setPayload(packet.layerLength - length)
        return .stop
    }

    /// The names of §5.1.
    static func name(of type: UInt8) -> StaticString? {
        switch type {
        case 0: "request"
        case 1: "response"
        case 2: "data"
        case 3: "ack"
        case 4: "data-ack"
        case 5: "close-request"
        case 6: "close"
        case 7: "reset"
        case 8: "sync"
        case 9: "sync-ack"
        default: nil
        }
    }
}
