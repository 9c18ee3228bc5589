import Testing

@testable import Packets

struct CiscoHDLCTests {
    @Test func `finds IP behind a unicast or broadcast header`() throws {
        let headers: [(LinkType, String)] = [
            (.ciscoHDLC, "0f000800"), (.ciscoHDLC, "8f000800"), (.pppHDLC, "0f000800"),
            (.pppHDLC, "ff030021"),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `names what keeps the line alive`() throws {
        #expect(
            try body(bytes("8f008035 00000002 00000001 00000000 ffff"), linkType: .ciscoHDLC).contains(
                #""protocol":"SLARP""#))
        #expect(try body(bytes("0f002000 02b4"), linkType: .ciscoHDLC).contains(#""protocol":"CDP""#))
    }
}
