import Testing

@testable import Packets

struct IPTunnelsTests {
    @Test func `names IPv4 in IPv4`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500003200070000400466bf0a0000010a0000024500
            001e000100004011f77ac0a80101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"IPIP","size":64,"number":1,"l"#
                + #"ink_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id"#
                + #"":7,"tunnel":"IPIP","inner":{"source":"192.168.1.1","destination":"192.168.1.2","proto"#
                + #"col":"UDP","src_port":1000,"dst_port":2000}"#)
    }

    @Test func `names IPv6 in IPv4`() throws {
        let frame = bytes(
            """
            020000000002020000000001080045000050000700004029667c0a0000010a0000026000
            00000014064020010db800000000000000000000000120010db800000000000000000000
            000203e8005000000000000000005002200030360000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"IPv6","size":94,"number":1,"l"#
                + #"ink_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id"#
                + #"":7,"tunnel":"6in4","inner":{"source":"2001:db8::1","destination":"2001:db8::2","proto"#
                + #"col":"TCP","src_port":1000,"dst_port":80}"#)
    }

    @Test func `names IPv4 in IPv6`() throws {
        let frame = bytes(
            """
            02000000000202000000000186dd60000000001e044020010db800000000000000000000
            000a20010db800000000000000000000000b4500001e000100004011f77ac0a80101c0a8
            010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"2001:db8::a","destination":"2001:db8::b","protocol":"IPIP","size":84,"number"#
                + #"":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"#
                + #""tunnel":"4in6","inner":{"source":"192.168.1.1","destination":"192.168.1.2","protocol""#
                + #":"UDP","src_port":1000,"dst_port":2000}"#)
    }

    @Test func `keeps AH as the protocol and shows what it protects`() throws {
        let frame = bytes(
            """
            020000000002020000000001080045000036000700004033668c0a0000010a0000021104
            0000000000990000000100000000000000000000000003e807d0000a00006869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"AH","size":68,"number":1,"lin"#
                + #"k_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id":"#
                + #"7,"tunnel":"AH","tunnel_id":153,"inner":{"protocol":"UDP","src_port":1000,"dst_port":2"#
                + #"000}"#)
    }

    @Test func `shows the index of ESP`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500002c00070000403266970a0000010a0000020000
            12340000000100000000000000000000000000000000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"ESP","size":58,"number":1,"li"#
                + #"nk_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id""#
                + #":7,"tunnel":"ESP","tunnel_id":4660"#)
    }
}
