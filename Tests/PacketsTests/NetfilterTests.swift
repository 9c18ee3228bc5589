import Testing

@testable import Packets

struct NetfilterTests {
    @Test func `finds the packet behind the attributes in either order`() throws {
        let headers: [(LinkType, String)] = [
            (.nflog, "02000000 0600010000000000 22000900"), (.nflog, "02000000 0022 0009"),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `an attribute shorter than its own header is a fault`() throws {
        #expect(
            try body(bytes("02000000 02000100"), linkType: .nflog).contains(
                #""fault":{"layer":"nflog","kind":"length.small","needed":4,"available":2}"#))
    }
}
