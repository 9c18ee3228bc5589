/// Verdicts on the checksums of the outermost packet. A host that leaves them to its network card sends packets
/// that look bad to a capture on that host.
package enum Checksums {
    enum Verdict: UInt8, Sendable {
        case good, bad
        /// The sender left it out, as UDP over IPv4 may.
        case absent
        /// Not all of the bytes are there: a short snapshot, or a fragment.
        case unverified

        var text: StaticString {
            switch self {
            case .good: "good"
            case .bad: "bad"
            case .absent: "absent"
            case .unverified: "unverified"
            }
        }
    }

    /// Sets `checksum` from `frame`, which has been dissected into `packet`.
    package static func verify(_ frame: RawSpan, into packet: inout Packet) {
        guard packet.networkLayers > 0 else { return }
        packet.networkChecksum = header(frame, packet)
        packet.transportChecksum = transport(frame, &packet)
        if packet.networkChecksum != nil || packet.transportChecksum != nil {
            packet.fields.insert(.checksum)
        }
    }

    /// Of the IPv4 header; IPv6 has none.
    private static func header(_ frame: RawSpan, _ packet: borrowing Packet) -> Verdict? {
        guard case .ipv4 = packet.source, let start = packet.networkOffset, start < frame.byteCount else {
            return nil
        }
        let length = Int(frame.u8(start) & 15) * 4
        guard start + length <= frame.byteCount else { return .unverified }
        return sum(frame, from: start, count: length) == 0xFFFF ? .good : .bad
    }

    // What reads a packet below has it `inout`: one that is lent is copied onto the stack (see `Packet.write`).

    private static func transport(_ frame: RawSpan, _ packet: inout Packet) -> Verdict? {
        guard case .ip(let proto) = packet.protocolName, let start = packet.transportOffset else {
            return nil
        }
        let length = packet.transportLength
        guard [.tcp, .udp, .icmp, .icmpv6].contains(proto) else { return nil }
        // With a route ahead the checksum is for the last destination, not this one (RFC 8200 §8.1).
        let isRouted = packet.fields.contains(.extensions) && packet.hasExtension(.routing)
        guard !packet.fields.contains(.fragment), !isRouted, length >= 8, start + length <= frame.byteCount
        else {
            return .unverified
        }
        if proto == .udp && frame.u16(start + 6) == 0 { return .absent }
        var total = sum(frame, from: start, count: length)
        if proto != .icmp { total = add(total, pseudo(&packet, proto, length)) }
        return total == 0xFFFF ? .good : .bad
    }

    /// The sum of the pseudo header (RFC 9293 §3.1, RFC 8200 §8.1).
    private static func pseudo(_ packet: inout Packet, _ proto: IPProtocol, _ length: Int) -> UInt32 {
        var total = add(words(packet.source), words(packet.destination))
        total = add(total, UInt32(proto.rawValue))
        return add(add(total, UInt32(length >> 16)), UInt32(length & 0xFFFF))
    }

    private static func words(_ address: Address) -> UInt32 {
        switch address {
        case .ipv4(let value): add(value >> 16, value & 0xFFFF)
        case .ipv6(let high, let low): add(words(high), words(low))
        default: 0
        }
    }

    private static func words(_ value: UInt64) -> UInt32 {
        let (high, low) = (UInt32(truncatingIfNeeded: value >> 32), UInt32(truncatingIfNeeded: value))
        return add(add(high >> 16, high & 0xFFFF), add(low >> 16, low & 0xFFFF))
    }

    /// The ones' complement sum of two 16-bit numbers.
    private static func add(_ a: UInt32, _ b: UInt32) -> UInt32 {
        let total = a &+ b
        return (total & 0xFFFF) &+ (total >> 16)
    }

    /// The ones' complement sum of `count` bytes (RFC 1071), an odd last one padded with zero.
    private static func sum(_ frame: RawSpan, from start: Int, count: Int) -> UInt32 {
        var total: UInt64 = 0
        var offset = start
        let end = start + count
        while offset + 4 <= end {
            total &+= UInt64(frame.u32(offset))
            offset &+= 4
        }
        if offset + 2 <= end {
            total &+= UInt64(frame.u16(offset))
            offset &+= 2
        }
        if offset < end { total &+= UInt64(frame.u8(offset)) << 8 }
        while total > 0xFFFF { total = (total & 0xFFFF) &+ (total >> 16) }
        return UInt32(total)
    }
}
