import JSONLines
import Packets

/// Bytes from hexadecimal digits; blanks and line ends are for the reader.
func bytes(_ text: String) -> [UInt8] {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    precondition(digits.count % 2 == 0)
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}

/// The line of one frame, captured whole unless `wireLength` says otherwise.
func line(
    _ frame: [UInt8], linkType: LinkType = .ethernet, wireLength: Int? = nil, selection: [String]? = nil,
    interface: String = ""
) throws -> String {
    let interface = InterfaceLabel(name: interface.utf8)
    var packet = Packet()
    packet.number = 1
    packet.wireLength = wireLength ?? frame.count
    let fields = try selection.map { try FieldSelection(names: $0) }
    packet.wantsPayload = fields?.wantsPayload ?? true
    Dissector.dissect(frame.span.bytes, linkType: linkType, into: &packet)
    var writer = JSONWriter()
    if let fields {
        packet.write(fields, to: &writer, interface: interface)
    } else {
        packet.write(to: &writer, interface: interface)
    }
    return writer.withBytes { String(decoding: $0, as: UTF8.self) }
}

/// The part of a line behind the times, which are zero in these tests.
func body(_ frame: [UInt8], linkType: LinkType = .ethernet, wireLength: Int? = nil) throws -> String {
    let all = try line(frame, linkType: linkType, wireLength: wireLength)
    let start = #"{"timestamp":0.000000,"time_relative":0.000000,"#
    precondition(all.hasPrefix(start) && all.hasSuffix("}\n"))
    return String(all.dropFirst(start.count).dropLast(2))
}

/// Two bytes from port 1000 to port 2000 over IPv4, for what carries them; and how the body of their line begins.
let datagram = bytes("4500001e 00010000 4011f77a c0a80101 c0a80102 03e807d0000a0000 6869")
let datagramStart = #""source":"192.168.1.1","destination":"192.168.1.2","protocol":"UDP","size":"#
