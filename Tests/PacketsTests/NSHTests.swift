import Testing

@testable import Packets

struct NSHTests {
    @Test func `finds the packet behind metadata of either type`() throws {
        let fixed =
            bytes("020000000002 020000000001 894f 0fc6 0101 00000aff") + [UInt8](repeating: 0, count: 16)
            + datagram
        let variable =
            bytes("020000000002 020000000001 894f 0fc2 0203 00000aff 020000000002 020000000001 0800")
            + datagram
        #expect(try body(fixed).hasPrefix(datagramStart) && body(variable).hasPrefix(datagramStart))
    }

    @Test func `a length below eight is a fault`() throws {
        #expect(
            try body(bytes("020000000002 020000000001 894f 0fc1 0201 00000aff")).contains(
                #""fault":{"layer":"nsh","kind":"length.small","needed":8,"available":4}"#))
    }

    @Test func `finds the packet behind Cisco's metadata`() throws {
        #expect(
            try body(bytes("020000000002 020000000001 8909 01010001 000a 0800") + datagram).hasPrefix(
                datagramStart))
    }
}
