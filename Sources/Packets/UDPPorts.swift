/// Tunnels and application protocols that are known by a UDP port. A port may be anyone's, so that each header is
/// first recognised: bytes that are not the protocol's are payload, and no fault.
enum UDPPorts {
    /// What follows the UDP header that ends at `offset`.
    @inline(__always)
    static func next(at offset: Int, source: UInt16, destination: UInt16) -> Next {
        switch destination {
        case 53, 5353, 5355: .layer(.dns, at: offset)
        case 443, 80, 4433: .layer(.quic, at: offset)
        case 123: .layer(.ntp, at: offset)
        case 67, 68: .layer(.dhcp, at: offset)
        case 4789, 8472: .layer(.vxlan, at: offset)
        case 4790: .layer(.vxlanGPE, at: offset)
        case 6081: .layer(.geneve, at: offset)
        case 2152: .layer(.gtpU, at: offset)
        case 1701: .layer(.l2tp, at: offset)
        case 3544: .layer(.teredo, at: offset)
        case 4500: .layer(.udpESP, at: offset)
        case 6635: .layer(.mplsUDP, at: offset)
        case 51820: .layer(.wireGuard, at: offset)
        default: next(source: source, at: offset)
        }
    }

    /// Those that answer from the same port.
    @inline(__always)
    private static func next(source: UInt16, at offset: Int) -> Next {
        switch source {
        case 53, 5353, 5355: .layer(.dns, at: offset)
        case 443, 80, 4433: .layer(.quic, at: offset)
        case 123: .layer(.ntp, at: offset)
        case 67: .layer(.dhcp, at: offset)
        case 2152: .layer(.gtpU, at: offset)
        case 1701: .layer(.l2tp, at: offset)
        case 3544: .layer(.teredo, at: offset)
        case 4500: .layer(.udpESP, at: offset)
        case 51820: .layer(.wireGuard, at: offset)
        default: .stop
        }
    }
}
