/// The protocol number of an IPv4 header, or the next header of IPv6 (IANA "Protocol Numbers").
package struct IPProtocol: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    static let hopByHop = IPProtocol(rawValue: 0)
    static let icmp = IPProtocol(rawValue: 1)
    static let igmp = IPProtocol(rawValue: 2)
    static let ipv4 = IPProtocol(rawValue: 4)
    static let tcp = IPProtocol(rawValue: 6)
    static let udp = IPProtocol(rawValue: 17)
    static let dccp = IPProtocol(rawValue: 33)
    static let ipv6 = IPProtocol(rawValue: 41)
    static let routing = IPProtocol(rawValue: 43)
    static let fragment = IPProtocol(rawValue: 44)
    static let gre = IPProtocol(rawValue: 47)
    static let esp = IPProtocol(rawValue: 50)
    static let ah = IPProtocol(rawValue: 51)
    static let icmpv6 = IPProtocol(rawValue: 58)
    static let noNext = IPProtocol(rawValue: 59)
    static let destination = IPProtocol(rawValue: 60)
    static let eigrp = IPProtocol(rawValue: 88)
    static let ospf = IPProtocol(rawValue: 89)
    static let pim = IPProtocol(rawValue: 103)
    static let vrrp = IPProtocol(rawValue: 112)
    static let etherIP = IPProtocol(rawValue: 97)
    static let l2tp = IPProtocol(rawValue: 115)
    static let mpls = IPProtocol(rawValue: 137)
    static let sctp = IPProtocol(rawValue: 132)
    static let udpLite = IPProtocol(rawValue: 136)

    /// The name that the stream shows, nil where it shows `OTHER(n)`.
    package var name: StaticString? {
        switch rawValue {
        case 1: "ICMP"
        case 2: "IGMP"
        case 4: "IPIP"
        case 6: "TCP"
        case 8: "EGP"
        case 17: "UDP"
        case 33: "DCCP"
        case 41: "IPv6"
        case 46: "RSVP"
        case 47: "GRE"
        case 50: "ESP"
        case 51: "AH"
        case 58: "ICMPv6"
        case 88: "EIGRP"
        case 89: "OSPF"
        case 103: "PIM"
        case 112: "VRRP"
        case 115: "L2TP"
        case 132: "SCTP"
        case 136: "UDP-Lite"
        default: nil
        }
    }

    /// The dissector of what follows an IP header, nil where there is none.
    @inline(__always) var layer: Layer? {
        switch self {
        case .tcp: .tcp
        case .udp: .udp
        default: otherLayer
        }
    }

    private var otherLayer: Layer? {
        switch self {
        case .icmp: .icmp
        case .icmpv6: .icmpv6
        case .sctp: .sctp
        case .dccp: .dccp
        case .udpLite: .udpLite
        case .igmp: .igmp
        case .ospf: .ospf
        case .vrrp: .vrrp
        case .pim: .pim
        case .eigrp: .eigrp
        case .gre: .gre
        case .ah: .ah
        case .esp: .esp
        case .ipv4: .ipip
        case .ipv6: .sixIn
        case .etherIP: .etherIP
        case .l2tp: .l2tpv3
        case .mpls: .mplsIP
        default: nil
        }
    }
}
