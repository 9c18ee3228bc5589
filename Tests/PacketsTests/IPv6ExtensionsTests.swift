import Testing

@testable import Packets

struct IPv6ExtensionsTests {
    @Test func `keeps a later fragment without ports`() throws {
        let frame = bytes(
            """
            02000000000202000000000186dd6000000000102c4020010db800000000000000000000
            000a20010db800000000000000000000000b110005c9000000053132333435363738
            """)
        #expect(
            try body(frame)
                == #""source":"2001:db8::a","destination":"2001:db8::b","protocol":"UDP","size":70,"number""#
                + #":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"#
                + #""ip_extensions":["fragment"],"fragment":{"offset":1480,"more":true}"#)
    }
}
