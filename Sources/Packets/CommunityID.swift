/// Gives packets the community id of their flow, version 1: the same in both directions, and in every tool that
/// follows github.com/corelight/community-id-spec.
///
///     1:base64(SHA-1(seed, address, address, protocol, 0, port, port))     the lower end first
///
/// The specification leaves open what the flow of a nested packet is, and Wireshark takes the innermost addresses
/// and ports that it can reach, decrypted ones too. Here it is the outermost: what `source`, `destination`,
/// `protocol`, `src_port` and `dst_port` of the same line say, so that the id of a line follows from that line, and
/// a tunnel is one flow as it is for a tool that does not look inside. A protocol without ports (ESP, PIM, OSPF)
/// has its id over IPv6 as over IPv4; Wireshark has none there. A later fragment has no ports and so another id
/// than the first, as in Wireshark without reassembly.
///
/// The digest costs more than all of the decoding, so that those of the last flows are kept: 4,096 entries in
/// about 300 KB, each replaced by the next flow that falls on it.
package struct CommunityID: Sendable {
    private static let entryCount = 4096

    private var entries: [Entry]
    private let seed: UInt16

    /// Both ends must use the same seed for their ids to be comparable.
    package init(seed: UInt16 = 0) {
        self.seed = seed
        entries = Array(repeating: Entry(), count: Self.entryCount)
    }

    /// Sets `community_id` where the packet has an IP header, after it has been dissected.
    package mutating func identify(_ packet: inout Packet) {
        guard let flow = Flow(&packet) else { return }
        let slot = flow.hash & (Self.entryCount &- 1)
        if entries[slot].flow != flow { entries[slot] = Entry(flow: flow, text: text(flow)) }
        packet.communityID = entries[slot].text
        packet.fields.insert(.communityID)
    }

    private struct Entry: Sendable {
        var flow = Flow()
        var text = InlineArray<30, UInt8>(repeating: 0)
    }

    /// Two ends in their order, and what lies between them.
    private struct Flow: Equatable, Sendable {
        var low: (UInt64, UInt64) = (0, 0)
        var high: (UInt64, UInt64) = (0, 0)
        /// Ports of the low and of the high end in 16 bits each, the protocol in 8; then whether there are
        /// ports, whether it is IPv6, and a bit that tells a flow from an empty entry.
        var rest: UInt64 = 0

        init() {}

        /// The packet is read and not changed: one that is lent is copied onto the stack (see `Packet.write`).
        init?(_ packet: inout Packet) {
            guard case .ip(let proto) = packet.protocolName else { return nil }
            switch (packet.source, packet.destination) {
            case (.ipv4(let source), .ipv4(let destination)):
                low = (UInt64(source) << 32, 0)
                high = (UInt64(destination) << 32, 0)
                rest = 1 << 63
            case (.ipv6(let source0, let source1), .ipv6(let destination0, let destination1)):
                low = (source0, source1)
                high = (destination0, destination1)
                rest = 1 << 63 | 1 << 62
            default: return nil
            }
            let ports = CommunityPorts(&packet, proto)
            var (first, second) = (ports?.source ?? 0, ports?.destination ?? 0)
            let isOrdered = low < high || low == high && first <= second
            if !isOrdered && ports?.isOneWay != true {
                swap(&low, &high)
                swap(&first, &second)
            }
            rest |= UInt64(first) << 32 | UInt64(second) << 16 | UInt64(proto.rawValue)
            if ports != nil { rest |= 1 << 61 }
        }

        @inline(__always) static func == (a: Flow, b: Flow) -> Bool {
            a.rest == b.rest && a.low == b.low && a.high == b.high
        }

        @inline(__always) var hash: Int {
            var mixed = low.0 &* 0x9E37_79B9_7F4A_7C15 ^ high.0 &* 0xC2B2_AE3D_27D4_EB4F
            mixed ^= (low.1 &+ high.1) &* 0x1656_67B1_9E37_79F9 ^ rest &* 0x27D4_EB2F_1656_67C5
            return Int(truncatingIfNeeded: mixed >> 44)
        }

        var isIPv6: Bool { rest >> 62 & 1 == 1 }
        var hasPorts: Bool { rest >> 61 & 1 == 1 }
        var firstPort: UInt16 { UInt16(truncatingIfNeeded: rest >> 32) }
        var secondPort: UInt16 { UInt16(truncatingIfNeeded: rest >> 16) }
        var proto: UInt8 { UInt8(truncatingIfNeeded: rest) }
    }

    private func text(_ flow: Flow) -> InlineArray<30, UInt8> {
        var message = CommunityMessage()
        message.append(UInt64(seed), bytes: 2)
        for end in [flow.low, flow.high] {
            if flow.isIPv6 {
                message.append(end.0, bytes: 8)
                message.append(end.1, bytes: 8)
            } else {
                message.append(end.0 >> 32, bytes: 4)
            }
        }
        message.append(UInt64(flow.proto) << 8, bytes: 2)
        if flow.hasPorts { message.append(UInt64(flow.firstPort) << 16 | UInt64(flow.secondPort), bytes: 4) }
        return CommunityMessage.text(of: SHA1.digest(message.units, count: message.count))
    }
}

