import Testing

@testable import Packets

struct IPv6Tests {
    private let link = "020000000002 020000000001 86dd"
    private let ends = "20010db8000000000000000000000001 20010db8000000000000000000000002"

    @Test func `names the extension headers and takes the protocol behind them`() throws {
        let frame = bytes(
            link + "60000000 0020 0040" + ends + "2b00 0502 0000 0100" + "3c00 0400 00000000"
                + "1100 010400000000"
                + "03e807d0 00080000")
        let line = try body(frame)
        #expect(line.contains(#""protocol":"UDP""#) && line.contains(#""src_port":1000"#))
        #expect(line.contains(#""ip_extensions":["hop_by_hop","routing","destination"]"#))
    }

    @Test func `believes the option of a jumbogram`() throws {
        let frame = bytes(link + "60000000 0000 0040" + ends + "1100 c204 00011170" + "03e807d0 00000000")
        let line = try body(frame, wireLength: 70_054)
        #expect(line.contains(#""payload":69984"#), "\(line)")
    }

    @Test func `reads the address first when the rest is cut`() throws {
        let frame = bytes(link + "60000000 0020 1140" + ends).prefix(14 + 26)
        let line = try body(Array(frame), wireLength: 94)
        #expect(line.hasPrefix(#""source":"2001:db8::1","destination":"","protocol":"UDP""#))
        #expect(line.contains(#""fault":{"layer":"ipv6","kind":"snapshot","needed":40,"available":26}"#))
    }
}
