import JSONLines

/// Reads the lines of a stream, one at a time and in one pass each: keys in any order, spaced and escaped in
/// any way, unknown keys checked and passed over. What a line held stays until the next is read.
package struct StreamRecord: ~Copyable {
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
    /// The values of the extra keys asked for, in their order.
    package private(set) var extras: [TextRange]
    /// The texts that held escapes, resolved.
    @usableFromInline private(set) var scratch: [UInt8] = []

    private let paths: [[[UInt8]]]

    /// Also keeps the values of the keys in `extras`; a dot steps into an object: `vlan`, `dns.query`.
    package init(extras: [String] = []) {
        paths = extras.map {
            $0.split(separator: ".", omittingEmptySubsequences: false).map { [UInt8]($0.utf8) }
        }
        self.extras = .init(repeating: .absent, count: extras.count)
    }

    /// The bytes of a text of the last line, which must be given again; empty for an absent one.
    @inlinable package func withText<R>(
        _ range: TextRange, in line: RawSpan, _ body: (RawSpan) throws -> R
    ) rethrows -> R {
        let length = max(Int(range.length), 0)
        if range.offset >= 0 {
            return try body(line.extracting(Int(range.offset)..<Int(range.offset) + length))
        }
        let start = Int(~range.offset)
        return try body(scratch.span.bytes.extracting(start..<start + length))
    }

    /// A text of the last line as a `String`, which allocates.
    package func text(_ range: TextRange, in line: RawSpan) -> String {
        withText(range, in: line) { bytes in
            var text: [UInt8] = []
            for index in 0..<bytes.byteCount {
                text.append(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
            }
            return String(decoding: text, as: UTF8.self)
        }
    }

    /// Reads one line, without its newline, and says what it is. Of two members with the same key the last counts.
    package mutating func read(_ line: RawSpan) -> Kind {
        packet = PacketSummary()
        for index in extras.indices { extras[index] = .absent }
        scratch.removeAll(keepingCapacity: true)
        do throws(JSONFault) {
            return try members(line)
        } catch {
            return .malformed(error)
        }
    }

    private mutating func members(_ line: RawSpan) throws(JSONFault) -> Kind {
        var reader = JSONReader()
        guard line.byteCount <= Int(Int32.max) else { throw JSONFault(.tooLong, at: 0) }
        guard try reader.peek(line) == .object else { throw JSONFault(.notAnObject, at: reader.offset) }
        var type = TextRange.absent
        var hasType = false
        var hasTimestamp = false
        try reader.beginObject(line)
        while let key = try reader.nextKey(line) {
            guard let field = Field.allCases.first(where: { JSONReader.matches(key, $0.name, in: line) })
            else {
                try reader.skip(line)
                continue
            }
            switch field {
            case .type: (type, hasType) = (try string(&reader, line), true)
            case .timestamp:
                let value = try reader.nanoseconds(line)
                packet.timestamp = value ?? 0
                hasTimestamp = value != nil
            case .source: packet.source = try string(&reader, line)
            case .destination: packet.destination = try string(&reader, line)
            case .proto: packet.proto = try string(&reader, line)
            case .interface: packet.interface = try string(&reader, line)
            case .tcpFlags: packet.tcpFlags = try string(&reader, line)
            case .direction: packet.direction = try string(&reader, line)
            case .size: packet.size = max(try reader.integer(line) ?? 0, 0)
            case .sourcePort: packet.sourcePort = try small(&reader, line, 0xFFFF)
            case .destinationPort: packet.destinationPort = try small(&reader, line, 0xFFFF)
            case .tcpSequence: packet.tcpSequence = max(try reader.integer(line) ?? -1, -1)
            case .tcpAcknowledgement: packet.tcpAcknowledgement = max(try reader.integer(line) ?? -1, -1)
            case .tcpWindow: packet.tcpWindow = max(try reader.integer(line) ?? -1, -1)
            case .payload: packet.payload = max(try reader.integer(line) ?? -1, -1)
            case .icmpType: packet.icmpType = try small(&reader, line, 255)
            case .icmpCode: packet.icmpCode = try small(&reader, line, 255)
            case .vlan: packet.vlan = try outermost(&reader, line)
            case .fragment: packet.isLaterFragment = try hasOffset(&reader, line)
            }
        }
        try reader.finish(line)
        for index in paths.indices { try find(index, line) }
        guard hasType else {
            return hasTimestamp ? .packet : .malformed(JSONFault(.timestamp, at: 0))
        }
        return withText(type, in: line) { text in
            if Self.equals(text, "capture") { return .capture }
            if Self.equals(text, "statistics") { return .statistics }
            return Self.equals(text, "alert") ? .alert : .other
        }
    }

    private static func equals(_ bytes: RawSpan, _ text: StaticString) -> Bool {
        JSONReader.matches(JSONString(range: 0..<bytes.byteCount, hasEscapes: false), text, in: bytes)
    }

    private mutating func string(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) -> TextRange {
        guard let string = try reader.string(line) else { return .absent }
        return range(string, line)
    }

    private mutating func range(_ string: JSONString, _ line: RawSpan) -> TextRange {
        guard string.hasEscapes else {
            return TextRange(offset: Int32(string.range.lowerBound), length: Int32(string.range.count))
        }
        let start = scratch.count
        JSONReader.decode(string, in: line, into: &scratch)
        return TextRange(offset: ~Int32(start), length: Int32(scratch.count - start))
    }

    private func small(
        _ reader: inout JSONReader, _ line: RawSpan, _ limit: Int64
    ) throws(JSONFault) -> Int32 {
        guard let value = try reader.integer(line), 0...limit ~= value else { return -1 }
        return Int32(value)
    }

    private func outermost(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) -> Int32 {
        guard try reader.peek(line) == .array else { return try small(&reader, line, 0xFFF) }
        var first: Int32 = -1
        var isFirst = true
        try reader.beginArray(line)
        while try reader.nextElement(line) {
            let value = try small(&reader, line, 0xFFF)
            if isFirst { first = value }
            isFirst = false
        }
        return first
    }

    private func hasOffset(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) -> Bool {
        guard try reader.peek(line) == .object else {
            try reader.skip(line)
            return false
        }
        var offset: Int64 = 0
        try reader.beginObject(line)
        while let key = try reader.nextKey(line) {
            if JSONReader.matches(key, "offset", in: line) {
                offset = try reader.integer(line) ?? 0
            } else {
                try reader.skip(line)
            }
        }
        return offset > 0
    }

    /// Finds an extra key in a line that is known to be valid.
    private mutating func find(_ index: Int, _ line: RawSpan) throws(JSONFault) {
        var reader = JSONReader()
        for (level, name) in paths[index].enumerated() {
            guard try reader.peek(line) == .object else { return }
            try reader.beginObject(line)
            var found: Int?
            while let key = try reader.nextKey(line) {
                if isNamed(key, name, line) { found = reader.offset }
                try reader.skip(line)
            }
            guard let found else { return }
            reader = JSONReader(at: found)
            if level == paths[index].count - 1 { extras[index] = try scalar(&reader, line) }
        }
    }

    private func isNamed(_ key: JSONString, _ name: [UInt8], _ line: RawSpan) -> Bool {
        var decoded: [UInt8] = []
        JSONReader.decode(key, in: line, into: &decoded)
        return decoded == name
    }

    /// The text of a string, number or truth value, or of the first in a list.
    private mutating func scalar(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) -> TextRange {
        switch try reader.peek(line) {
        case .string: return try string(&reader, line)
        case .number, .bool:
            let start = reader.offset
            try reader.skip(line)
            return TextRange(offset: Int32(start), length: Int32(reader.offset - start))
        case .array:
            try reader.beginArray(line)
            guard try reader.nextElement(line), try reader.peek(line) != .array else { return .absent }
            return try scalar(&reader, line)
        case .object, .null: return .absent
        }
    }

    private enum Field: CaseIterable {
        case timestamp, type, source, destination, proto, size, sourcePort, destinationPort, tcpFlags,
            interface
        case tcpSequence, tcpAcknowledgement, tcpWindow, payload, vlan, fragment, icmpType, icmpCode,
            direction

        var name: StaticString {
            switch self {
            case .timestamp: "timestamp"
            case .type: "type"
            case .source: "source"
            case .destination: "destination"
            case .proto: "protocol"
            case .size: "size"
            case .sourcePort: "src_port"
            case .destinationPort: "dst_port"
            case .tcpFlags: "tcp_flags"
            case .interface: "interface"
            case .tcpSequence: "tcp_seq"
            case .tcpAcknowledgement: "tcp_ack"
            case .tcpWindow: "tcp_window"
            case .payload: "payload"
            case .vlan: "vlan"
            case .fragment: "fragment"
            case .icmpType: "icmp_type"
            case .icmpCode: "icmp_code"
            case .direction: "direction"
            }
        }
    }
}
