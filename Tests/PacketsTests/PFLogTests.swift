import Testing

@testable import Packets

struct PFLogTests {
    @Test func `finds the packet that was logged, and its direction`() throws {
        let rest = [UInt8](repeating: 0, count: 56)
        let header = bytes("3d020000") + rest + bytes("02000000")
        let line = try body(header + datagram, linkType: .pflog)
        #expect(line.hasPrefix(datagramStart) && line.hasSuffix(#""direction":"out""#), "\(line)")
    }

    @Test func `finds the frame of the link type that PKTAP names`() throws {
        let header = bytes("6c000000 01000000 01000000") + [UInt8](repeating: 0, count: 96)
        let frame = bytes("020000000002 020000000001 0800") + datagram
        #expect(try body(header + frame, linkType: .pktap).hasPrefix(datagramStart))
    }

    @Test func `a PKTAP header longer than its frame is a fault`() throws {
        #expect(
            try body(bytes("6c000000 01000000 01000000 00000000"), linkType: .pktap).hasSuffix(
                #""fault":{"layer":"pktap","kind":"length.large","needed":108,"available":16}"#))
    }
}