/// The bytes that are hashed, and the text of the result.
private struct CommunityMessage {
    var units = InlineArray<64, UInt8>(repeating: 0)
    var count = 0

    mutating func append(_ value: UInt64, bytes: Int) {
        for index in 0..<bytes {
            units[count] = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* (bytes &- 1 &- index)))
            count &+= 1
        }
    }

    /// `1:` and twenty bytes in base64 (RFC 4648 §4).
    static func text(of digest: InlineArray<5, UInt32>) -> InlineArray<30, UInt8> {
        func bits(_ index: Int) -> UInt8 {
            var value: UInt32 = 0
            for bit in index * 6..<index * 6 + 6 {
                value <<= 1
                if bit < 160 { value |= digest[bit >> 5] >> UInt32(31 - (bit & 31)) & 1 }
            }
            return UInt8(value)
        }
        var text = InlineArray<30, UInt8>(repeating: UInt8(ascii: "="))
        text[0] = UInt8(ascii: "1")
        text[1] = UInt8(ascii: ":")
        for index in 0..<27 {
            let value = bits(index)
            text[index + 2] =
                switch value {
                case ..<26: UInt8(ascii: "A") + value
                case ..<52: UInt8(ascii: "a") + value - 26
                case ..<62: UInt8(ascii: "0") + value - 52
                case 62: UInt8(ascii: "+")
                default: UInt8(ascii: "/")
                }
        }
        return text
    }
}

/// What stands for the ports. ICMP has none: its type and the type of its answer do, so that both directions are
/// one flow; a message without an answer is one way, and is type and code.
private struct CommunityPorts {
    var source: UInt16
    var destination: UInt16
    var isOneWay = false

    /// Nil where the protocol has no ports, or they were not captured.
    init?(_ packet: inout Packet, _ proto: IPProtocol) {
        switch proto {
        case .tcp, .udp, .sctp:
            guard packet.fields.contains(.sourcePort) else { return nil }
            source = packet.sourcePort
            destination = packet.destinationPort
        case .icmp, .icmpv6:
            guard packet.fields.contains(.icmpCode) else { return nil }
            let answer = proto == .icmp ? Self.answer(packet.icmpType) : Self.answer6(packet.icmpType)
            source = UInt16(packet.icmpType)
            destination = UInt16(answer ?? packet.icmpCode)
            isOneWay = answer == nil
        default: return nil
        }
    }

    private static func answer(_ type: UInt8) -> UInt8? {
        switch type {
        case 0: 8
        case 8: 0
        case 9: 10
        case 10: 9
        case 13, 15, 17: type + 1
        case 14, 16, 18: type - 1
        default: nil
        }
    }

    private static func answer6(_ type: UInt8) -> UInt8? {
        switch type {
        case 128, 130, 133, 135, 139, 144: type + 1
        case 129, 131, 134, 136, 140, 145: type - 1
        default: nil
        }
    }
}
