import Testing

@testable import Packets

struct VLANTests {
    @Test func `lists the tags outermost first`() throws {
        let frame = bytes(
            """
            02000000000202000000000188a80064810000c808004500001e000100004011f77ac0a8
            0101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":52,"src_por"#
                + #"t":1000,"dst_port":2000,"number":1,"link_source":"02:00:00:00:00:01","link_destination"#
                + #"":"02:00:00:00:00:02","vlan":[100,200],"ttl":64,"ip_id":1,"payload":2"#)
    }
}
