import Testing

@testable import Packets

struct FrameRelayTests {
    @Test func `finds IP behind a network layer identifier, an EtherType and SNAP`() throws {
        let headers: [(LinkType, String)] = [
            (.frameRelay, "184103cc"), (.frameRelay, "18410800"), (.frameRelay, "1840800103cc"),
            (.frameRelay, "1841030080 000000 0800"),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `an address without an end is cut short`() throws {
        #expect(
            try body(bytes("1840"), linkType: .frameRelay).contains(
                #""fault":{"layer":"frame_relay","kind":"truncated""#))
    }
}
