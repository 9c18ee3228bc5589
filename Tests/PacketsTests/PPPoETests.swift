import Testing

@testable import Packets

struct PPPoETests {
    @Test func `finds IPv6 in a session`() throws {
        let frame = bytes(
            """
            020000000002020000000001886411000005003e0057600000000014064020010db80000
            0000000000000000000120010db800000000000000000000000203e80050000000000000
            00005002200030360000
            """)
        #expect(
            try body(frame)
                == #""source":"2001:db8::1","destination":"2001:db8::2","protocol":"TCP","size":82,"src_por"#
                + #"t":1000,"dst_port":80,"tcp_flags":"S","number":1,"link_source":"02:00:00:00:00:01","li"#
                + #"nk_destination":"02:00:00:00:00:02","ttl":64,"tcp_seq":0,"tcp_window":8192,"payload":0"#)
    }
}
