/// Every kind of header that has a dissector; the raw value is its name in a fault.
package enum Layer: String, Sendable, CaseIterable {
    case link, ethernet, vlan, sll, sll2, null, loop, raw
    case arp, ipv4, ipv6
    case tcp, udp, icmp, icmpv6, sctp
}

/// What a dissector found behind its own header.
struct Next {
    /// The layer that follows, nil where decoding ends.
    var layer: Layer?
    /// Bytes from the start of this layer to the start of the next.
    var offset = 0
    /// Bytes of the next layer as this one's header claims, or -1: all that is left.
    var length = -1

    static var stop: Next { Next(layer: nil) }

    static func layer(_ layer: Layer, at offset: Int) -> Next {
        Next(layer: layer, offset: offset)
    }

    static func layer(_ layer: Layer, at offset: Int, length: Int) -> Next {
        Next(layer: layer, offset: offset, length: length)
    }
}
