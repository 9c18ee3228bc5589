import Testing

@testable import Packets

struct LocalNetworksTests {
    private func direction(_ source: Address, _ destination: Address) -> Direction? {
        var networks = LocalNetworks()
        networks.add(.ipv4(0x0A01_0203), prefixLength: 8)
        networks.add(.ipv6(0x2001_0DB8_0000_0000, 1), prefixLength: 128)
        var packet = Packet()
        (packet.source, packet.destination) = (source, destination)
        networks.direct(&packet)
        return packet.fields.contains(.direction) ? packet.direction : nil
    }

    @Test func `tells out, in, local and others`() {
        let (ours, theirs) = (Address.ipv4(0x0AFF_0000), Address.ipv4(0x0B00_0000))
        #expect(direction(ours, theirs) == .outbound)
        #expect(direction(theirs, ours) == .inbound)
        #expect(direction(ours, ours) == .local)
        #expect(direction(theirs, theirs) == nil)
        #expect(direction(.ipv6(0x2001_0DB8_0000_0000, 1), .ipv6(0x2001_0DB8_0000_0000, 2)) == .outbound)
        #expect(direction(.mac(1), .none) == nil)
    }

    @Test func `leaves what the capture told`() {
        var networks = LocalNetworks()
        networks.add(.ipv4(0), prefixLength: 0)
        var packet = Packet()
        (packet.source, packet.destination) = (.ipv4(1), .ipv4(2))
        packet.setDirection(.inbound)
        networks.direct(&packet)
        #expect(packet.direction == .inbound)
    }
}
