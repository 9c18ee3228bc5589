/// The head of a packet that an ICMP error sends back (RFC 792, RFC 4443 §3): enough to say which flow it was.
/// It may end anywhere, which is no fault.
struct Quoted: Sendable {
    private(set) var flow = TunnelStack.Inner()

    /// Nil where not even the addresses are there.
    init?(_ bytes: RawSpan) {
        guard bytes.byteCount > 0 else { return nil }
        switch bytes.u8(0) >> 4 {
        case 4: guard readIPv4(bytes) else { return nil }
        case 6: guard readIPv6(bytes) else { return nil }
        default: return nil
        }
    }

    init() {}

    private mutating func readIPv4(_ bytes: RawSpan) -> Bool {
        let length = Int(bytes.u8(0) & 15) * 4
        guard length >= IPv4.headerLength, bytes.byteCount >= IPv4.headerLength else { return false }
        flow.source = .ipv4(bytes.u32(12))
        flow.destination = .ipv4(bytes.u32(16))
        let proto = IPProtocol(rawValue: bytes.u8(9))
        flow.protocolName = .ip(proto)
        if bytes.u16(6) & 0x1FFF == 0 { readPorts(bytes, at: length, of: proto) }
        return true
    }

    private mutating func readIPv6(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= IPv6.headerLength else { return false }
        flow.source = .ipv6(bytes.u64(8), bytes.u64(16))
        flow.destination = .ipv6(bytes.u64(24), bytes.u64(32))
        let proto = IPProtocol(rawValue: bytes.u8(6))
        flow.protocolName = .ip(proto)
        readPorts(bytes, at: IPv6.headerLength, of: proto)
        return true
    }

    private mutating func readPorts(_ bytes: RawSpan, at offset: Int, of proto: IPProtocol) {
        switch proto {
        case .tcp, .udp, .sctp, .dccp, .udpLite:
            guard bytes.byteCount >= offset + 4 else { return }
            flow.sourcePort = bytes.u16(offset)
            flow.destinationPort = bytes.u16(offset + 2)
            flow.hasPorts = true
        default: return
        }
    }
}
