import Testing

@testable import Packets

struct OldLANsTests {
    @Test func `finds IP behind rings and buses`() throws {
        let headers: [(LinkType, String)] = [
            (.arcnet, "0102f0"), (.arcnet, "0102d4000000"), (.arcnetLinux, "01020000f0"),
            (.fddi, "50020000000002020000000001aaaa030000000800"),
            (.tokenRing, "1040020000000002020000000001aaaa030000000800"),
            (.tokenRing, "10400200000000028200000000010610aabbccddaaaa030000000800"),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }
}
