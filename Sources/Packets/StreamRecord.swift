import JSONLines

/// Reads the lines of a stream, one at a time and in one pass each: keys in any order, spaced and escaped in
/// any way, unknown keys checked and passed over. What a line held stays until the next is read.
///
///     switch record.read(reader.buffer.span.bytes, reader.range) {
///     case .packet: count(record.packet)
///     case .capture: drops = try CaptureRecord(line).dropped
///     …
public struct StreamRecord: ~Copyable {
    /// What a line is, after its `type`.
    package enum Kind: Equatable, Sendable {
        case packet, capture, statistics, alert
        /// A record of a type that this version does not know: to be ignored.
        case other
        /// Not a JSON object, not UTF-8, or a packet without a timestamp.
        case malformed(JSONFault)
    }

    /// The packet, when the last line was one.
    package private(set) var packet = PacketSummary()
    @usableFromInline var scanner: FieldScanner
    /// For lines that another tool wrote.
    @usableFromInline var foreign: ForeignRecord
    @usableFromInline var isForeign = false
    /// Where the values of the extra keys are.
    private let extraFields: [Int]

    /// Also keeps the values of the keys in `extras`; a dot steps into an object: `vlan`, `dns.query`.
    package init(extras: [String] = []) {
        var paths = Key.paths
        var fields: [Int] = []
        for extra in extras {
            let path = FieldPath(dotted: extra, kind: .scalar)
            if let known = paths.firstIndex(of: path) {
                fields.append(known)
            } else {
                fields.append(paths.count)
                paths.append(path)
            }
        }
        extraFields = fields
        scanner = FieldScanner(paths)
        foreign = ForeignRecord(extras: extras.map { FieldPath(dotted: $0, kind: .scalar) })
    }

    /// The value of an extra key in the last line, by its place in `extras`: the text of a string, a number or a
    /// truth value, or of the first in a list; absent for anything else.
    package func extra(_ index: Int) -> TextRange {
        isForeign
            ? foreign.scanner.text(ForeignRecord.firstExtra + index) : scanner.text(extraFields[index])
    }

    /// How many extra keys there are.
    package var extraCount: Int { extraFields.count }

    /// The bytes of a text of the last line, which must be given again; empty for an absent one.
    @inlinable public func withText<R>(
        _ range: TextRange, in line: RawSpan, _ body: (RawSpan) throws -> R
    ) rethrows -> R {
        if isForeign { return try foreign.scanner.withText(range, in: line, body) }
        return try scanner.withText(range, in: line, body)
    }

