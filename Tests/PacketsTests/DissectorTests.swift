import JSONLines
import Testing

@testable import Packets

struct DissectorTests {
    @Test func `an unknown link type still gives its size`() throws {
        #expect(
            try body([1, 2, 3], linkType: LinkType(rawValue: 65535))
                == #""source":"","destination":"","protocol":"OTHER","size":3,"number":1,"#
                + #""fault":{"layer":"link","kind":"linktype.unknown"}"#)
    }

    @Test func `stops at sixteen layers`() throws {
        let tags = [[UInt8]](repeating: [0, 1, 0x81, 0], count: 40).flatMap { $0 }
        let frame = bytes("020000000002 020000000001 8100") + tags
        #expect(try body(frame).contains(#""fault":{"layer":"vlan","kind":"limit.layers"}"#))
    }

    @Test func `reads the families of null and loop in either order`() throws {
        let packet = bytes("4500001e 00010000 4011f77a c0a80101 c0a80102 03e807d0000a0000 6869")
        let expected = #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":34"#
        #expect(try body(bytes("02000000") + packet, linkType: .null).hasPrefix(expected))
        #expect(try body(bytes("00000002") + packet, linkType: .null).hasPrefix(expected))
        #expect(try body(bytes("00000002") + packet, linkType: .loop).hasPrefix(expected))
    }

    @Test func `reads IP behind every simple link header`() throws {
        let packet = bytes("4500001e 00010000 4011f77a c0a80101 c0a80102 03e807d0000a0000 6869")
        let headers: [(LinkType, String)] = [
            (.raw, ""), (.ipv4, ""), (.ppp, "ff030021"), (.ppp, "21"), (.pppHDLC, "0f000800"),
            (.ciscoHDLC, "0f000800"), (.frameRelay, "184103cc"), (.frameRelay, "18410800"),
            (.pppd, "00ff030021"), (.pppoe, "1100000500200021"), (.arcnet, "0102f0"),
            (.arcnet, "0102d4000000"),
            (.fddi, "50020000000002020000000001aaaa030000000800"),
            (.tokenRing, "1040020000000002020000000001aaaa030000000800"),
            (.tokenRing, "10400200000000028200000000010610aabbccddaaaa030000000800"),
            (.nflog, "0200000022000900"), (.mpls, "00010140"),
            (.linuxCooked, "00000001000602000000000100000800"),
            (.linuxCookedV2, "0800000000000002000100060200000000010000"),
            (.ppi, "0000080065000000"),
        ]
        for (linkType, header) in headers where linkType != .ppi {
            let line = try body(bytes(header) + packet, linkType: linkType)
            #expect(line.hasPrefix(#""source":"192.168.1.1","#), "\(linkType.rawValue) \(header): \(line)")
        }
    }

    /// Of the fixtures, and, where the environment names them, of some shared captures; all prefixes of all their
    /// frames are PrefixPackets' under Tests/Fuzz.
    @Test func `every prefix of every frame gives one valid line`() throws {
        var frames = Fixtures.frames
        frames += Fixtures.captured(limit: 400)
        var ids = CommunityID()
        var writer = JSONWriter()
        for (frame, linkType) in frames {
            for length in 0...min(frame.count, 160) {
                for wireLength in [length, frame.count] {
                    writer.removeAll()
                    try write(frame.span.bytes.extracting(first: length), linkType, wireLength, &ids, &writer)
                }
            }
        }
    }

    private func write(
        _ frame: RawSpan, _ linkType: LinkType, _ wireLength: Int, _ ids: inout CommunityID,
        _ writer: inout JSONWriter
    ) throws {
        var packet = Packet()
        packet.wireLength = wireLength
        Dissector.dissect(frame, linkType: linkType, into: &packet)
        Checksums.verify(frame, into: &packet)
        ids.identify(&packet)
        packet.write(to: &writer, interface: InterfaceLabel())
        let text = writer.withBytes { Array($0.dropLast()) }
        var reader = JSONReader()
        do throws(JSONFault) {
            try reader.skip(text.span.bytes)
            try reader.finish(text.span.bytes)
        } catch {
            Issue.record("\(error) in \(String(decoding: text, as: UTF8.self))")
        }
    }
}
