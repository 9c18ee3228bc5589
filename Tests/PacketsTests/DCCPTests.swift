import Testing

@testable import Packets

struct DCCPTests {
    @Test func `names the type and counts what follows the header`() throws {
        #expect(
            try body(
                bytes(
                    "020000000002 020000000001 0800 45000028 0001 0000 4021 0000 c0a80101 c0a80102 03e807d0 04000000 01000000 00000001 61626364"
                )
            ).contains(#""dccp_type":"request""#))
        #expect(
            try body(
                bytes(
                    "020000000002 020000000001 0800 45000022 0001 0000 4021 0000 c0a80101 c0a80102 03e807d0 03000000 04000001 6869"
                )
            ).contains(#""payload":2,"dccp_type":"data""#))
    }

    @Test func `an offset below the header is a fault, and keeps the ports`() throws {
        let line = try body(
            bytes(
                "020000000002 020000000001 0800 45000024 0001 0000 4021 0000 c0a80101 c0a80102 03e807d0 02000000 01000000 00000001"
            ))
        #expect(line.contains(#""src_port":1000,"dst_port":2000"#))
        #expect(line.hasSuffix(#""fault":{"layer":"dccp","kind":"length.small","needed":12,"available":8}"#))
    }
}
