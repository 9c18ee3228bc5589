import Testing

@testable import Packets

struct ICMPv6Tests {
    @Test func `shows the flow that an error quotes`() throws {
        let frame = bytes(
            """
            02000000000202000000000186dd6000000000443a4020010db800000000000000000000
            000a20010db800000000000000000000000b03003ac00000000060000000001406402001
            0db800000000000000000000000120010db800000000000000000000000203e800500000
            0000000000005002200030360000
            """)
        #expect(
            try body(frame)
                == #""source":"2001:db8::a","destination":"2001:db8::b","protocol":"ICMPv6","size":122,"num"#
                + #"ber":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":"#
                + #"64,"icmp_type":3,"icmp_code":0,"payload":60,"quoted":{"source":"2001:db8::1","destinat"#
                + #"ion":"2001:db8::2","protocol":"TCP","src_port":1000,"dst_port":80}"#)
    }
}
