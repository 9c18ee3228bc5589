import Testing

@testable import Packets

struct LinuxCookedTests {
    @Test func `finds IP behind either version`() throws {
        let headers: [(LinkType, String)] = [
            (.linuxCooked, "00000001000602000000000100000800"),
            (.linuxCookedV2, "0800000000000002000100060200000000010000"),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `says what this host sent`() throws {
        let header = bytes("0004 0001 0006 020000000001 0000 0800")
        #expect(try body(header + datagram, linkType: .linuxCooked).contains(#""direction":"out""#))
    }
}
