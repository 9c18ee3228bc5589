import Testing

@testable import Packets

struct RadiotapTests {
    @Test func `the frame begins where the header's own length says`() throws {
        let headers: [(LinkType, String)] = [
            (
                .radiotap,
                "00000a000000000000000801000002005e00000102005e00000202005e0000031000aaaa030000000800"
            )
        ]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `finds channel and signal behind more words of flags`() throws {
        let frame = bytes(
            "0000 1f00 2b0000a0 000000a0 00000000 0000000000000000 00 00 6c09a000 c9 d4000000 02005e000001")
        let line = try body(frame, linkType: .radiotap)
        #expect(line.contains(#""frequency":2412,"signal":-55"#), "\(line)")
    }
}
