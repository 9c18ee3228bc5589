import Testing

@testable import Packets

struct UDPLiteTests {
    @Test func `counts the payload whatever the checksum covers`() throws {
        for coverage in ["0000", "0008", "000a"] {
            let line = try body(
                bytes(
                    "020000000002 020000000001 0800 4500001e 0001 0000 4088 0000 c0a80101 c0a80102 03e807d0 \(coverage) 0000 6869"
                ))
            #expect(
                line.hasSuffix(
                    #""src_port":1000,"dst_port":2000,"number":1,"link_source":"02:00:00:00:00:01","#
                        + #""link_destination":"02:00:00:00:00:02","ttl":64,"ip_id":1,"payload":2"#),
                "\(line)")
        }
    }

    @Test func `a coverage that leaves out the header is a fault`() throws {
        #expect(
            try body(
                bytes(
                    "020000000002 020000000001 0800 4500001e 0001 0000 4088 0000 c0a80101 c0a80102 03e807d0 0007 0000 6869"
                )
            ).contains(#""fault":{"layer":"udp_lite","kind":"length.small","needed":8,"available":7}"#))
    }
}
