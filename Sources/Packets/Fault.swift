/// Where the decoding of a packet stopped, and why. It is data in the stream, not an error of ours.
package struct Fault: Error, Equatable, Sendable {
    /// The stable names that the stream carries.
    package enum Kind: String, Sendable, CaseIterable {
        /// The packet ended before the header did.
        case truncated = "truncated"
        /// The capture kept fewer bytes than the header has; the packet itself may be sound.
        case snapshot = "snapshot"
        /// A length field that is smaller than the header that holds it.
        case lengthTooSmall = "length.small"
        /// A length field that claims more than the packet around it has.
        case lengthTooLarge = "length.large"
        /// A version that the protocol does not have.
        case version = "version"
        /// A field with a value that cannot be.
        case value = "value"
        /// More nested layers than `Dissector.layerLimit`.
        case layerLimit = "limit.layers"
        /// More IPv6 extension headers than `IPv6.extensionLimit`.
        case extensionLimit = "limit.extensions"
        /// A link type, or a link-layer protocol, without a dissector.
        case unknownLinkType = "linktype.unknown"
    }

    package var layer: Layer
    package var kind: Kind
    /// Bytes: what the header needs or claims, and what there is. Both 0 where lengths are not the matter.
    package var needed: UInt32
    package var available: UInt32

    init(_ layer: Layer, _ kind: Kind, needed: Int = 0, available: Int = 0) {
        self.layer = layer
        self.kind = kind
        self.needed = UInt32(clamping: needed)
        self.available = UInt32(clamping: available)
    }
}
