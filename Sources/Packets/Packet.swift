/// Everything that the headers of one frame say. One value is reused for all packets of a capture: it has a
/// fixed size, and `Dissector.dissect` begins by forgetting what it held.
///
/// A field other than those of the capture means something only where `fields` holds its key.
package struct Packet: Sendable {
    // MARK: What the capture says; the caller sets these

    /// Counts from 1.
    package var number: UInt64 = 0
    /// Nanoseconds since the Unix epoch.
    package var timestamp: Int64 = 0
    /// False where the capture has no time for this packet: its line has none, then.
    package var hasTimestamp = true
    /// Nanoseconds since the first packet of the capture; negative where time went back.
    package var timeRelative: Int64 = 0
    /// Whether the capture measures nanoseconds: times then have nine decimals, not six.
    package var hasNanoseconds = false
    /// Bytes of the frame on the wire.
    package var wireLength = 0
    /// Bytes of the frame that the capture kept.
    package var capturedLength = 0

    // MARK: What the headers say

    /// The keys that apply to this packet.
    var fields = FieldSet()
    /// Of the outermost IP header, else of ARP, else of the link layer.
    package internal(set) var source = Address.none
    package internal(set) var destination = Address.none
    package internal(set) var protocolName = ProtocolName.unknown
    package internal(set) var sourcePort: UInt16 = 0
    package internal(set) var destinationPort: UInt16 = 0
    /// The nine bits FIN (lowest) to NS/AE.
    package internal(set) var tcpFlags: UInt16 = 0
    /// EUI-48.
    var linkSource: UInt64 = 0
    var linkDestination: UInt64 = 0
    var vlans = VLANStack()
    var ttl: UInt8 = 0
    /// The type of service or traffic class: six bits DSCP, two bits ECN.
    var trafficClass: UInt8 = 0
    var ipID: UInt16 = 0
    var flowLabel: UInt32 = 0
    /// In bytes.
    var fragmentOffset: UInt32 = 0
    var moreFragments = false
    var icmpType: UInt8 = 0
    var icmpCode: UInt8 = 0
    var tcpSequence: UInt32 = 0
    var tcpAcknowledgement: UInt32 = 0
    var tcpWindow: UInt16 = 0
    /// Bytes of transport payload on the wire.
    package internal(set) var payload: UInt32 = 0
    var direction = Direction.inbound
    /// The first fault that was met.
    package internal(set) var fault: Fault?

    // MARK: What the dissectors tell each other

    /// Bytes from the start of the current layer to its end on the wire, which may lie beyond what was captured.
    var layerLength = 0
    /// IP headers met so far.
    var networkLayers = 0

    package init() {}

    /// Forgets the last frame, but not what the caller sets.
    @inline(__always) mutating func reset() {
        fields = FieldSet()
        source = .none
        destination = .none
        protocolName = .unknown
        vlans.count = 0
        fault = nil
        networkLayers = 0
    }

    /// Keeps the first fault: what follows it is often its consequence.
    @inline(__always) mutating func note(_ new: Fault) {
        guard fault == nil else { return }
        fault = new
        fields.insert(.fault)
    }
}

/// What the stream calls the protocol of a packet.
package enum ProtocolName: Hashable, Sendable {
    case unknown
    case ip(IPProtocol)
    case etherType(EtherType)
    case named(StaticName)
}

/// Protocols that have neither an EtherType nor an IP protocol number.
package enum StaticName: UInt8, Sendable {
    case ip, llc, stp

    var text: StaticString {
        switch self {
        case .ip: "IP"
        case .llc: "LLC"
        case .stp: "STP"
        }
    }
}

/// Which way a packet went, seen from the host that captured it.
enum Direction: UInt8, Sendable {
    case inbound, outbound
}

/// The VLAN identifiers of a frame, outermost first; those beyond the eighth are not kept.
struct VLANStack: Sendable {
    static let limit = 8
    var count = 0
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func append(_ id: UInt16) {
        guard count < Self.limit else { return }
        if count < 4 {
            let shift = UInt64(count &* 16)
            low = low & ~(0xFFFF &<< shift) | UInt64(id) &<< shift
        } else {
            let shift = UInt64((count &- 4) &* 16)
            high = high & ~(0xFFFF &<< shift) | UInt64(id) &<< shift
        }
        count &+= 1
    }

    subscript(index: Int) -> UInt16 {
        UInt16(truncatingIfNeeded: (index < 4 ? low : high) &>> UInt64((index & 3) &* 16))
    }
}
