import Testing

@testable import Capture

@Suite struct HostAddressesTests {
    @Test func `holds what it was given, and all of the loopback's network`() {
        let ours = HostAddresses([HostAddresses.mapped(0x0A00_0001), 0x2001_0DB8 << 96 | 1])
        #expect(ours.contains(HostAddresses.mapped(0x0A00_0001)))
        #expect(!ours.contains(HostAddresses.mapped(0x0A00_0002)))
        #expect(ours.contains(0x2001_0DB8 << 96 | 1))
        #expect(!ours.contains(0x0A00_0001), "an IPv6 address of the same bits is another one")
        #expect(ours.contains(HostAddresses.mapped(0x7F12_3456)))
        #expect(!ours.contains(0x7F00_0001))
    }

    @Test func `asks the system, which knows its own addresses`() {
        let ours = HostAddresses()
        for address in ours.all { #expect(ours.contains(address)) }
        // Wherever there is a loopback that is up it has one of these.
        let loopback: [UInt128] = [1, HostAddresses.mapped(0x7F00_0001)]
        let all = Set(ours.all)
        #expect(all.isEmpty || !all.isDisjoint(with: loopback))
    }
}
