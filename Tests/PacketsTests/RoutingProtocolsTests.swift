import Testing

@testable import Packets

struct RoutingProtocolsTests {
    @Test func `reads OSPF`() throws {
        let frame = bytes(
            """
            020000000002020000000001080045000040000100004059905e0a000001e00000050201
            002c0101010100000000fc9c00000000000000000000ffffff00000a0001000000280000
            000000000000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"224.0.0.5","protocol":"OSPF","size":78,"number":1,""#
                + #"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_i"#
                + #"d":1,"ospf":{"version":2,"type":"hello","router":"1.1.1.1","area":"0.0.0.0"}"#)
    }

    @Test func `reads VRRP`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500002800010000407090520a000001e00000122107
            c80100010bf80a0000fe0000000000000000
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"224.0.0.18","protocol":"VRRP","size":54,"number":1,"#
                + #""link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_"#
                + #"id":1,"vrrp":{"version":2,"router":7,"priority":200}"#)
    }

    @Test func `reads PIM`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500001800010000406790700a000001e000000d2000
            dffe
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"224.0.0.13","protocol":"PIM","size":38,"number":1,""#
                + #"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_i"#
                + #"d":1,"pim":{"version":2,"type":0}"#)
    }

    @Test func `reads EIGRP`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500002800010000405890720a000001e000000a0205
            fd9600000000000000000000000000000064
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"224.0.0.10","protocol":"EIGRP","size":54,"number":1"#
                + #","link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip"#
                + #"_id":1,"eigrp":{"version":2,"opcode":5,"as":100}"#)
    }
}
