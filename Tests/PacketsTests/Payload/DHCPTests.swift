import Testing

@testable import Packets

struct DHCPTests {
    private func message(_ operation: UInt8, assigned: String, _ options: String) -> [UInt8] {
        [operation] + bytes("010600 12345678 0000 0000 00000000 \(assigned) 00000000 00000000 02000000000a")
            + [UInt8](repeating: 0, count: 202) + bytes("63825363" + options)
    }

    @Test func `reads a request`() throws {
        let payload = message(1, assigned: "00000000", "350103 3204c0a80105 0c026822 3c024d53 ff")
        #expect(
            try Messages.object("dhcp", Messages.udp(68, 67, payload))
                == #"{"type":"request","id":305419896,"client":"02:00:00:00:00:0a","requested":"192.168.1.5","#
                + #""hostname":"h\"","vendor":"MS"}"#)
    }

    @Test func `reads the answer`() throws {
        let payload = message(2, assigned: "c0a80105", "350105 00 3604c0a80101 330400000e10 ff")
        #expect(
            try Messages.object("dhcp", Messages.udp(67, 68, payload))
                == #"{"type":"ack","id":305419896,"client":"02:00:00:00:00:0a","assigned":"192.168.1.5","#
                + #""server":"192.168.1.1","lease":3600}"#)
    }

    @Test func `a short snapshot keeps the client`() throws {
        let frame = Messages.udp(68, 67, message(1, assigned: "00000000", "350101 ff"), kept: 54)
        #expect(
            try Messages.object("dhcp", frame, wireLength: 286)
                == #"{"type":"bootrequest","id":305419896,"client":"02:00:00:00:00:0a"}"#)
    }

    @Test func `an option that ends beyond the message ends the reading`() throws {
        let payload = message(1, assigned: "00000000", "350101 0cff 6162")
        #expect(try Messages.object("dhcp", Messages.udp(68, 67, payload))?.contains("hostname") == false)
    }

    @Test func `what is shorter or has another operation is none`() throws {
        #expect(
            try Messages.object(
                "dhcp", Messages.udp(68, 67, Array(message(1, assigned: "00000000", "").prefix(200)))) == nil)
        #expect(
            try Messages.object("dhcp", Messages.udp(68, 67, message(3, assigned: "00000000", "ff"))) == nil)
    }
}
