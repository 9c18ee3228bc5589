import Testing

@testable import Packets

struct TCPOptionsTests {
    @Test func `reads what a connection opens with`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500003c00070000400666b30a0000010a0000020001
            00020000000000000000a002200013f80000020405b40402080a00000001000000020103
            0307
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"TCP","size":74,"src_port":1,""#
                + #"dst_port":2,"tcp_flags":"S","number":1,"link_source":"02:00:00:00:00:01","link_destina"#
                + #"tion":"02:00:00:00:00:02","ttl":64,"ip_id":7,"tcp_seq":0,"tcp_window":8192,"tcp_option"#
                + #"s":{"mss":1460,"window_scale":7,"sack_permitted":true,"timestamp":1,"timestamp_echo":2"#
                + #"},"payload":0"#)
    }

    @Test func `reads selective acknowledgements`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500003c00070000400666b30a0000010a0000020001
            00020000000000000000a010200025440000010105120000000a000000140000001e0000
            0028
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"TCP","size":74,"src_port":1,""#
                + #"dst_port":2,"tcp_flags":"A","number":1,"link_source":"02:00:00:00:00:01","link_destina"#
                + #"tion":"02:00:00:00:00:02","ttl":64,"ip_id":7,"tcp_seq":0,"tcp_ack":0,"tcp_window":8192"#
                + #","tcp_options":{"sack":[[10,20],[30,40]]},"payload":0"#)
    }

    @Test func `passes over a selective acknowledgement without blocks`() throws {
        // One block, then an option of the same kind that is too short for any.
        let frame = bytes(
            """
            020000000002 020000000001 0800 4500003c 08070000 400666b3 0a000001 0a000002
            00010002 00000000 00000000 a0100100 20000000 050a 0000000a 00000014 0505000000 000000 0000
            """)
        #expect(try body(frame).contains(#""tcp_options":{"sack":[[10,20]]}"#))
    }
}
