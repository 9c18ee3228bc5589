import Testing

@testable import Packets

struct LACPTests {
    @Test func `reads both ends`() throws {
        let frame = bytes(
            """
            0200000000020200000000018809010101140001020000000001000d000000023d000000
            02140000020000000002000e000000033d00000003100000000000000000000000000000
            000000000000000000000000000000000000000000000000000000000000000000000000
            00000000000000000000000000000000
            """)
        #expect(
            try body(frame)
                == #""source":"02:00:00:00:00:01","destination":"02:00:00:00:00:02","protocol":"LACP","size"#
                + #"":124,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:"#
                + #"02","lacp":{"actor":{"system":"02:00:00:00:00:01","key":13,"port":2,"state":61},"partn"#
                + #"er":{"system":"02:00:00:00:00:02","key":14,"port":3,"state":61}}"#)
    }
}
