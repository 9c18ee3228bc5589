import Testing

@testable import Packets

struct WLANTests {
    @Test func `finds IP in a data frame`() throws {
        let frame = bytes(
            """
            00000f002e000000001885098004c9880100000200000000010200000000020200000000
            0300000000aaaa0300000008004500001e000100004011f77ac0a80101c0a8010203e807
            d0000a08656869
            """)
        #expect(
            try body(frame, linkType: .radiotap)
                == #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":79,"src_por"#
                + #"t":1000,"dst_port":2000,"number":1,"link_source":"02:00:00:00:00:02","link_destination"#
                + #"":"02:00:00:00:00:03","wlan":{"type":"data","subtype":8,"frequency":2437,"signal":-55}"#
                + #","ttl":64,"ip_id":1,"payload":2"#)
    }
}
