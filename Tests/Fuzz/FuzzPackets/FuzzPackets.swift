import JSONLines
import Packets

/// The entry of libFuzzer. The first two bytes are the link type, the third how much of the frame the capture
/// kept; the rest is the frame. A line must come out whatever they are, it must be one JSON text, and the
/// same bytes must give the same line.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count >= 3 else { return 0 }
    let kinds: [UInt16] = [
        0, 1, 1, 1, 6, 7, 9, 10, 50, 51, 101, 104, 105, 107, 108, 113, 117, 119, 127, 129, 163, 166, 192, 219,
        228, 229, 239, 258, 276,
    ]
    let linkType = LinkType(rawValue: kinds[Int(start[0]) % kinds.count])
    let bytes = Array(UnsafeBufferPointer(start: start + 3, count: count - 3))
    var packet = Packet()
    packet.number = 1
    packet.wireLength = bytes.count + Int(start[1]) * 8
    var writer = JSONWriter(capacity: 1 << 14)
    for _ in 0..<2 {
        Dissector.dissect(bytes.span.bytes, linkType: linkType, into: &packet)
        packet.write(to: &writer, interface: InterfaceLabel())
    }
    let lines = writer.withBytes { Array($0) }
    check(lines)
    return 0
}

private func check(_ lines: [UInt8]) {
    let half = lines.count / 2
    precondition(lines[..<half].elementsEqual(lines[half...]), "the second line differs")
    let line = Array(lines[..<(half - 1)])
    let text = line.span.bytes
    var reader = JSONReader()
    do throws(JSONFault) {
        try reader.skip(text)
        try reader.finish(text)
    } catch {
        preconditionFailure("not a JSON text")
    }
}
