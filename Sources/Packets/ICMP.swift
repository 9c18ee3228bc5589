/// RFC 792. An echo has an identifier and a sequence number; an error sends back the head of what it is about.
///
///     0               8               16                            31
///     +---------------+---------------+-------------------------------+
///     |     type      |     code      |           checksum            |
///     +---------------+---------------+-------------------------------+
///     |  echo: identifier             |  sequence number              |
///     +-------------------------------+-------------------------------+
enum ICMP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        guard packet.isOutermost else { return .stop }
        packet.setICMP(bytes)
        try bytes.require(4, of: .icmp)
        guard bytes.byteCount >= 8 else { return .stop }
        switch bytes.u8(0) {
        case 0, 8, 13, 14: packet.setEcho(bytes)
        case 3, 4, 5, 11, 12: packet.setQuoted(bytes.extracting(8..<bytes.byteCount))
        default: break
        }
        return .stop
    }
}

extension Packet {
    mutating func setICMP(_ bytes: RawSpan) {
        if bytes.byteCount >= 1 {
            icmpType = bytes.u8(0)
            fields.insert(.icmpType)
        }
        if bytes.byteCount >= 2 {
            icmpCode = bytes.u8(1)
            fields.insert(.icmpCode)
        }
        if bytes.byteCount >= 8 { setPayload(layerLength - 8) }
    }

    mutating func setEcho(_ bytes: RawSpan) {
        icmpIdentifier = bytes.u16(4)
        icmpSequence = bytes.u16(6)
        fields.insert(.icmpIdentifier)
        fields.insert(.icmpSequence)
    }

    mutating func setQuoted(_ bytes: RawSpan) {
        guard let quoted = Quoted(bytes) else { return }
        detail = .quoted(quoted)
        fields.insert(.quoted)
    }
}
