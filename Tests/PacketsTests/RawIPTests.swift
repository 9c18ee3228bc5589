import Testing

@testable import Packets

struct RawIPTests {
    @Test func `the version is in the packet`() throws {
        let headers: [(LinkType, String)] = [
            (.raw, ""), (.rawBSD, ""), (.rawOpenBSD, ""), (.ipv4, ""), (.ipv6, ""),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `no other version is IP`() throws {
        #expect(
            try body(bytes("30000000"), linkType: .raw).contains(#""fault":{"layer":"raw","kind":"version"}"#)
        )
    }
}
