/// Bytes of a frame to a `Packet`.
package enum Dissector {
    /// Nested headers stop here: deeper than any network nests them, and a bound on hostile ones.
    static let layerLimit = 16

    /// Dissects `frame`, the captured bytes, into `packet`, whose `wireLength` the caller has set.
    /// Whatever the bytes are, this returns; what was wrong with them is `packet.fault`.
    package static func dissect(_ frame: RawSpan, linkType: LinkType, into packet: inout Packet) {
        packet.reset()
        packet.capturedLength = frame.byteCount
        var start = 0
        // The end on the wire as the headers claim it; a capture may have kept less.
        var end = max(packet.wireLength, frame.byteCount)
        guard var layer = linkType.layer else {
            return packet.note(Fault(.link, .unknownLinkType))
        }
        for _ in 0..<layerLimit {
            packet.layerLength = end &- start
            let bytes = frame.extracting(min(start, frame.byteCount)..<min(end, frame.byteCount))
            let next: Next
            do throws(Fault) {
                next = try step(layer, bytes, into: &packet)
            } catch {
                var fault = error
                if fault.kind == .truncated && Int(fault.needed) <= end &- start { fault.kind = .snapshot }
                return packet.note(fault)
            }
            guard let following = next.layer else { return }
            let claimed = next.offset &+ next.length
            if next.length >= 0 && claimed > end &- start {
                packet.note(Fault(layer, .lengthTooLarge, needed: claimed, available: end &- start))
            } else if next.length >= 0 {
                end = start &+ claimed
            }
            start &+= next.offset
            if start > end { return }
            layer = following
        }
        packet.note(Fault(layer, .layerLimit))
    }

    @inline(__always)
    private static func step(
        _ layer: Layer, _ bytes: RawSpan, into packet: inout Packet
    ) throws(Fault) -> Next {
        switch layer {
        case .link: .stop
        case .ethernet: try Ethernet.dissect(bytes, into: &packet)
        case .vlan: try VLAN.dissect(bytes, into: &packet)
        case .sll: try LinuxCooked.dissect(bytes, into: &packet)
        case .sll2: try LinuxCookedV2.dissect(bytes, into: &packet)
        case .null: try Null.dissect(bytes, into: &packet)
        case .loop: try Loop.dissect(bytes, into: &packet)
        case .raw: try RawIP.dissect(bytes, into: &packet)
        case .arp: try ARP.dissect(bytes, into: &packet)
        case .ipv4: try IPv4.dissect(bytes, into: &packet)
        case .ipv6: try IPv6.dissect(bytes, into: &packet)
        case .tcp: try TCP.dissect(bytes, into: &packet)
        case .udp: try UDP.dissect(bytes, into: &packet)
        case .icmp: try ICMP.dissect(bytes, into: &packet)
        case .icmpv6: try ICMPv6.dissect(bytes, into: &packet)
        case .sctp: try SCTP.dissect(bytes, into: &packet)
        }
    }
}

extension LinkType {
    /// The outermost layer, nil for a link type without a dissector.
    var layer: Layer? {
        switch self {
        case .ethernet: .ethernet
        case .linuxCooked: .sll
        case .linuxCookedV2: .sll2
        case .null: .null
        case .loop: .loop
        case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: .raw
        default: nil
        }
    }
}
