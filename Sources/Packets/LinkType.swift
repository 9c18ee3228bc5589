/// The link-layer header type of a capture (LINKTYPE_ values of tcpdump.org/linktypes.html).
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let null = LinkType(rawValue: 0)
    package static let ethernet = LinkType(rawValue: 1)
    package static let tokenRing = LinkType(rawValue: 6)
    package static let arcnet = LinkType(rawValue: 7)
    package static let ppp = LinkType(rawValue: 9)
    package static let fddi = LinkType(rawValue: 10)
    package static let pppHDLC = LinkType(rawValue: 50)
    package static let pppoe = LinkType(rawValue: 51)
    package static let raw = LinkType(rawValue: 101)
    package static let ciscoHDLC = LinkType(rawValue: 104)
    package static let wlan = LinkType(rawValue: 105)
    package static let frameRelay = LinkType(rawValue: 107)
    package static let loop = LinkType(rawValue: 108)
    package static let linuxCooked = LinkType(rawValue: 113)
    package static let pflog = LinkType(rawValue: 117)
    package static let prism = LinkType(rawValue: 119)
    package static let radiotap = LinkType(rawValue: 127)
    package static let arcnetLinux = LinkType(rawValue: 129)
    package static let mpls = LinkType(rawValue: 219)
    package static let avs = LinkType(rawValue: 163)
    package static let pppd = LinkType(rawValue: 166)
    package static let ppi = LinkType(rawValue: 192)
    package static let ipv4 = LinkType(rawValue: 228)
    package static let ipv6 = LinkType(rawValue: 229)
    package static let nflog = LinkType(rawValue: 239)
    package static let pktap = LinkType(rawValue: 258)
    package static let linuxCookedV2 = LinkType(rawValue: 276)

    /// What DLT_RAW was before it had a LINKTYPE of its own: 12 on most systems, 14 on OpenBSD.
    static let rawBSD = LinkType(rawValue: 12)
    static let rawOpenBSD = LinkType(rawValue: 14)
}
