import Testing

@testable import Packets

struct LLCTests {
    @Test func `finds IP behind SNAP`() throws {
        let frame = bytes(
            """
            0200000000020200000000010026aaaa0300000008004500001e000100004011f77ac0a8
            0101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":52,"src_por"#
                + #"t":1000,"dst_port":2000,"number":1,"link_source":"02:00:00:00:00:01","link_destination"#
                + #"":"02:00:00:00:00:02","ttl":64,"ip_id":1,"payload":2"#)
    }
}
