/// The protocol behind an Ethernet header (IANA "IEEE 802 Numbers").
package struct EtherType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    static let ipv4 = EtherType(rawValue: 0x0800)
    static let arp = EtherType(rawValue: 0x0806)
    static let rarp = EtherType(rawValue: 0x8035)
    static let vlan = EtherType(rawValue: 0x8100)
    static let ipv6 = EtherType(rawValue: 0x86DD)
    static let serviceVLAN = EtherType(rawValue: 0x88A8)
    static let bridged = EtherType(rawValue: 0x6558)
    static let mpls = EtherType(rawValue: 0x8847)
    static let mplsMulticast = EtherType(rawValue: 0x8848)
    static let pppoeDiscovery = EtherType(rawValue: 0x8863)
    static let pppoeSession = EtherType(rawValue: 0x8864)
    static let slow = EtherType(rawValue: 0x8809)
    static let lldp = EtherType(rawValue: 0x88CC)
    static let macsec = EtherType(rawValue: 0x88E5)
    static let ciscoMetadata = EtherType(rawValue: 0x8909)
    static let nsh = EtherType(rawValue: 0x894F)
    static let oldServiceVLAN = EtherType(rawValue: 0x9100)

    /// Below this the field of an Ethernet header is a length (IEEE 802.3 §3.2.6).
    static let minimum: UInt16 = 0x0600

    /// The name that the stream shows for a frame without IP, nil where it shows `OTHER(0x…)`.
    package var name: StaticString? {
        switch rawValue {
        case 0x0800, 0x86DD: "IP"
        case 0x0806: "ARP"
        case 0x8035: "RARP"
        case 0x8137: "IPX"
        case 0x8100, 0x88A8, 0x9100: "VLAN"
        case 0x8809: "SLOW"
        case 0x8847, 0x8848: "MPLS"
        case 0x8863, 0x8864: "PPPoE"
        case 0x888E: "EAPOL"
        case 0x88CC: "LLDP"
        case 0x88E5: "MACsec"
        case 0x88F7: "PTP"
        case 0x809A: "802.15.4"
        case 0x894F: "NSH"
        case 0x9000: "LOOP"
        default: nil
        }
    }

    /// The dissector of this protocol, nil where there is none.
    @inline(__always) var layer: Layer? {
        switch self {
        case .ipv4: .ipv4
        case .ipv6: .ipv6
        default: otherLayer
        }
    }

    private var otherLayer: Layer? {
        switch self {
        case .arp, .rarp: .arp
        case .vlan, .serviceVLAN, .oldServiceVLAN: .vlan
        case .mpls, .mplsMulticast: .mpls
        case .pppoeDiscovery, .pppoeSession: .pppoe
        case .bridged: .ethernet
        case .macsec: .macsec
        case .nsh: .nsh
        case .lldp: .lldp
        case .slow: .slow
        case .ciscoMetadata: .ciscoMetadata
        default: nil
        }
    }
}
