import Testing

@testable import Packets

struct RadioHeadersTests {
    @Test func `finds the frame behind PPI, Prism and AVS`() throws {
        let frame =
            bytes(
                "0801 0000 02005e000001 02005e000002 02005e000003 1000 aaaa03000000 0800") + datagram
        let prism = bytes("44000000 90000000") + [UInt8](repeating: 0, count: 136)
        let avs = bytes("80211001 00000040") + [UInt8](repeating: 0, count: 56)
        for (linkType, header) in [(LinkType.ppi, bytes("0000 0800 69000000")), (.prism, prism), (.avs, avs)]
        {
            #expect(try body(header + frame, linkType: linkType).hasPrefix(datagramStart))
        }
    }

    @Test func `a Prism header that is cut short is a fault`() throws {
        #expect(
            try body(bytes("44000000 90000000 00000000"), linkType: .prism).contains(
                #""fault":{"layer":"prism","kind":"truncated","needed":144,"available":12}"#))
    }

    @Test func `PPI names a link type that nobody knows`() throws {
        #expect(
            try body(bytes("0000 0800 e8fd0000"), linkType: .ppi).contains(
                #""fault":{"layer":"ppi","kind":"linktype.unknown"}"#))
    }
}
