import Testing

@testable import Packets

struct EthernetTests {
    @Test func `tells a length from a type`() throws {
        #expect(try body(bytes("020000000002 020000000001 0800") + datagram).hasPrefix(datagramStart))
        #expect(try body(bytes("020000000002 020000000001 0004 42420300")).contains(#""protocol":"STP""#))
        #expect(try body(bytes("020000000002 020000000001 88b5 00")).contains(#""protocol":"OTHER(0x88b5)""#))
    }

    @Test func `knows Novell's frames without a header`() throws {
        #expect(try body(bytes("020000000002 020000000001 0020 ffff 0020")).contains(#""protocol":"IPX""#))
    }

    @Test func `gives the addresses of a frame that ends before its type`() throws {
        #expect(
            try body(bytes("020000000002 020000000001 08"))
                == #""source":"02:00:00:00:00:01","destination":"02:00:00:00:00:02","protocol":"OTHER","size":13,"#
                + #""number":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","#
                + #""fault":{"layer":"ethernet","kind":"truncated","needed":14,"available":13}"#)
    }
}
