import Testing

@testable import Packets

struct UDPPortsTests {
    @Test func `a protocol answers from the port where it was asked`() {
        let ports: [(UInt16, Layer)] = [
            (53, .dns), (5353, .dns), (443, .quic), (123, .ntp), (67, .dhcp), (2152, .gtpU), (1701, .l2tp),
            (3544, .teredo), (4500, .udpESP), (51820, .wireGuard),
        ]
        for (port, layer) in ports {
            #expect(UDPPorts.next(at: 8, source: 40_000, destination: port).layer == layer)
            #expect(UDPPorts.next(at: 8, source: port, destination: 40_000).layer == layer)
        }
    }

    @Test func `other ports lead nowhere`() {
        #expect(UDPPorts.next(at: 8, source: 40_000, destination: 40_001).layer == nil)
    }
}