    /// A text of the last line as a `String`, which allocates.
    package func text(_ range: TextRange, in line: RawSpan) -> String {
        withText(range, in: line) { bytes in
            var text: [UInt8] = []
            text.reserveCapacity(bytes.byteCount)
            for index in 0..<bytes.byteCount {
                text.append(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Reads one line, without its newline, and says what it is. Of two members with the same key the last counts.
    package mutating func read(_ line: RawSpan) -> Kind {
        read(line, 0..<line.byteCount)
    }

    /// Reads the line at `range` of a buffer, which spares a copy of the line where other bytes follow it, as they do in
    /// a `LineReader`. Texts count from the start of the line.
    package mutating func read(_ buffer: RawSpan, _ range: Range<Int>) -> Kind {
        // A stream mostly goes on as it began.
        if isForeign, let kind = foreign.read(buffer, range, into: &packet) { return kind }
        isForeign = false
        do throws(JSONFault) {
            try scanner.scan(buffer, range)
        } catch {
            packet = PacketSummary()
            return .malformed(error)
        }
        let type = scanner.text(Key.type.rawValue)
        if type.isPresent { return kind(type, buffer.extracting(range)) }
        let timestamp = scanner.number(Key.timestamp.rawValue)
        guard timestamp != FieldScanner.absent else {
            if let kind = foreign.read(buffer, range, into: &packet) {
                isForeign = true
                return kind
            }
            packet = PacketSummary()
            return .malformed(JSONFault(.timestamp, at: 0))
        }
        packet = summary()
        return .packet
    }

    /// Reads the first of some lines in place, when it is a packet as netcap writes it; gives the packet, whose texts count
    /// from the start of the line, and where its newline stands: see `FieldScanner.scan`. Nil where `read` has to
    /// say what the line is. Inlined, so that no packet is written down only to be read again.
    @inlinable @inline(__always)
    public mutating func readPacket(
        _ buffer: RawSpan, firstOf lines: Range<Int>
    ) -> (packet: PacketSummary, newline: Int)? {
        guard !isForeign, let newline = scanner.scan(buffer, firstOf: lines) else { return nil }
        let packet = summary()
        guard packet.timestamp != FieldScanner.absent, !scanner.text(Key.type.rawValue).isPresent else {
            return nil
        }
        return (packet, newline)
    }

    private func kind(_ type: TextRange, _ line: RawSpan) -> Kind {
        withText(type, in: line) { text in
            let whole = JSONString(range: 0..<text.byteCount, hasEscapes: false)
            if JSONReader.matches(whole, "capture", in: text) { return .capture }
            if JSONReader.matches(whole, "statistics", in: text) { return .statistics }
            return JSONReader.matches(whole, "alert", in: text) ? .alert : .other
        }
    }

    // Mutating, though nothing changes: for a call that only reads, the compiler (6.3) copies the whole scanner first.

    /// What the scanner has read; the timestamp may be absent.
    @inlinable @inline(__always)
    mutating func summary() -> PacketSummary {
        // The highest field first, so that all others are known to be there.
        let recognized = scanner.number(Key.recognized.rawValue)
        return PacketSummary(
            timestamp: scanner.number(Key.timestamp.rawValue),
            size: max(scanner.number(Key.size.rawValue), 0),
            source: scanner.text(Key.source.rawValue), destination: scanner.text(Key.destination.rawValue),
            proto: scanner.text(Key.proto.rawValue), interface: scanner.text(Key.interface.rawValue),
            tcpFlags: scanner.text(Key.tcpFlags.rawValue), sourcePort: small(.sourcePort, 0xFFFF),
            destinationPort: small(.destinationPort, 0xFFFF),
            tcpSequence: max(scanner.number(Key.tcpSequence.rawValue), -1),
            tcpAcknowledgement: max(scanner.number(Key.tcpAcknowledgement.rawValue), -1),
            tcpWindow: max(scanner.number(Key.tcpWindow.rawValue), -1),
            payload: max(scanner.number(Key.payload.rawValue), -1), vlan: small(.vlan, 0xFFF),
            recognized: recognized >= 0
                ? PayloadProtocol(rawValue: UInt8(truncatingIfNeeded: recognized)) : nil)
    }

    @inlinable @inline(__always)
    mutating func small(_ key: Key, _ limit: Int64) -> Int32 {
        let value = scanner.number(key.rawValue)
        return value >= 0 && value <= limit ? Int32(truncatingIfNeeded: value) : -1
    }

    /// The keys that are read always; the raw value is the field of the scanner.
    @usableFromInline enum Key: Int, CaseIterable {
        case timestamp, type, source, destination, proto, size, sourcePort, destinationPort, tcpFlags,
            interface
        case tcpSequence, tcpAcknowledgement, tcpWindow, payload, vlan, recognized

        static var paths: [FieldPath] { allCases.map(\.path) }

        private var path: FieldPath {
            switch self {
            case .timestamp: Self.path(.timestamp, .nanoseconds)
            case .type: FieldPath("type", kind: .scalar)
            case .source: Self.path(.source, .text)
            case .destination: Self.path(.destination, .text)
            case .proto: Self.path(.protocolName, .text)
            case .size: Self.path(.size, .integer)
            case .sourcePort: Self.path(.sourcePort, .integer)
            case .destinationPort: Self.path(.destinationPort, .integer)
            case .tcpFlags: Self.path(.tcpFlags, .text)
            case .interface: Self.path(.interface, .text)
            case .tcpSequence: Self.path(.tcpSequence, .integer)
            case .tcpAcknowledgement: Self.path(.tcpAcknowledgement, .integer)
            case .tcpWindow: Self.path(.tcpWindow, .integer)
            case .payload: Self.path(.payload, .integer)
            case .vlan: Self.path(.vlan, .firstInteger)
            case .recognized: FieldPath(anyOf: PayloadProtocol.allCases.map(\.key))
            }
        }

        private static func path(_ field: Field, _ kind: FieldPath.Kind) -> FieldPath {
            FieldPath(field.key.description, kind: kind)
        }
    }
}
