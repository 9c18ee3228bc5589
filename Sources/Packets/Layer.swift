/// Every kind of header that has a dissector; the raw value is its name in a fault.
package enum Layer: String, Sendable, CaseIterable {
    case link, ethernet, vlan, llc, sll, sll2, null, loop, raw
    case mpls, macsec, nsh, ciscoMetadata = "cisco_metadata", stp
    case ppp, pppd, pppHDLC = "ppp_hdlc", bridgedPPP = "ppp_bridged", pppoe, ciscoHDLC = "cisco_hdlc"
    case frameRelay = "frame_relay", nflog, pflog, pktap
    case fddi, tokenRing = "token_ring", arcnet, arcnetLinux = "arcnet_linux"
    case radiotap, ppi, oldRadio = "prism", wlanBare = "wlan_bare", wlan
    case arp, ipv4, ipv6
    case tcp, udp, icmp, icmpv6, igmp, sctp, dccp, udpLite = "udp_lite"
    case ospf, vrrp, pim, eigrp, lldp, slow, cdp
    case gre, erspan, ah, esp, etherIP = "etherip", l2tpv3, ipip, sixIn = "ipv6_in_ip", mplsIP = "mpls_in_ip"
    case vxlan, vxlanGPE = "vxlan_gpe", geneve, gtpU = "gtp_u", l2tp, teredo, udpESP = "udp_esp"
    case mplsUDP = "mpls_in_udp", wireGuard = "wireguard"
    case dns, dnsTCP = "dns_tcp", tls, http, quic, dhcp, ntp, ssh
}

extension Layer {
    /// Whether it has a checksum of its own that `Checksums` knows.
    var isTransport: Bool {
        switch self {
        case .tcp, .udp, .icmp, .icmpv6: true
        default: false
        }
    }

    /// Whether it is what a transport carries for applications, and so nothing that another key depends on.
    @inline(__always) var isPayload: Bool {
        switch self {
        case .dns, .dnsTCP, .tls, .http, .quic, .dhcp, .ntp, .ssh: true
        default: false
        }
    }
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
