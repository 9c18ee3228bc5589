import JSONLines

/// The application protocols that netcap has an object for, by its key.
public enum PayloadProtocol: UInt8, CaseIterable, Sendable {
    case dns, tls, http, quic, dhcp, ntp, ssh

    /// In the packet record.
    var key: String { String(describing: self) }
}

/// What a statistic needs of one packet record. Text stays where it was read: see `StreamRecord.withText`.
///
/// A key that was absent, or whose value had another type or lay out of range, leaves what stands in an empty one.
public struct PacketSummary: Equatable, Sendable {
    /// Nanoseconds since the Unix epoch, saturating.
    public var timestamp: Int64
    /// Bytes on the wire, of all the packets that the record stands for; 0 when the record does not say.
    public var size: Int64
    /// How many packets the record stands for: 1 for a packet, more for a flow record of another tool.
    public var packets: Int64

    public var source: TextRange
    public var destination: TextRange
    public var proto: TextRange
    public var interface: TextRange
    public var tcpFlags: TextRange

    /// 0...65535; -1 when absent.
    public var sourcePort: Int32
    public var destinationPort: Int32
    /// -1 when absent.
    public var tcpSequence: Int64
    public var tcpAcknowledgement: Int64
    public var tcpWindow: Int64
    /// Bytes of transport payload; -1 when absent.
    public var payload: Int64
    /// The outermost tag's identifier, 0...4095; -1 when absent.
    public var vlan: Int32
    /// What netcap recognised the payload as.
    public var recognized: PayloadProtocol?

    /// Of one packet; empty without arguments.
    @inlinable @inline(__always)
    public init(
        timestamp: Int64 = 0, size: Int64 = 0, source: TextRange = .absent, destination: TextRange = .absent,
        proto: TextRange = .absent, interface: TextRange = .absent, tcpFlags: TextRange = .absent,
        sourcePort: Int32 = -1, destinationPort: Int32 = -1, tcpSequence: Int64 = -1,
        tcpAcknowledgement: Int64 = -1, tcpWindow: Int64 = -1, payload: Int64 = -1, vlan: Int32 = -1,
        recognized: PayloadProtocol? = nil
    ) {
        (self.timestamp, self.size, packets) = (timestamp, size, 1)
        (self.source, self.destination, self.proto) = (source, destination, proto)
        (self.interface, self.tcpFlags) = (interface, tcpFlags)
        (self.sourcePort, self.destinationPort) = (sourcePort, destinationPort)
        (self.tcpSequence, self.tcpAcknowledgement) = (tcpSequence, tcpAcknowledgement)
        (self.tcpWindow, self.payload) = (tcpWindow, payload)
        (self.vlan, self.recognized) = (vlan, recognized)
    }
}
