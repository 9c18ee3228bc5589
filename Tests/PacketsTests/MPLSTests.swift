import Testing

@testable import Packets

struct MPLSTests {
    @Test func `lists the labels and finds IP behind them`() throws {
        let frame = bytes(
            """
            020000000002020000000001884700010040000111404500001e000100004011f77ac0a8
            0101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":52,"src_por"#
                + #"t":1000,"dst_port":2000,"number":1,"link_source":"02:00:00:00:00:01","link_destination"#
                + #"":"02:00:00:00:00:02","mpls":[16,17],"ttl":64,"ip_id":1,"payload":2"#)
    }

    @Test func `finds Ethernet behind a control word`() throws {
        let frame = bytes(
            """
            0200000000020200000000018847000121400000000002000000000b02000000000a0800
            4500001e000100004011f77ac0a80101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":66,"src_por"#
                + #"t":1000,"dst_port":2000,"number":1,"link_source":"02:00:00:00:00:01","link_destination"#
                + #"":"02:00:00:00:00:02","mpls":[18],"ttl":64,"ip_id":1,"payload":2"#)
    }
}
