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

    @Test func `a header that ends beyond its frame is a fault of that header`() throws {
        #expect(
            try body(bytes("0000 4000 01000000 0000"), linkType: .ppi).hasSuffix(
                #""fault":{"layer":"ppi","kind":"length.large","needed":64,"available":10}"#))
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
