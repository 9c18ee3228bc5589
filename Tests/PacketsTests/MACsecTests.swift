import Testing

@testable import Packets

struct MACsecTests {
    @Test func `reads what is not encrypted, with and without the channel's identifier`() throws {
        let (start, end) = (bytes("020000000002 020000000001 88e5"), [UInt8](repeating: 0, count: 16))
        let short = start + bytes("0000 00000001 0800") + datagram + end
        let long = start + bytes("2000 00000001 020000000001 0001 0800") + datagram + end
        #expect(try body(short).hasPrefix(datagramStart) && body(long).hasPrefix(datagramStart))
    }

    @Test func `names what is encrypted, and refuses another version`() throws {
        #expect(
            try body(bytes("020000000002 020000000001 88e5 0c00 00000001 0800") + datagram).contains(
                #""protocol":"MACsec""#))
        #expect(
            try body(bytes("020000000002 020000000001 88e5 8000 00000001 0800") + datagram).contains(
                #""fault":{"layer":"macsec","kind":"version"}"#))
    }
}
