/// Frame relay with the encapsulation of RFC 2427 §3, or Cisco's, which puts an EtherType behind the address.
///
///     +---------------+---------------+-------------+-------------+------
///     |  address: 2 to 4 bytes,       | 0x03, [0x00]|    NLPID    | payload
///     |  the last one is odd          |             |             |
///     +---------------+---------------+-------------+-------------+------
enum FrameRelay {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        packet.setProtocol(.named(.frameRelay))
        var offset = 0
        repeat {
            try bytes.require(offset + 1, of: .frameRelay)
            offset += 1
        } while bytes.u8(offset - 1) & 1 == 0 && offset < 4
        try bytes.require(offset + 2, of: .frameRelay)
        guard bytes.u8(offset) == 0x03 else {
            return Ethernet.next(bytes.u16(offset), after: offset + 2, into: &packet)
        }
        offset += 1
        if bytes.u8(offset) == 0 {
            offset += 1
            try bytes.require(offset + 1, of: .frameRelay)
        }
        switch bytes.u8(offset) {
        case 0xCC: return .layer(.ipv4, at: offset + 1)
        case 0x8E: return .layer(.ipv6, at: offset + 1)
        case 0x80: return try snap(bytes, at: offset + 1, into: &packet)
        case 0x81...0x83: packet.setProtocol(.named(.osi))
        default: break
        }
        return .stop
    }

    private static func snap(
        _ bytes: RawSpan, at offset: Int, into packet: inout Packet
    ) throws(Fault) -> Next {
        try bytes.require(offset + 5, of: .frameRelay)
        let type = bytes.u16(offset + 3)
        switch (bytes.u24(offset), type) {
        case (0x000000, _): return Ethernet.next(type, after: offset + 5, into: &packet)
        case (0x0080C2, 0x0001), (0x0080C2, 0x0007): return .layer(.ethernet, at: offset + 5)
        default: return .stop
        }
    }
}
