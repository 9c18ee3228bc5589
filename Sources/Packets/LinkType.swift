/// The link-layer header type of a capture (LINKTYPE_ values of tcpdump.org/linktypes.html).
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let null = LinkType(rawValue: 0)
    package static let ethernet = LinkType(rawValue: 1)
    package static let ppp = LinkType(rawValue: 9)
    package static let raw = LinkType(rawValue: 101)
    package static let loop = LinkType(rawValue: 108)
    package static let linuxCooked = LinkType(rawValue: 113)
    package static let ipv4 = LinkType(rawValue: 228)
    package static let ipv6 = LinkType(rawValue: 229)
    package static let linuxCookedV2 = LinkType(rawValue: 276)

    /// What DLT_RAW was before it had a LINKTYPE of its own: 12 on most systems, 14 on OpenBSD.
    static let rawBSD = LinkType(rawValue: 12)
    static let rawOpenBSD = LinkType(rawValue: 14)
}
