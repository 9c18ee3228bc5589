/// An address as a number, most significant byte first.
package enum Address: Hashable, Sendable {
    case none
    /// An EUI-48 in the low 48 bits.
    case mac(UInt64)
    case ipv4(UInt32)
    case ipv6(UInt64, UInt64)
}
