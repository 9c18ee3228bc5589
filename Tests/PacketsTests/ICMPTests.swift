import Testing

@testable import Packets

struct ICMPTests {
    @Test func `reads an echo`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500002000070000400166d40a0000010a0000020800
            33260009000a61626364
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"ICMP","size":46,"number":1,"l"#
                + #"ink_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id"#
                + #"":7,"icmp_type":8,"icmp_code":0,"icmp_id":9,"icmp_seq":10,"payload":4"#)
    }

    @Test func `shows the flow that an error quotes`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500003800070000400166bc0a0000010a0000020303
            1119000000004500001c00010000401166ce0a0000020a000001045700350008e74f
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"ICMP","size":70,"number":1,"l"#
                + #"ink_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id"#
                + #"":7,"icmp_type":3,"icmp_code":3,"payload":28,"quoted":{"source":"10.0.0.2","destinatio"#
                + #"n":"10.0.0.1","protocol":"UDP","src_port":1111,"dst_port":53}"#)
    }
}
