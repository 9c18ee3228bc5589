import JSONLines
import Packets

/// What must hold for every frame, whatever its bytes are: with everything asked for that costs extra, it becomes
/// one line, which is one JSON text, and the same again when it is decoded again into what held the last.
package struct PacketCheck: ~Copyable {
    private var packet = Packet()
    private var ids = CommunityID()
    private var local = LocalNetworks()
    private var writer = JSONWriter(capacity: 1 << 16)
    private let label = InterfaceLabel(name: Array("eth\"0\u{1B}".utf8))
    /// Every key, in the order opposite to that of the line.
    private let selection: FieldSelection

    package init() {
        local.add(.ipv4(0x0A00_0000), prefixLength: 8)
        local.add(.ipv4(0xC0A8_0000), prefixLength: 16)
        local.add(.ipv6(0xFE80_0000_0000_0000, 0), prefixLength: 10)
        do throws(FieldSelection.Failure) {
            selection = try FieldSelection(names: Field.allCases.reversed().map(\.key))
        } catch {
            preconditionFailure("\(error)")
        }
        packet.number = 1
    }

    /// One line, and that it is JSON; what is wrong otherwise.
    package mutating func once(_ frame: RawSpan, linkType: LinkType, wireLength: Int) -> String? {
        writer.removeAll()
        append(frame, linkType, wireLength)
        return fault(from: 0)
    }

    /// The same, and that a second time gives the same bytes, and that the keys in another order are JSON too.
    package mutating func thrice(_ frame: RawSpan, linkType: LinkType, wireLength: Int) -> String? {
        if let fault = once(frame, linkType: linkType, wireLength: wireLength) { return fault }
        let length = writer.count
        append(frame, linkType, wireLength)
        let isSame = writer.withBytes { $0[..<length].elementsEqual($0[length...]) }
        guard isSame else { return "the second line differs from the first" }
        writer.removeAll()
        packet.write(selection, to: &writer, interface: label)
        return fault(from: 0)
    }

    private mutating func append(_ frame: RawSpan, _ linkType: LinkType, _ wireLength: Int) {
        packet.wireLength = wireLength
        Dissector.dissect(frame, linkType: linkType, into: &packet)
        Checksums.verify(frame, into: &packet)
        ids.identify(&packet)
        local.direct(&packet)
        packet.write(to: &writer, interface: label)
    }

    private func fault(from start: Int) -> String? {
        writer.withBytes { all -> String? in
            guard all.last == UInt8(ascii: "\n") else { return "a line without an end" }
            let text = all[start..<(all.count - 1)]
            var reader = JSONReader()
            do throws(JSONFault) {
                try reader.skip(UnsafeRawBufferPointer(rebasing: text).bytes)
                try reader.finish(UnsafeRawBufferPointer(rebasing: text).bytes)
                return nil
            } catch {
                return "\(error) in \(String(decoding: text, as: UTF8.self))"
            }
        }
    }
}
