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
        var bytes = frame
        guard var layer = linkType.layer else {
            return packet.note(Fault(.link, .unknownLinkType))
        }
        for _ in 0..<layerLimit {
            packet.layerLength = end &- start
            packet.layerOffset = start
            if packet.networkLayers == 1 && packet.transportOffset == nil && layer.isTransport {
                packet.transportOffset = start
                packet.transportLength = end &- start
            }
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
            if start > end {
                let available = next.offset &- (start &- end)
                return packet.note(
                    Fault(layer, .lengthTooLarge, needed: next.offset, available: available))
            }
            if following.isPayload && !packet.wantsPayload { return }
            bytes = bytes.extracting(droppingFirst: next.offset).extracting(first: end &- start)
            layer = following
        }
        packet.note(Fault(layer, .layerLimit))
    }

    /// What most packets are made of is called from the loop itself; `stepAside` has the others.
    @inline(__always)
    private static func step(
        _ layer: Layer, _ bytes: RawSpan, into packet: inout Packet
    ) throws(Fault) -> Next {
        switch layer {
        case .ethernet: try Ethernet.dissect(bytes, into: &packet)
        case .ipv4: try IPv4.dissect(bytes, into: &packet)
        case .ipv6: try IPv6.dissect(bytes, into: &packet)
        case .tcp: try TCP.dissect(bytes, into: &packet)
        case .udp: try UDP.dissect(bytes, into: &packet)
        default: try stepAside(layer, bytes, into: &packet)
        }
    }

    private static func stepAside(
        _ layer: Layer, _ bytes: RawSpan, into packet: inout Packet
    ) throws(Fault) -> Next {
        switch layer {
        case .link, .ethernet, .ipv4, .ipv6, .tcp, .udp: .stop
        case .vlan: try VLAN.dissect(bytes, into: &packet)
        case .llc: try LLC.dissect(bytes, into: &packet)
        case .mpls: try MPLS.dissect(bytes, into: &packet)
        case .macsec: try MACsec.dissect(bytes, into: &packet)
        case .nsh: try NSH.dissect(bytes, into: &packet)
        case .ciscoMetadata: try CiscoMetadata.dissect(bytes, into: &packet)
        case .stp: try STP.dissect(bytes, into: &packet)
        case .ppp: try PPP.dissect(bytes, into: &packet)
        case .pppd: try PPP.dissectPPPD(bytes, into: &packet)
        case .pppHDLC: try CiscoHDLC.dissectEither(bytes, into: &packet)
        case .bridgedPPP: try PPP.dissectBridged(bytes, into: &packet)
        case .pppoe: try PPPoE.dissect(bytes, into: &packet)
        case .ciscoHDLC: try CiscoHDLC.dissect(bytes, into: &packet)
        case .frameRelay: try FrameRelay.dissect(bytes, into: &packet)
        case .nflog: try NFLOG.dissect(bytes, into: &packet)
        case .pflog: try PFLog.dissect(bytes, into: &packet)
        case .pktap: try PKTAP.dissect(bytes, into: &packet)
        case .fddi: try FDDI.dissect(bytes, into: &packet)
        case .tokenRing: try TokenRing.dissect(bytes, into: &packet)
        case .arcnet: try ARCNET.dissect(bytes, into: &packet)
        case .arcnetLinux: try ARCNET.dissectLinux(bytes, into: &packet)
        case .radiotap: try Radiotap.dissect(bytes, into: &packet)
        case .ppi: try PPI.dissect(bytes, into: &packet)
        case .oldRadio: try OldRadio.dissect(bytes, into: &packet)
        case .wlanBare: try WLAN.dissectBare(bytes, into: &packet)
        case .wlan: try WLAN.dissect(bytes, into: &packet)
        case .sll: try LinuxCooked.dissect(bytes, into: &packet)
        case .sll2: try LinuxCookedV2.dissect(bytes, into: &packet)
        case .null: try Null.dissect(bytes, into: &packet)
        case .loop: try Loop.dissect(bytes, into: &packet)
        case .raw: try RawIP.dissect(bytes, into: &packet)
        case .arp: try ARP.dissect(bytes, into: &packet)
        case .icmp: try ICMP.dissect(bytes, into: &packet)
        case .icmpv6: try ICMPv6.dissect(bytes, into: &packet)
        case .sctp: try SCTP.dissect(bytes, into: &packet)
        case .dccp: try DCCP.dissect(bytes, into: &packet)
        case .igmp: try IGMP.dissect(bytes, into: &packet)
        case .ospf: try OSPF.dissect(bytes, into: &packet)
        case .vrrp: try VRRP.dissect(bytes, into: &packet)
        case .pim: try PIM.dissect(bytes, into: &packet)
        case .eigrp: try EIGRP.dissect(bytes, into: &packet)
        case .lldp: try LLDP.dissect(bytes, into: &packet)
        case .cdp: try CDP.dissect(bytes, into: &packet)
        case .slow: try LACP.dissect(bytes, into: &packet)
        case .gre: try GRE.dissect(bytes, into: &packet)
        case .erspan: try ERSPAN.dissect(bytes, into: &packet)
        case .ah: try AH.dissect(bytes, into: &packet)
        case .esp: try ESP.dissect(bytes, into: &packet)
        case .etherIP: try EtherIP.dissect(bytes, into: &packet)
        case .l2tpv3: try L2TPv3.dissect(bytes, into: &packet)
        case .ipip: IPInIP.dissect(.ipv4, into: &packet)
        case .sixIn: IPInIP.dissect(.ipv6, into: &packet)
        case .mplsIP: IPInIP.dissect(.mpls, into: &packet)
        case .vxlan: try VXLAN.dissect(bytes, into: &packet)
        case .vxlanGPE: try VXLAN.dissectGPE(bytes, into: &packet)
        case .geneve: try GENEVE.dissect(bytes, into: &packet)
        case .gtpU: try GTPU.dissect(bytes, into: &packet)
        case .l2tp: try L2TP.dissect(bytes, into: &packet)
        case .teredo: try Teredo.dissect(bytes, into: &packet)
        case .udpESP: try UDPESP.dissect(bytes, into: &packet)
        case .mplsUDP: try MPLSInUDP.dissect(bytes, into: &packet)
        case .wireGuard: try WireGuard.dissect(bytes, into: &packet)
        case .dns: DNS.dissect(bytes, into: &packet)
        case .dnsTCP: DNS.dissectTCP(bytes, into: &packet)
        case .tls: TLS.dissect(bytes, into: &packet)
        case .http: HTTP.dissect(bytes, into: &packet)
        case .quic: QUIC.dissect(bytes, into: &packet)
        case .dhcp: DHCP.dissect(bytes, into: &packet)
        case .ntp: NTP.dissect(bytes, into: &packet)
        case .ssh: SSH.dissect(bytes, into: &packet)
        case .udpLite: try UDPLite.dissect(bytes, into: &packet)
        }
    }
}

extension LinkType {
    /// The outermost layer, nil for a link type without a dissector.
    @inline(__always) var layer: Layer? { self == .ethernet ? .ethernet : otherLayer }

    private var otherLayer: Layer? {
        switch self {
        case .linuxCooked: .sll
        case .linuxCookedV2: .sll2
        case .null: .null
        case .loop: .loop
        case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: .raw
        case .tokenRing: .tokenRing
        case .arcnet: .arcnet
        case .arcnetLinux: .arcnetLinux
        case .ppp: .ppp
        case .pppHDLC: .pppHDLC
        case .pppoe: .pppoe
        case .pppd: .pppd
        case .fddi: .fddi
        case .ciscoHDLC: .ciscoHDLC
        case .wlan: .wlanBare
        case .radiotap: .radiotap
        case .prism, .avs: .oldRadio
        case .ppi: .ppi
        case .frameRelay: .frameRelay
        case .mpls: .mpls
        case .pflog: .pflog
        case .nflog: .nflog
        case .pktap: .pktap
        default: nil
        }
    }
}
