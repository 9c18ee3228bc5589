import JSONLines

/// What the payload of one packet may be, told by its port and by its first bytes. A port may be anyone's, and so may
/// the first bytes: each dissector looks closer, and bytes that are not its protocol's are payload, and no fault.
///
/// Only the outermost packet's payload is looked at, one packet at a time: what a message lacks because it goes on in
/// the next segment, or because the snapshot is short, is left out.
enum PayloadProtocols {
    /// What follows the TCP header that ends at `offset`.
    @inline(__always)
    static func next(tcp bytes: RawSpan, at offset: Int, _ packet: borrowing Packet) -> Next {
        guard bytes.byteCount &- offset >= 6 else { return .stop }
        let first = bytes.u32(offset)
        // The record types of TLS and the high byte of its version.
        if first & 0xFCFF_0000 == 0x1403_0000 { return .layer(.tls, at: offset) }
        switch first {
        // GET, POST, HTTP, HEAD, PUT, DELE, OPTI, PATC, CONN, TRAC
        case 0x4745_5420, 0x504F_5354, 0x4854_5450, 0x4845_4144, 0x5055_5420, 0x4445_4C45, 0x4F50_5449,
            0x5041_5443, 0x434F_4E4E, 0x5452_4143:
            return .layer(.http, at: offset)
        case 0x5353_482D: return .layer(.ssh, at: offset)  // SSH-
        default: break
        }
        switch (packet.sourcePort, packet.destinationPort) {
        case (80, _), (_, 80), (8080, _), (_, 8080): return .layer(.http, at: offset)
        case (53, _), (_, 53), (5353, _), (_, 5353): return .layer(.dnsTCP, at: offset)
        case (22, _), (_, 22): return .layer(.ssh, at: offset)
        default: return .stop
        }
    }
}

extension Field {
    /// Whether it is the object of an application protocol.
    var isPayload: Bool {
        switch self {
        case .dns, .tls, .http, .quic, .dhcp, .ntp, .ssh: true
        default: false
        }
    }
}

extension Packet {
    /// Appends the object of the application protocol that `field` names, and which the packet has.
    @inline(never)
    mutating func writePayload(_ field: Field, to writer: inout JSONWriter) {
        writer.raw(field.prefix)
        switch field {
        case .dns: dns.write(to: &writer)
        case .tls: tls.write(to: &writer)
        case .http: http.write(to: &writer)
        case .quic: quic.write(to: &writer)
        case .dhcp: dhcp.write(to: &writer)
        case .ntp: ntp.write(to: &writer)
        default: ssh.write(to: &writer)
        }
    }
}
