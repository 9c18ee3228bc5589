import Testing

@testable import Packets

struct SCTPTests {
    private let header =
        "020000000002 020000000001 0800 45000000 00010000 40840000 0a000001 0a000002 00010002 00000003 00000000"

    @Test func `names the chunks in their order`() throws {
        let frame = bytes(header + "03000010 00000000 00000000 00000000 00030005 4100 0000 ff000004")
        #expect(try body(frame).contains(#""sctp":{"tag":3,"chunks":["SACK","DATA",255]}"#))
    }

    @Test func `notes a chunk shorter than its head`() throws {
        let line = try body(bytes(header + "03000002"))
        #expect(line.contains(#""fault":{"layer":"sctp","kind":"length.small","needed":4,"available":2}"#))
    }
}
