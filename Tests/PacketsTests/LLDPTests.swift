import Testing

@testable import Packets

struct LLDPTests {
    @Test func `reads chassis, port and name`() throws {
        let frame = bytes(
            """
            02000000000202000000000188cc0207040200000000010406054769302f31060200780a
            087377697463682d31000000000000000000000000000000
            """)
        #expect(
            try body(frame)
                == #""source":"02:00:00:00:00:01","destination":"02:00:00:00:00:02","protocol":"LLDP","size"#
                + #"":60,"number":1,"link_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:0"#
                + #"2","lldp":{"chassis":"02:00:00:00:00:01","port":"Gi0/1","ttl":120,"system_name":"switc"#
                + #"h-1"}"#)
    }
}
