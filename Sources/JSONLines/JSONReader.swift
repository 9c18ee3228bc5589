/// A string in a text: the bytes between its quotes, as they stand there.
package struct JSONString: Equatable, Sendable {
    package var range: Range<Int>
    /// Whether the bytes need `JSONReader.decode` before they say what the string says.
    package var hasEscapes: Bool

    package init(range: Range<Int>, hasEscapes: Bool) {
        self.range = range
        self.hasEscapes = hasEscapes
    }
}

/// What a value is, told by its first byte.
package enum JSONKind: Sendable {
    case object, array, string, number, bool, null
}

/// A pull reader over the bytes of one JSON text (RFC 8259), which are given with every call.
///
/// It is strict: what the RFC's grammar does not produce is a `JSONFault`, and so are bytes that are not UTF-8.
/// One thing it tolerates: an escaped surrogate without its partner, which the grammar allows and which reads
/// as U+FFFD. Containers nest `depthLimit` deep at most. Nothing recurses and nothing allocates.
///
///     var reader = JSONReader()
///     try reader.beginObject(line)
///     while let key = try reader.nextKey(line) {
///         if JSONReader.matches(key, "size", in: line) { size = try reader.integer(line) }
///         else { try reader.skip(line) }
///     }
///     try reader.finish(line)
///
/// A value of another type than the one asked for is passed over, and the answer is nil.
package struct JSONReader: Sendable {
    /// Where the reader stands, in bytes from the start of the text.
    package private(set) var offset = 0
    /// How many containers are open.
    package private(set) var depth = 0
    /// Just behind an opening bracket, where no comma may stand.
    private var isFirst = false

    /// Containers within containers: deeper texts are refused.
    package static let depthLimit = 512

    package init() {}

    /// Starts in the middle of a text, at a value that is known to begin there, within `depth` containers.
    package init(at offset: Int, depth: Int = 0) {
        self.offset = max(offset, 0)
        self.depth = max(depth, 0)
    }

    // MARK: Structure

    /// What the next value is; the reader does not move past it.
    package mutating func peek(_ bytes: RawSpan) throws(JSONFault) -> JSONKind {
        JSONScan.space(bytes, &offset)
        switch try JSONScan.unit(bytes, offset) {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        default: throw JSONFault(.unexpected, at: offset)
        }
    }

    /// Enters an object; anything else is a fault.
    package mutating func beginObject(_ bytes: RawSpan) throws(JSONFault) {
        try begin(bytes, UInt8(ascii: "{"))
    }

    /// Enters an array; anything else is a fault.
    package mutating func beginArray(_ bytes: RawSpan) throws(JSONFault) {
        try begin(bytes, UInt8(ascii: "["))
    }

    private mutating func begin(_ bytes: RawSpan, _ bracket: UInt8) throws(JSONFault) {
        JSONScan.space(bytes, &offset)
        guard try JSONScan.unit(bytes, offset) == bracket else { throw JSONFault(.unexpected, at: offset) }
        guard depth < Self.depthLimit else { throw JSONFault(.depth, at: offset) }
        depth += 1
        offset += 1
        isFirst = true
    }

    /// Steps to the next member of the object and past its colon; nil when the object has ended.
    package mutating func nextKey(_ bytes: RawSpan) throws(JSONFault) -> JSONString? {
        guard try next(bytes, UInt8(ascii: "}")) else { return nil }
        JSONScan.space(bytes, &offset)
        guard try JSONScan.unit(bytes, offset) == UInt8(ascii: "\"") else {
            throw JSONFault(.unexpected, at: offset)
        }
        let key = try JSONScan.string(bytes, &offset)
        JSONScan.space(bytes, &offset)
        guard try JSONScan.unit(bytes, offset) == UInt8(ascii: ":") else {
            throw JSONFault(.unexpected, at: offset)
        }
        offset += 1
        return key
    }

    /// Steps to the next element of the array; false when the array has ended.
    package mutating func nextElement(_ bytes: RawSpan) throws(JSONFault) -> Bool {
        try next(bytes, UInt8(ascii: "]"))
    }

    private mutating func next(_ bytes: RawSpan, _ bracket: UInt8) throws(JSONFault) -> Bool {
        JSONScan.space(bytes, &offset)
        let unit = try JSONScan.unit(bytes, offset)
        let wasFirst = isFirst
        isFirst = false
        if unit == bracket {
            offset += 1
            depth = max(depth - 1, 0)
            return false
        }
        if wasFirst { return true }
        guard unit == UInt8(ascii: ",") else { throw JSONFault(.unexpected, at: offset) }
        offset += 1
        return true
    }

    /// The text must end here, but for white space.
    package mutating func finish(_ bytes: RawSpan) throws(JSONFault) {
        JSONScan.space(bytes, &offset)
        guard offset == bytes.byteCount else { throw JSONFault(.trailing, at: offset) }
    }

    // MARK: Values

    /// Passes over one value of any kind, checking all of it.
    package mutating func skip(_ bytes: RawSpan) throws(JSONFault) {
        try JSONScan.value(bytes, &offset, depth: depth)
    }

    /// A string, or nil for a value of another kind.
    package mutating func string(_ bytes: RawSpan) throws(JSONFault) -> JSONString? {
        guard try peek(bytes) == .string else { return try skipped(bytes) }
        return try JSONScan.string(bytes, &offset)
    }

    /// A string decoded into a `String`, or nil for a value of another kind.
    package mutating func text(_ bytes: RawSpan) throws(JSONFault) -> String? {
        guard let string = try string(bytes) else { return nil }
        return Self.text(string, in: bytes)
    }

    /// A number without fraction, saturating at the ends of Int64; nil for 1.5 and for a value of another kind.
    /// `1.50e1` is 15.
    package mutating func integer(_ bytes: RawSpan) throws(JSONFault) -> Int64? {
        guard try peek(bytes) == .number else { return try skipped(bytes) }
        let decimal = try JSONScan.decimal(bytes, &offset, scale: 0)
        return decimal.isExact ? decimal.value : nil
    }

    /// A number times 10⁹, exact as far as nine decimals go (the rest is cut off), saturating at the ends of
    /// Int64; nil for a value of another kind.
    package mutating func nanoseconds(_ bytes: RawSpan) throws(JSONFault) -> Int64? {
        guard try peek(bytes) == .number else { return try skipped(bytes) }
        return try JSONScan.decimal(bytes, &offset, scale: 9).value
    }

    /// The nearest double; what is too large becomes infinite; nil for a value of another kind.
    package mutating func double(_ bytes: RawSpan) throws(JSONFault) -> Double? {
        guard try peek(bytes) == .number else { return try skipped(bytes) }
        let start = offset
        try JSONScan.number(bytes, &offset)
        return JSONScan.double(bytes.extracting(start..<offset))
    }

    package mutating func bool(_ bytes: RawSpan) throws(JSONFault) -> Bool? {
        guard try peek(bytes) == .bool else { return try skipped(bytes) }
        let value = try JSONScan.unit(bytes, offset) == UInt8(ascii: "t")
        try skip(bytes)
        return value
    }

    private mutating func skipped<T>(_ bytes: RawSpan) throws(JSONFault) -> T? {
        try skip(bytes)
        return nil
    }

    // MARK: Strings

    /// Whether the string says `name`, whichever way it is escaped.
    package static func matches(_ string: JSONString, _ name: StaticString, in bytes: RawSpan) -> Bool {
        let length = name.utf8CodeUnitCount
        guard !string.hasEscapes else {
            return text(string, in: bytes) == name.description
        }
        guard string.range.count == length else { return false }
        for index in 0..<length where bytes.byte(at: string.range.lowerBound + index) != name.utf8Start[index]
        {
            return false
        }
        return true
    }

    /// The string's text, its escapes resolved.
    package static func text(_ string: JSONString, in bytes: RawSpan) -> String {
        var decoded: [UInt8] = []
        decode(string, in: bytes, into: &decoded)
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Appends what the string says as UTF-8; a surrogate without its partner becomes U+FFFD.
    /// The string must be one that a reader has returned for these bytes.
    package static func decode(_ string: JSONString, in bytes: RawSpan, into target: inout [UInt8]) {
        JSONScan.decode(bytes.extracting(string.range), into: &target)
    }
}
