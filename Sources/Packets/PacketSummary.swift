import JSONLines

/// The application protocols that netcap has an object for, by its key.
package enum PayloadProtocol: UInt8, CaseIterable, Sendable {
    case dns, tls, http, quic, dhcp, ntp, ssh

    /// In the packet record.
    var key: String { String(describing: self) }
}

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
    /// What netcap recognised the payload as.
    package var recognized: PayloadProtocol?
    /// A fragment other than the first: it has no ports.
    package var isLaterFragment = false

    package init() {}
}
