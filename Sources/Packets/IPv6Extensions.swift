/// The chain of extension headers behind an IPv6 header (RFC 8200 §4).
///
///     +---------------+---------------+----------------
///     |  next header  | length - 1, 8s|  as the type wants
///     +---------------+---------------+----------------
struct IPv6Extensions {
    /// The header at `offset`: after `walk` the transport, or where the walk had to end.
    var next: IPProtocol
    /// Bytes from the start of the IPv6 header.
    var offset: Int
    var isLaterFragment = false

    /// Walks to the first header that is no extension. Encapsulating security (50) is final: what follows is cipher text.
    mutating func walk(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) {
        for _ in 0..<IPv6.extensionLimit {
            let length: Int
            switch next {
            case .hopByHop, .routing, .destination:
                try bytes.require(offset + 2, of: .ipv6)
                length = (Int(bytes.u8(offset + 1)) + 1) * 8
            case .fragment:
                try bytes.require(offset + 8, of: .ipv6)
                length = 8
                readFragment(bytes, into: &packet)
            case .ah:
                try bytes.require(offset + 2, of: .ipv6)
                // It counts words of four bytes, less two (RFC 4302 §2.2).
                length = (Int(bytes.u8(offset + 1)) + 2) * 4
            default:
                return
            }
            next = IPProtocol(rawValue: bytes.u8(offset))
            if packet.isOutermost {
                packet.protocolName = .ip(next)
            } else {
                packet.tunnels.setProtocol(.ip(next))
            }
            if isLaterFragment { return }
            offset += length
        }
        throw Fault(.ipv6, .extensionLimit)
    }

    private mutating func readFragment(_ bytes: RawSpan, into packet: inout Packet) {
        let word = bytes.u16(offset + 2)
        isLaterFragment = word & 0xFFF8 != 0
        // An atomic fragment is whole (RFC 6946).
        guard packet.isOutermost, word & 0xFFF9 != 0 else { return }
        packet.setFragment(offset: UInt32(word & 0xFFF8), more: word & 1 != 0)
    }
}
