/// What carries one packet within another. The raw value is its name in the stream.
enum TunnelKind: UInt8, Sendable {
    case ipip, sixInFour, fourInSix, sixInSix, gre, nvgre, erspan, pptp, etherIP, mpls
    case vxlan, vxlanGPE, geneve, gtpU, l2tp, teredo, wireGuard, ah, esp

    var text: StaticString {
        switch self {
        case .ipip: "IPIP"
        case .sixInFour: "6in4"
        case .fourInSix: "4in6"
        case .sixInSix: "6in6"
        case .gre: "GRE"
        case .nvgre: "NVGRE"
        case .erspan: "ERSPAN"
        case .pptp: "PPTP"
        case .etherIP: "EtherIP"
        case .mpls: "MPLS"
        case .vxlan: "VXLAN"
        case .vxlanGPE: "VXLAN-GPE"
        case .geneve: "GENEVE"
        case .gtpU: "GTP-U"
        case .l2tp: "L2TP"
        case .teredo: "Teredo"
        case .wireGuard: "WireGuard"
        case .ah: "AH"
        case .esp: "ESP"
        }
    }
}

/// The tunnels of one packet and what they carry, outermost first; those beyond the fourth are not kept.
struct TunnelStack: Sendable {
    static let limit = 4

    struct Tunnel: Sendable {
        var kind = TunnelKind.ipip
        /// The VNI, key, TEID, session or SPI, where the header has one.
        var id: UInt32?
    }

    /// What the next network header within says.
    struct Inner: Sendable {
        var source = Address.none
        var destination = Address.none
        var protocolName = ProtocolName.unknown
        var hasPorts = false
        var sourcePort: UInt16 = 0
        var destinationPort: UInt16 = 0
    }

    private(set) var tunnels = InlineArray<4, Tunnel>(repeating: Tunnel())
    private(set) var inner = InlineArray<4, Inner>(repeating: Inner())
    private(set) var tunnelCount = 0
    private(set) var innerCount = 0

    @inline(__always) mutating func removeAll() {
        tunnelCount = 0
        innerCount = 0
    }

    mutating func append(_ kind: TunnelKind, id: UInt32?) {
        guard tunnelCount < Self.limit else { return }
        tunnels[tunnelCount] = Tunnel(kind: kind, id: id)
        tunnelCount &+= 1
    }

    /// Returns whether there was room.
    mutating func beginInner() -> Bool {
        guard innerCount < Self.limit else { return false }
        inner[innerCount] = Inner()
        innerCount &+= 1
        return true
    }

    mutating func setAddresses(_ source: Address, _ destination: Address) {
        guard innerCount > 0 else { return }
        inner[innerCount &- 1].source = source
        inner[innerCount &- 1].destination = destination
    }

    mutating func setProtocol(_ name: ProtocolName) {
        guard innerCount > 0 else { return }
        inner[innerCount &- 1].protocolName = name
    }

    mutating func setPorts(_ source: UInt16, _ destination: UInt16) {
        guard innerCount > 0 else { return }
        inner[innerCount &- 1].sourcePort = source
        inner[innerCount &- 1].destinationPort = destination
        inner[innerCount &- 1].hasPorts = true
    }
}

extension Packet {
    mutating func enterTunnel(_ kind: TunnelKind, id: UInt32? = nil) {
        tunnels.append(kind, id: id)
        fields.insert(.tunnel)
        if tunnels.tunnels[0].id != nil { fields.insert(.tunnelID) }
    }

    /// What comes next belongs to a packet within the outermost, or within that one.
    mutating func enterInner() {
        if tunnels.beginInner() { fields.insert(.inner) }
    }
}
