/// RFC 9260 §3.1, and the chunks behind the header, each padded to four bytes.
///
///     0               8               16              24            31
///     +-------------------------------+-------------------------------+
///     |          source port          |       destination port        |
///     +-------------------------------+-------------------------------+
///     |                       verification tag                        |
///     +---------------------------------------------------------------+
///     |                           checksum                            |
///     +---------------+---------------+-------------------------------+
///     |  chunk type   |     flags     |      length with these four   |
///     +---------------+---------------+-------------------------------+
enum SCTP {
    static let headerLength = 12

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 4 { packet.setPorts(source: bytes.u16(0), destination: bytes.u16(2)) }
        guard packet.isOutermost else { return .stop }
        try bytes.require(headerLength, of: .sctp)
        packet.setPayload(packet.layerLength - headerLength)
        packet.sctp = SCTPFields(tag: bytes.u32(4))
        packet.fields.insert(.sctp)
        var offset = headerLength
        while offset < packet.layerLength && packet.sctp.chunkCount < SCTPFields.limit {
            try bytes.require(offset + 4, of: .sctp)
            let length = Int(bytes.u16(offset + 2))
            guard length >= 4 else { throw Fault(.sctp, .lengthTooSmall, needed: 4, available: length) }
            packet.sctp.append(bytes.u8(offset))
            offset += (length + 3) & ~3
        }
        return .stop
    }
}

/// The chunks of a packet by type; those beyond the sixteenth are not kept.
struct SCTPFields: Sendable {
    static let limit = 16
    var tag: UInt32 = 0
    private(set) var chunks = InlineArray<16, UInt8>(repeating: 0)
    private(set) var chunkCount = 0

    init(tag: UInt32 = 0) { self.tag = tag }

    mutating func append(_ type: UInt8) {
        guard chunkCount < Self.limit else { return }
        chunks[chunkCount] = type
        chunkCount &+= 1
    }

    /// RFC 9260 §3.2, RFC 3758, RFC 4895, RFC 5061, RFC 8260.
    static func name(of type: UInt8) -> StaticString? {
        switch type {
        case 0: "DATA"
        case 1: "INIT"
        case 2: "INIT-ACK"
        case 3: "SACK"
        case 4: "HEARTBEAT"
        case 5: "HEARTBEAT-ACK"
        case 6: "ABORT"
        case 7: "SHUTDOWN"
        case 8: "SHUTDOWN-ACK"
        case 9: "ERROR"
        case 10: "COOKIE-ECHO"
        case 11: "COOKIE-ACK"
        case 14: "SHUTDOWN-COMPLETE"
        case 15: "AUTH"
        case 64: "I-DATA"
        case 128: "ASCONF-ACK"
        case 193: "ASCONF"
        case 192: "FORWARD-TSN"
        default: nil
        }
    }
}
