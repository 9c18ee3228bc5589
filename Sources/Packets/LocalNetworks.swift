/// The networks that are ours, from which a packet's direction follows.
package struct LocalNetworks: Sendable {
    private struct Network: Sendable {
        var isIPv6: Bool
        var bits: UInt128
        var mask: UInt128

        func contains(_ address: Address) -> Bool {
            switch address {
            case .ipv4(let value): !isIPv6 && UInt128(value) << 96 & mask == bits
            case .ipv6(let high, let low): isIPv6 && (UInt128(high) << 64 | UInt128(low)) & mask == bits
            default: false
            }
        }
    }

    private var networks: [Network] = []

    /// No networks: every direction stays as the link layer told it.
    package init() {}

    package var isEmpty: Bool { networks.isEmpty }

    /// Adds the network of `prefixLength` bits that holds `address`; a longer length than the address has is
    /// the address alone, and an address that is not IP is none.
    package mutating func add(_ address: Address, prefixLength: Int) {
        let isIPv6: Bool
        let bits: UInt128
        switch address {
        case .ipv4(let value): (isIPv6, bits) = (false, UInt128(value) << 96)
        case .ipv6(let high, let low): (isIPv6, bits) = (true, UInt128(high) << 64 | UInt128(low))
        default: return
        }
        let length = min(max(prefixLength, 0), isIPv6 ? 128 : 32)
        let mask = length == 0 ? 0 : ~UInt128(0) << UInt128(128 - length)
        networks.append(Network(isIPv6: isIPv6, bits: bits & mask, mask: mask))
    }

    /// Sets `direction`, unless the capture itself told it: out where the source is ours, in where the destination
    /// is, local where both are. Packets of others have none.
    package func direct(_ packet: inout Packet) {
        guard !networks.isEmpty, !packet.fields.contains(.direction) else { return }
        switch (contains(packet.source), contains(packet.destination)) {
        case (true, true): packet.setDirection(.local)
        case (true, false): packet.setDirection(.outbound)
        case (false, true): packet.setDirection(.inbound)
        case (false, false): return
        }
    }

    private func contains(_ address: Address) -> Bool {
        for network in networks where network.contains(address) { return true }
        return false
    }
}
