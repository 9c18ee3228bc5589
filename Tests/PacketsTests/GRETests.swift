import Testing

@testable import Packets

struct GRETests {
    @Test func `shows the key and the packet within`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500003a00070000402f668c0a0000010a0000022000
            08000000004d4500001e000100004011f77ac0a80101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"GRE","size":72,"number":1,"li"#
                + #"nk_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id""#
                + #":7,"tunnel":"GRE","tunnel_id":77,"inner":{"source":"192.168.1.1","destination":"192.16"#
                + #"8.1.2","protocol":"UDP","src_port":1000,"dst_port":2000}"#)
    }

    @Test func `takes the subnet from the key of NVGRE`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500004800070000402f667e0a0000010a0000022000
            65580012340002000000000b02000000000a08004500001e000100004011f77ac0a80101
            c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"GRE","size":86,"number":1,"li"#
                + #"nk_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id""#
                + #":7,"tunnel":"NVGRE","tunnel_id":4660,"inner":{"source":"192.168.1.1","destination":"19"#
                + #"2.168.1.2","protocol":"UDP","src_port":1000,"dst_port":2000}"#)
    }

    @Test func `finds the mirrored frame of ERSPAN`() throws {
        let frame = bytes(
            """
            02000000000202000000000108004500005000070000402f66760a0000010a0000021000
            88be00000001100100640000000002000000000b02000000000a08004500001e00010000
            4011f77ac0a80101c0a8010203e807d0000a08656869
            """)
        #expect(
            try body(frame)
                == #""source":"10.0.0.1","destination":"10.0.0.2","protocol":"GRE","size":94,"number":1,"li"#
                + #"nk_source":"02:00:00:00:00:01","link_destination":"02:00:00:00:00:02","ttl":64,"ip_id""#
                + #":7,"tunnel":"ERSPAN","tunnel_id":100,"inner":{"source":"192.168.1.1","destination":"19"#
                + #"2.168.1.2","protocol":"UDP","src_port":1000,"dst_port":2000}"#)
    }

    @Test func `finds the mirrored frame behind the longer headers of ERSPAN type III`() throws {
        let start =
            "020000000002 020000000001 0800 45000062 00010000 402f0000 0a000001 0a000002 1000 22eb 00000000"
        let frame = bytes("020000000002 020000000001 0800") + datagram
        let inner = #""tunnel":"ERSPAN","tunnel_id":6,"inner":{"source":"192.168.1.1""#
        #expect(try body(bytes(start + "2064 0006 00000000 00000000") + frame).contains(inner))
        #expect(
            try body(bytes(start + "2064 0006 00000000 00000001 0000000000000000") + frame).contains(inner))
    }

    @Test func `finds PPP in PPTP, unless it is an acknowledgement alone`() throws {
        let start = "020000000002 020000000001 0800 4500004a 00010000 402f0000 0a000001 0a000002"
        let data = bytes(start + "3081 880b 0022 004d 00000001 00000002 ff030021") + datagram
        #expect(try body(data).contains(#""tunnel":"PPTP","tunnel_id":77,"inner":{"source":"192.168.1.1""#))
        let line = try body(bytes(start + "2081 880b 0000 004d 00000002"))
        #expect(line.contains(#""tunnel":"PPTP","tunnel_id":77"#) && !line.contains("inner"))
    }
}
