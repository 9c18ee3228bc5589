import Testing

@testable import Packets

struct UDPTunnelsTests {
    @Test func `reads VXLAN`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500005000070000401166940a0000010a000002c350
            12b5003c56c50c00000300002a0002000000000b02000000000a08004500001e00010000
            4011f77ac0a80101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":94,"src_port":500"#
                + #"00,"dst_port":4789,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02"#
                + #":00:00:00:00:02","ttl":64,"ip_id":7,"payload":52,"tunnel":"VXLAN","tunnel_id":42,"inne"#
                + #"r":{"source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","src_port":100"#
                + #"0,"dst_port":2000}"#)
    }

    @Test func `reads GENEVE`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500005000070000401166940a0000010a000002c350
            17c1003cf7630000655800002b0002000000000b02000000000a08004500001e00010000
            4011f77ac0a80101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":94,"src_port":500"#
                + #"00,"dst_port":6081,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02"#
                + #":00:00:00:00:02","ttl":64,"ip_id":7,"payload":52,"tunnel":"GENEVE","tunnel_id":43,"inn"#
                + #"er":{"source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","src_port":10"#
                + #"00,"dst_port":2000}"#)
    }

    @Test func `reads GTP-U`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500004200070000401166a20a0000010a0000020868
            0868002e8f7430ff001edeadbeef4500001e000100004011f77ac0a80101c0a8010203e8
            07d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":80,"src_port":215"#
                + #"2,"dst_port":2152,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02:"#
                + #"00:00:00:00:02","ttl":64,"ip_id":7,"payload":38,"tunnel":"GTP-U","tunnel_id":373592855"#
                + #"9,"inner":{"source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","src_po"#
                + #"rt":1000,"dst_port":2000}"#)
    }

    @Test func `reads L2TP`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500004400070000401166a00a0000010a00000206a5
            06a500306287000200010002ff0300214500001e000100004011f77ac0a80101c0a80102
            03e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":82,"src_port":170"#
                + #"1,"dst_port":1701,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02:"#
                + #"00:00:00:00:02","ttl":64,"ip_id":7,"payload":40,"tunnel":"L2TP","tunnel_id":65538,"inn"#
                + #"er":{"source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","src_port":10"#
                + #"00,"dst_port":2000}"#)
    }

    @Test func `reads Teredo behind an origin header`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500006000070000401166840a0000010a000002c350
            0dd8004cb3f00000000000000000600000000014064020010db800000000000000000000
            000120010db800000000000000000000000203e800500000000000000000500220003036
            0000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":110,"src_port":50"#
                + #"000,"dst_port":3544,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"0"#
                + #"2:00:00:00:00:02","ttl":64,"ip_id":7,"payload":68,"tunnel":"Teredo","inner":{"source":"#
                + #""2001:db8::1","destination":"2001:db8::2","protocol":"TCP","src_port":1000,"dst_port":"#
                + #"80}"#)
    }

    @Test func `names WireGuard`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500003c00070000401166a80a0000010a000002c350
            ca6c002859de040000000000000000000000000000000000000000000000000000000000
            0000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":74,"src_port":500"#
                + #"00,"dst_port":51820,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"0"#
                + #"2:00:00:00:00:02","ttl":64,"ip_id":7,"payload":32,"tunnel":"WireGuard""#)
    }

    @Test func `finds ESP behind port 4500`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500002800070000401166bc0a0000010a0000021194
            11940014b666000012340000000100000000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":54,"src_port":450"#
                + #"0,"dst_port":4500,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02:"#
                + #"00:00:00:00:02","ttl":64,"ip_id":7,"payload":12,"tunnel":"ESP","tunnel_id":4660"#)
    }
}
