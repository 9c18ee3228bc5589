import Testing

@testable import Packets

struct TunnelTests {
    @Test func `lists tunnels that nest`() throws {
        let frame = bytes(
            """
            020000000002020000000001080045000068000700004011667c0a0000010a000002c350
            12b500544cac0c00000300002a0002fc0000000502fc0000000108004500003600010000
            402f2275ac100001ac100002000008004500001e000100004011f77ac0a80101c0a80102
            03e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"UDP","size":118,"src_port":50"#
                + #"000,"dst_port":4789,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"0"#
                + #"2:00:00:00:00:02","ttl":64,"ip_id":7,"payload":76,"tunnel":["VXLAN","GRE"],"tunnel_id""#
                + #":42,"inner":[{"source":"172.16.0.1","destination":"172.16.0.2","protocol":"GRE"},{"sou"#
                + #"rce":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","src_port":1000,"dst_p"#
                + #"ort":2000}]"#)
    }
}
