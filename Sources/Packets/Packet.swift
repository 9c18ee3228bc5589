import JSONLines

/// Everything that the headers of one frame say, and the payload of its application protocols. One value of some
/// kilobytes, never copied, is reused for all packets of a capture: it has a fixed size, and `Dissector.dissect`
/// begins by forgetting what it held.
///
/// A field other than those of the capture means something only where `fields` holds its key.
package struct Packet: ~Copyable, Sendable {
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
    /// Whether the application protocols in the payload are looked for.
    package var wantsPayload = true

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
    var labels = LabelStack()
    var wlan = WLANFields()
    var ttl: UInt8 = 0
    /// The type of service or traffic class: six bits DSCP, two bits ECN.
    var trafficClass: UInt8 = 0
    var ipID: UInt16 = 0
    var flowLabel: UInt32 = 0
    var ipOptions = IPv4Options()
    /// The extension headers of IPv6, by number, in their order.
    var extensions = InlineArray<8, UInt8>(repeating: 0)
    var extensionCount = 0
    /// In bytes.
    var fragmentOffset: UInt32 = 0
    var moreFragments = false
    var icmpType: UInt8 = 0
    var icmpCode: UInt8 = 0
    var icmpIdentifier: UInt16 = 0
    var icmpSequence: UInt16 = 0
    var detail = Detail.none
    var tcpSequence: UInt32 = 0
    var tcpAcknowledgement: UInt32 = 0
    var tcpWindow: UInt16 = 0
    var tcpOptions = TCPOptions()
    var dccpType: UInt8 = 0
    var sctp = SCTPFields()
    var communityID = InlineArray<30, UInt8>(repeating: 0)
    var networkChecksum: Checksums.Verdict?
    var transportChecksum: Checksums.Verdict?
    var tunnels = TunnelStack()
    /// Bytes of transport payload on the wire.
    package internal(set) var payload: UInt32 = 0
    var dns = DNS()
    var tls = TLS()
    var http = HTTP()
    var quic = QUIC()
    var dhcp = DHCP()
    var ntp = NTP()
    var ssh = SSH()
    var direction = Direction.inbound
    /// Whose the local end is, and the other where that is local too.
    var process = LocalProcess(reason: "")
    var peerProcess: LocalProcess?
    /// The first fault that was met.
    package internal(set) var fault: Fault?

    // MARK: What the dissectors tell each other

    /// Bytes from the start of the current layer to its end on the wire, which may lie beyond what was captured.
    var layerLength = 0
    /// Bytes from the start of the frame to the start of the current layer.
    var layerOffset = 0
    /// Where the outermost IP header begins, and what it carries, and how long that is on the wire.
    var networkOffset: Int?
    var transportOffset: Int?
    var transportLength = 0
    /// IP headers met so far.
    var networkLayers = 0
    /// The version of the last of them.
    var isNetworkIPv6 = false

    // MARK: What the lines share

    /// The whole seconds of the last timestamp and of the last relative time.
    var second = SecondText(0)
    var secondRelative = SecondText(0)

    package init() {}

    /// Forgets the last frame, but not what the caller sets.
    @inline(__always) mutating func reset() {
        fields = FieldSet()
        source = .none
        destination = .none
        protocolName = .unknown
        vlans.count = 0
        labels.count = 0
        tunnels.removeAll()
        fault = nil
        networkLayers = 0
        networkOffset = nil
        transportOffset = nil
    }

    /// Which way the packet went; the headers, or whoever knows better than they do.
    @inline(__always) package mutating func setDirection(_ direction: Direction) {
        self.direction = direction
        fields.insert(.direction)
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
    case ip, llc, snap, stp, ipx, netBIOS, osi, sna, cdp, dtp, vtp, udld
    case ppp, lcp, pap, chap, ipcp, ipv6cp, slarp, frameRelay, fddi, tokenRing, arcnet, wlan, netlink, lacp,
        lamp, oam, slow

    var text: StaticString {
        switch self {
        case .ip: "IP"
        case .llc: "LLC"
        case .snap: "SNAP"
        case .stp: "STP"
        case .ipx: "IPX"
        case .netBIOS: "NetBIOS"
        case .osi: "OSI"
        case .sna: "SNA"
        case .cdp: "CDP"
        case .dtp: "DTP"
        case .vtp: "VTP"
        case .udld: "UDLD"
        case .ppp: "PPP"
        case .lcp: "LCP"
        case .pap: "PAP"
        case .chap: "CHAP"
        case .ipcp: "IPCP"
        case .ipv6cp: "IPV6CP"
        case .slarp: "SLARP"
        case .frameRelay: "FR"
        case .fddi: "FDDI"
        case .tokenRing: "TOKEN-RING"
        case .arcnet: "ARCNET"
        case .wlan: "802.11"
        case .netlink: "NETLINK"
        case .lacp: "LACP"
        case .lamp: "LAMP"
        case .oam: "OAM"
        case .slow: "SLOW"
        }
    }
}

/// Which way a packet went, seen from the host that captured it.
package enum Direction: UInt8, Sendable {
    case inbound, outbound, local
}

/// The VLAN identifiers of a frame, outermost first; those beyond the eighth are not kept.
struct VLANStack: Sendable {
    private(set) var items = InlineArray<8, UInt16>(repeating: 0)
    var count = 0

    mutating func append(_ id: UInt16) {
        guard count < items.count else { return }
        items[count] = id
        count &+= 1
    }
}

/// The MPLS labels of a frame, outermost first; those beyond the eighth are not kept.
struct LabelStack: Sendable {
    private(set) var items = InlineArray<8, UInt32>(repeating: 0)
    var count = 0

    mutating func append(_ label: UInt32) {
        guard count < items.count else { return }
        items[count] = label
        count &+= 1
    }
}
