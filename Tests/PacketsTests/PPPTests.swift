import Testing

@testable import Packets

struct PPPTests {
    @Test func `finds IP behind a protocol number of one or two bytes`() throws {
        let headers: [(LinkType, String)] = [
            (.ppp, "ff030021"), (.ppp, "21"), (.pppd, "00ff030021"), (.mpls, "00010140"),
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `names the negotiation`() throws {
        #expect(try body(bytes("ff03c021 01010004"), linkType: .ppp).contains(#""protocol":"LCP""#))
        #expect(try body(bytes("01ff03c021 01010004"), linkType: .pppd).contains(#""direction":"out""#))
    }
}
