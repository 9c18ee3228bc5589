import Glibc
import JSONLines
import Packets

/// Everything that one reading gives, in a form that can be compared.
struct Reading: Equatable {
    var kind: StreamRecord.Kind
    var numbers: [Int64]
    var texts: [[UInt8]?]
}

/// What the record reads: of the line alone, or in the place where other bytes stand around it, as they do in a reader's
/// buffer: `next` and some that it could go on with.
func read(_ line: [UInt8], _ record: inout StreamRecord, before next: UInt8? = nil) -> Reading {
    let before = next == nil ? 0 : 5
    var buffer = line
    if let next {
        let rest = line.drop { $0 != UInt8(ascii: ",") }.prefix(63)
        buffer = Array("\"}]1\n".utf8) + line + [next] + rest
        buffer += [UInt8](repeating: UInt8(ascii: "1"), count: 63 - rest.count)
    }
    let kind = record.read(buffer.span.bytes, before..<before + line.count)
    let packet = record.packet
    func bytes(_ text: TextRange) -> [UInt8]? {
        guard text.isPresent else { return nil }
        return record.withText(text, in: line.span.bytes) { span in
            (0..<span.byteCount).map { span.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        }
    }
    guard kind == .packet else { return Reading(kind: kind, numbers: [], texts: []) }
    let small = [packet.sourcePort, packet.destinationPort, packet.vlan]
    let texts = [
        packet.source, packet.destination, packet.proto, packet.interface, packet.tcpFlags,
    ]
    return Reading(
        kind: kind,
        numbers: [
            packet.timestamp, packet.size, packet.packets, packet.tcpSequence, packet.tcpAcknowledgement,
            packet.tcpWindow, packet.payload,
        ] + small.map(Int64.init),
        texts: texts.map(bytes) + (0..<record.extraCount).map { bytes(record.extra($0)) })
}

func fail(_ message: String, _ line: [UInt8], _ run: Int) -> Never {
    print("run \(run): \(message)\n\(String(decoding: line, as: UTF8.self))\n\(line)")
    exit(1)
}

/// Read as the first of some lines, whose end nobody has told, the line is the same packet, or is left to be read as any line.
func checkFirst(_ line: [UInt8], _ reading: Reading, _ learnt: inout StreamRecord, _ run: Int) {
    guard !line.contains(0x0A), line.last != 0x0D else { return }
    let text = line + [[0x0A], [0x0D, 0x0A]][run % 2] + Array("{\"timestamp\":1}\n".utf8)
    let buffer = text + [UInt8](repeating: UInt8(ascii: "1"), count: 64)
    let first = learnt.readPacket(buffer.span.bytes, firstOf: 0..<text.count)
    guard let (packet, newline) = first else { return }
    if newline != text.firstIndex(of: 0x0A) { fail("ends at \(newline)", line, run) }
    let now = read(line, &learnt)
    if now != reading || packet != learnt.packet { fail("first \(packet)\nalone \(reading)", line, run) }
}

/// Whether the line is a JSON object; the process ends where two readers disagree about it.
func check(_ line: [UInt8], _ learnt: inout StreamRecord, _ run: Int) -> Bool {
    let bytes = line.span.bytes
    var reader = JSONReader()
    var isValid = true
    do throws(JSONFault) {
        try reader.skip(bytes)
        try reader.finish(bytes)
    } catch {
        isValid = false
        if !(0...line.count ~= error.offset) { fail("fault at \(error.offset)", line, run) }
    }
    let isObject = isValid && line.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    var new = StreamRecord(extras: Lines.extras)
    let reading = read(line, &new)
    for next in [nil, 0x0A, 0x0D, 0, UInt8(ascii: "1")] {
        let other = read(line, &learnt, before: next)
        // A fault may be seen at another place by one who reads ahead; that it is one may not.
        if case .malformed = other.kind, case .malformed = reading.kind { continue }
        if other != reading { fail("\(reading)\n\(other)", line, run) }
    }
    checkFirst(line, reading, &learnt, run)
    if case .malformed(let fault) = reading.kind {
        if !(0...line.count ~= fault.offset) { fail("fault at \(fault.offset)", line, run) }
        if isObject != (fault.reason == .timestamp) { fail("\(fault) but valid: \(isValid)", line, run) }
    } else if !isObject {
        fail("\(reading.kind) but valid: \(isValid)", line, run)
    }
    if reading.kind == .capture { _ = try? CaptureRecord(bytes) }
    for text in reading.texts {
        if let text, String(validating: text, as: UTF8.self) == nil { fail("text is not UTF-8", line, run) }
    }
    return isObject
}

/// The lines of a text, read in pieces of random length, are the lines of the text.
func checkPieces(_ random: inout Generator, _ corpus: [[UInt8]]) {
    var text: [UInt8] = []
    for _ in 0..<random.below(6) {
        text +=
            corpus[random.below(corpus.count)] + [[0x0A], [0x0D, 0x0A], [0x0A, 0x0A], []][random.below(4)]
    }
    let limit = random.below(2) == 0 ? 1 << 20 : 1 + random.below(300)
    var expected = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    if expected.last == [] { expected.removeLast() }
    expected = expected.map { $0.last == 0x0D ? $0.dropLast() : $0 }
    var reader = LineReader(capacity: 64 + random.below(200), lineLimit: limit)
    var found: [[UInt8]] = []
    var rest = text[...]
    var isAtEnd = false
    while !isAtEnd {
        let count = reader.fill { free in
            let piece = rest.prefix(min(1 + random.below(200), free.count))
            free.copyBytes(from: piece)
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
        isAtEnd = count == 0
        while reader.nextLine() {
            let line = Array(reader.buffer[reader.range])
            let wanted = found.count < expected.count ? expected[found.count] : nil
            if reader.isTooLong {
                if line != [] || wanted.map({ $0.count <= limit }) ?? true { fail("too long?", text, limit) }
                found.append(wanted ?? [])
            } else {
                if line.count > limit { fail("not too long?", text, limit) }
                found.append(line)
            }
            if reader.lineNumber != found.count { fail("line number", text, limit) }
        }
    }
    if found != expected { fail("lines \(found) for \(expected)", text, limit) }
}
