import Testing

@testable import Packets

struct TCPTests {
    static let syn = bytes(
        """
        020000000002 020000000001 0800
        4500003c 1c464000 4006b1e6 ac100a63 ac100a0c
        c822 01bb 00000001 00000000 a002 7210 0000 0000 0204 05b4 0402 080a 00000001 00000000 0103 0307
        """)

    @Test func `writes the contract's keys in its order`() throws {
        #expect(
            try body(Self.syn)
                == #""source":"172.16.10.99","destination":"172.16.10.12","protocol":"TCP","size":74,"#
                + #""src_port":51234,"dst_port":443,"tcp_flags":"S","number":1,"#
                + #""link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","#
                + #""ttl":64,"ip_id":7238,"tcp_seq":1,"tcp_window":29200,"#
                + #""tcp_options":{"mss":1460,"window_scale":7,"sack_permitted":true,"#
                + #""timestamp":1,"timestamp_echo":0},"payload":0"#)
    }

    @Test func `tells a short snapshot from a lying header`() throws {
        let cut = Array(Self.syn.prefix(40))
        #expect(
            try body(cut, wireLength: 74).contains(
                #""fault":{"layer":"tcp","kind":"snapshot","needed":20,"available":6}"#))
        #expect(
            try body(cut).contains(
                #""fault":{"layer":"ipv4","kind":"length.large","needed":60,"available":26}"#))
    }
}
