import Testing

@testable import Packets

struct MulticastGroupTests {
    @Test func `reads a listener report`() throws {
        let frame = bytes(
            """
            02000000000202000000000186dd6000000000240040fe80000000000000000000000000
            0001ff0200000000000000000000000000163a000502000001008f006f0f000000010400
            0000ff0200000000000000000000000000fb
            """)
        #expect(
            try body(frame)
                == #""source":"fe80::1","destination":"ff02::16","protocol":"ICMPv6","size":90,"number":1,""#
                + #"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"#
                + #""ip_extensions":["hop_by_hop"],"icmp_type":143,"icmp_code":0,"payload":20,"multicast":{"type":"report","version":2,"group""#
                + #":"ff02::fb","records":1}"#)
    }

    @Test func `reads a report`() throws {
        let frame = bytes(
            """
            020000000002020000000001080046c00020000100000102391b0a000001e00000fb9404
            000016000904e00000fb
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"224.0.0.251","protocol":"IGMP","size":46,"number":1"#
                + #","link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":1,"dsc"#
                + #"p":48,"ip_id":1,"ip_options":["router_alert"],"multicast":{"type":"report","version":2,"group":"224.0.0.251"}"#
        )
    }
}
