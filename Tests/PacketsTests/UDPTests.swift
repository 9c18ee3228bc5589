import Testing

@testable import Packets

struct UDPTests {
    private let header = "020000000002 020000000001 0800 4500001e 00070000 40110000 0a000001 0a000002"

    @Test func `rejects a length below eight`() throws {
        let line = try body(bytes(header + "03e807d0 00070000 6869"))
        #expect(line.contains(#""src_port":1000,"dst_port":2000"#))
        #expect(line.contains(#""fault":{"layer":"udp","kind":"length.small","needed":8,"available":7}"#))
    }

    @Test func `notes a length beyond the packet`() throws {
        let line = try body(bytes(header + "03e807d0 00640000 6869"))
        #expect(line.contains(#""fault":{"layer":"udp","kind":"length.large","needed":100,"available":10}"#))
    }

    @Test func `leaves a tunnel's port to whom it belongs`() throws {
        let line = try body(bytes(header + "03e812b5 000a0000 6869"))
        #expect(line.contains(#""dst_port":4789"#) && !line.contains("tunnel") && !line.contains("fault"))
    }
}
