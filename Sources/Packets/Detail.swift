/// What is particular to one protocol. A packet has one of these at most: its key says which.
enum Detail: Sendable {
    case none
    case arp(ARPFields)
    case quoted(Quoted)
    case neighbor(NeighborDiscovery)
    case group(MulticastGroup)
    case ospf(OSPF)
    case vrrp(VRRP)
    case pim(PIM)
    case eigrp(EIGRP)
    case stp(STP)
    case lacp(LACP)
    case lldp(LLDP)
    case cdp(CDP)
}
