import JSONLines

/// What a statistic needs of one packet record. Text stays where it was read: see `StreamRecord.withText`.
///
/// A key that was absent, or whose value had another type or lay out of range, reads as the default here.
package struct PacketSummary: Equatable, Sendable {
    /// Nanoseconds since the Unix epoch, saturating.
    package var timestamp: Int64 = 0
    /// Bytes on the wire, of all the packets that the record stands for; 0 when the record does not say.
    package var size: Int64 = 0
    /// How many packets the record stands for: 1 for a packet, more for a flow record of another tool.
    package var packets: Int64 = 1

    package var source = TextRange.absent
    package var destination = TextRange.absent
    package var proto = TextRange.absent
    package var interface = TextRange.absent
    package var tcpFlags = TextRange.absent
    package var direction = TextRange.absent

    /// 0...65535; -1 when absent.
    package var sourcePort: Int32 = -1
    package var destinationPort: Int32 = -1
    /// -1 when absent.
    package var tcpSequence: Int64 = -1
    package var tcpAcknowledgement: Int64 = -1
    package var tcpWindow: Int64 = -1
    /// Bytes of transport payload; -1 when absent.
    package var payload: Int64 = -1
    /// The outermost tag's identifier, 0...4095; -1 when absent.
    package var vlan: Int32 = -1
    /// 0...255; -1 when absent.
    package var icmpType: Int32 = -1
    package var icmpCode: Int32 = -1
    /// A fragment other than the first: it has no ports.
    package var isLaterFragment = false

    package init() {}
}

/// Where a text lies: in the line that was read, or in the reader's scratch where the line held escapes.
package struct TextRange: Equatable, Sendable {
    /// From the start of the line; for the scratch, the complement of the offset there.
    package var offset: Int32
    /// In bytes; -1 when there is no text.
    package var length: Int32

    package init(offset: Int32, length: Int32) {
        self.offset = offset
        self.length = length
    }

    package static let absent = TextRange(offset: 0, length: -1)

    @inlinable package var isPresent: Bool { length >= 0 }
}
