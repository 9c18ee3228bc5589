/// The link-layer header type of a capture (LINKTYPE_ values of tcpdump.org).
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let ethernet = LinkType(rawValue: 1)
}
