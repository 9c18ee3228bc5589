import Testing

@testable import Packets

struct CDPTests {
    private static let start = "01000ccccccc 020000000001"
    /// Device `sw1"`, port `Gi0/2`, an IPv4 address, platform `C9`, native VLAN 5.
    private static let fields =
        "0001 0008 73773122 0003 0009 4769302f32 0002 0011 00000001 0101cc0004 0a000009 0006 0006 4339 000a 0006 0005"
    private static let expected =
        #""cdp":{"ttl":180,"device":"sw1\"","port":"Gi0/2","platform":"C9","address":"10.0.0.9","native_vlan":5}"#

    private func frame(_ fields: String) -> [UInt8] {
        let content = bytes("aaaa03 00000c 2000 02b4 0000" + fields)
        return bytes(Self.start) + [0, UInt8(content.count)] + content
    }

    @Test func `reads who is at the other end of the cable`() throws {
        let line = try body(frame(Self.fields))
        #expect(line.contains(#""protocol":"CDP""#) && line.hasSuffix(Self.expected), "\(line)")
    }

    @Test func `reads the same from a serial line`() throws {
        let line = try body(bytes("8f002000 02b4 0000" + Self.fields), linkType: .ciscoHDLC)
        #expect(line.hasSuffix(Self.expected), "\(line)")
    }

    @Test func `a field shorter than its own header is a fault`() throws {
        let fault = #""fault":{"layer":"cdp","kind":"length.small","needed":4,"available":3}"#
        #expect(try body(frame("0001 0003 73")).hasSuffix(fault))
    }

    @Test func `an address of another protocol is left out`() throws {
        #expect(try body(frame("0002 0011 00000001 0101810004 0a000009")).hasSuffix(#""cdp":{"ttl":180}"#))
    }
}
