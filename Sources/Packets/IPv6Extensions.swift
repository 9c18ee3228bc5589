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
    /// What a jumbo payload option says (RFC 2675 §2), in bytes behind the IPv6 header.
    var jumboLength: UInt32?

    /// Walks to the first header that is no extension. Encapsulating security (50) is final: what follows is
    /// cipher text.
    mutating func walk(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) {
        for _ in 0..<IPv6.extensionLimit {
            let length: Int
            switch next {
            case .hopByHop, .routing, .destination:
                try bytes.require(offset + 2, of: .ipv6)
                length = (Int(bytes.u8(offset + 1)) + 1) * 8
                if next == .hopByHop { readJumbo(bytes, until: offset + length) }
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
            if packet.isOutermost { packet.noteExtension(next) }
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

    static func name(of header: UInt8) -> StaticString? {
        switch header {
        case 0: "hop_by_hop"
        case 43: "routing"
        case 44: "fragment"
        case 51: "authentication"
        case 60: "destination"
        default: nil
        }
    }

    private mutating func readFragment(_ bytes: RawSpan, into packet: inout Packet) {
        let word = bytes.u16(offset + 2)
        isLaterFragment = word & 0xFFF8 != 0
        // An atomic fragment is whole (RFC 6946).
        guard packet.isOutermost, word & 0xFFF9 != 0 else { return }
        packet.setFragment(offset: UInt32(word & 0xFFF8), more: word & 1 != 0)
    }

    /// Looks for option 194 among those of the hop-by-hop header at `offset`.
    private mutating func readJumbo(_ bytes: RawSpan, until end: Int) {
        var option = offset + 2
        while option + 2 <= min(end, bytes.byteCount) {
            let type = bytes.u8(option)
            if type == 0 {
                option += 1
                continue
            }
            let length = Int(bytes.u8(option + 1))
            if type == 194 && length == 4 && option + 6 <= bytes.byteCount {
                jumboLength = bytes.u32(option + 2)
                return
            }
            option += 2 + length
        }
    }
}

extension Packet {
    /// Keeps which extension headers there were, the first eight of them.
    mutating func noteExtension(_ header: IPProtocol) {
        fields.insert(.extensions)
        guard extensionCount < extensions.count else { return }
        extensions[extensionCount] = header.rawValue
        extensionCount &+= 1
    }

    // It changes nothing but is mutating: to only read, a call copies the packet onto the stack.
    mutating func hasExtension(_ header: IPProtocol) -> Bool {
        for index in 0..<extensionCount where extensions[index] == header.rawValue { return true }
        return false
    }
}
