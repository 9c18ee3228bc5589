import Testing

@testable import Packets

struct ARPTests {
    @Test func `carries the protocol addresses`() throws {
        let frame = bytes(
            """
            020000000002020000000001080600010800060400010200000000010a00000100000000
            00000a000002
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"ARP","size":42,"number":1,"li"#
                + #"nk_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","arp":{"operatio"#
                + #"n":"request","sender":"02:00:00:00:00:01","target":"00:00:00:00:00:00"}"#)
    }
}
