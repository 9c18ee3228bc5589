import Testing

@testable import Packets

struct NeighborDiscoveryTests {
    @Test func `reads a solicitation`() throws {
        let frame = bytes(
            """
            02000000000202000000000186dd6000000000203afffe80000000000000000000000000
            0001ff0200000000000000000001ff00000287007a9700000000fe800000000000000000
            0000000000020101020000000001
            """)
        #expect(
            try body(frame)
                == #""source":"fe80::1","destination":"ff02::1:ff00:2","protocol":"ICMPv6","size":86,"numbe"#
                + #"r":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":25"#
                + #"5,"icmp_type":135,"icmp_code":0,"payload":24,"ndp":{"target":"fe80::2","source_link":""#
                + #"02:00:00:00:00:01"}"#)
    }

    @Test func `reads an advertised prefix`() throws {
        let frame = bytes(
            """
            02000000000202000000000186dd6000000000383afffe80000000000000000000000000
            0001ff0200000000000000000000000000018600b9004008070800000000000000000304
            40c0ffffffffffffffff0000000020010db8000000000000000000000000050100000000
            0578
            """)
        #expect(
            try body(frame)
                == #""source":"fe80::1","destination":"ff02::1","protocol":"ICMPv6","size":110,"number":1,""#
                + #"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":255,"icm"#
                + #"p_type":134,"icmp_code":0,"payload":48,"ndp":{"prefix":"2001:db8::","prefix_length":64"#
                + #","mtu":1400}"#)
    }
}
