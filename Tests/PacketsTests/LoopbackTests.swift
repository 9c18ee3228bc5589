import Testing

@testable import Packets

struct LoopbackTests {
    @Test func `finds IP behind its family, in either order where the header has either`() throws {
        let headers: [(LinkType, String)] = [(.null, "02000000"), (.null, "00000002"), (.loop, "00000002")]
        for (linkType, header) in headers {
            let line = try body(bytes(header) + datagram, linkType: linkType)
            #expect(line.hasPrefix(datagramStart), "\(header): \(line)")
        }
    }

    @Test func `a family that is neither version of IP is the end`() throws {
        #expect(try body(bytes("00000007") + datagram, linkType: .null).contains(#""protocol":"OTHER""#))
    }
}
