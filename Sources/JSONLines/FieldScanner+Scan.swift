#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

extension FieldScanner {
    /// Reads the whole text, and returns its end. `padding` bytes can be read behind it, and the first of them is a
    /// `stop`: no value and no node goes on over it, so that only the grammar need look for the end. No step reads
    /// further than 48 bytes past a point that lies within.
    @inline(never)
    mutating func object(_ text: inout Text) throws(JSONFault) -> UnsafePointer<UInt8> {
        let base = text.base
        var at = text.isEmpty || base.pointee != UInt8(ascii: "{") ? try open(&text) : base + 1
        // What the next member follows, the name whose object it stands in, and how many objects were stepped into.
        var previous = opening(Self.outermost)
        var parent = Self.outermost
        var depth = 0
        while true {
            let likely = previous.pointee.next
            if likely.pointee.matches(at) {
                previous = likely
                at += likely.pointee.length
            } else if at.pointee == UInt8(ascii: "}") {
                at += 1
                guard depth > 0 else { break }
                depth &-= 1
                previous = levels[depth].node
                parent = levels[depth].parent
                continue
            } else {
                let second = previous.pointee.alternate
                if second.pointee.matches(at) {
                    previous = second
                    at += second.pointee.length
                } else if let found = known(at, isFirst: previous == opening(parent), parent: parent) {
                    follow(found, after: previous)
                    previous = found
                    at += found.pointee.length
                } else {
                    let member = try member(at, &text, after: previous, parent: parent)
                    at = member.value
                    // Nothing is the object's end, which comes round again.
                    guard let node = member.node else { continue }
                    previous = node
                }
            }
            let field = Int(previous.pointee.field)
            switch previous.pointee.action {
            case .text: at = try self.text(at, &text, field, depth: depth)
            case .integer: at = try integer(at, &text, field, depth: depth)
            case .nanoseconds: at = try nanoseconds(at, &text, field, depth: depth)
            case .skip, .which:
                if previous.pointee.action == .which {
                    values[field] = Int64(previous.pointee.alternative)
                }
                if let end = plainValue(at) {
                    at = end
                } else if at.pointee == UInt8(ascii: "{") && depth < FieldLayout.depthLimit {
                    // Its members repeat themselves as those around it do.
                    levels[depth] = Level(node: previous, parent: parent)
                    depth &+= 1
                    parent = Self.unnamed
                    previous = opening(parent)
                    at += 1
                } else {
                    at = try skip(at, &text, depth: depth)
                }
            case .firstInteger, .other:
                if previous.pointee.action == .firstInteger, let end = oneNumber(at, field) {
                    at = end
                    continue
                }
                let name = Int(previous.pointee.name)
                let value = try other(at, &text, name, depth: depth)
                at = value.end
                if value.isOpen {
                    levels[depth] = Level(node: previous, parent: parent)
                    depth &+= 1
                    parent = name
                    previous = opening(name)
                }
            }
        }
        if text.endsUnasked(at) { return at }
        let end = text.end
        while at < end, Self.isSpace(at.pointee) { at += 1 }
        guard at == end else {
            throw at < end ? JSONFault(.trailing, at: at - base) : JSONFault(.truncated, at: end - base)
        }
        return end
    }

    /// An object that is stepped into, because a path wants a member of it: what to go on from when it ends.
    struct Level {
        var node: UnsafeMutablePointer<Node>
        var parent: Int
    }

    /// The line that is being read. Where it ends need not be known before: it is looked for when the grammar asks.
    struct Text {
        let base: UnsafePointer<UInt8>
        /// Behind a newline, the line's own or a later one; nil where the end was known from the start.
        private let limit: UnsafePointer<UInt8>?
        private var knownEnd: UnsafePointer<UInt8>?

        init(_ base: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
            (self.base, limit, knownEnd) = (base, nil, end)
        }

        init(_ base: UnsafePointer<UInt8>, newlineBefore limit: UnsafePointer<UInt8>) {
            (self.base, self.limit, knownEnd) = (base, limit, nil)
        }

        /// Is it known that there is nothing? A newline is nothing that a text begins with.
        @inline(__always)
        var isEmpty: Bool { knownEnd == base }

        /// Does the text end at this place by its newline, before anyone asked for its end?
        @inline(__always)
        func endsUnasked(_ at: UnsafePointer<UInt8>) -> Bool {
            knownEnd == nil && at.pointee == UInt8(ascii: "\n")
        }

        var end: UnsafePointer<UInt8> {
            mutating get {
                if let knownEnd { return knownEnd }
                var end = UnsafePointer(
                    memchr(base, 0x0A, limit! - base)!.assumingMemoryBound(to: UInt8.self))
                if end > base && end[-1] == UInt8(ascii: "\r") { end -= 1 }
                knownEnd = end
                return end
            }
        }

        var bytes: UnsafeRawBufferPointer {
            mutating get { UnsafeRawBufferPointer(start: base, count: end - base) }
        }
    }

    /// Whether this byte behind a line ends whatever stands there: neither a value nor what is learnt holds it.
    @inline(__always)
    static func isStop(_ unit: UInt8) -> Bool {
        unit == UInt8(ascii: "\n") || unit == UInt8(ascii: "\r") || unit == 0
    }

    @inline(__always)
    static func isSpace(_ unit: UInt8) -> Bool {
        unit == 0x20 || unit == 0x09 || unit == 0x0D || unit == 0x0A
    }

    @inline(never)
    private func open(_ text: inout Text) throws(JSONFault) -> UnsafePointer<UInt8> {
        var at = text.base
        let end = text.end
        while at < end, Self.isSpace(at.pointee) { at += 1 }
        guard at < end else { throw JSONFault(.empty, at: 0) }
        guard at.pointee == UInt8(ascii: "{") else { throw JSONFault(.notAnObject, at: at - text.base) }
        return at + 1
    }

    // MARK: Members

    /// Reads up to the value of the next member by the grammar. Where the object ends there is no node, and the place
    /// is that of its bracket.
    @inline(never)
    private mutating func member(
        _ start: UnsafePointer<UInt8>, _ text: inout Text, after previous: UnsafeMutablePointer<Node>,
        parent: Int
    ) throws(JSONFault) -> (value: UnsafePointer<UInt8>, node: UnsafeMutablePointer<Node>?) {
        let bytes = text.bytes.bytes
        var offset = start - text.base
        JSONScan.space(bytes, &offset)
        let unit = try JSONScan.unit(bytes, offset)
        if unit == UInt8(ascii: "}") { return (text.base + offset, nil) }
        if previous != opening(parent) {
            guard unit == UInt8(ascii: ",") else { throw JSONFault(.unexpected, at: offset) }
            offset += 1
            JSONScan.space(bytes, &offset)
        }
        guard try JSONScan.unit(bytes, offset) == UInt8(ascii: "\"") else {
            throw JSONFault(.unexpected, at: offset)
        }
        let key = try JSONScan.string(bytes, &offset)
        JSONScan.space(bytes, &offset)
        guard try JSONScan.unit(bytes, offset) == UInt8(ascii: ":") else {
            throw JSONFault(.unexpected, at: offset)
        }
        offset += 1
        JSONScan.space(bytes, &offset)
        let value = text.base + offset
        let name = name(key, bytes, parent: parent)
        let node = learn(
            start..<value, key: text.base + key.range.lowerBound, name: name, parent: parent, after: previous)
        return (value, node)
    }

    private mutating func name(_ key: JSONString, _ bytes: RawSpan, parent: Int) -> Int {
        guard key.hasEscapes else {
            return bytes.extracting(key.range).withUnsafeBytes { layout.find($0, parent: parent) }
        }
        let count = scratch.count
        JSONReader.decode(key, in: bytes, into: &scratch)
        defer { scratch.removeLast(scratch.count - count) }
        return scratch.withUnsafeBytes {
            layout.find(UnsafeRawBufferPointer(rebasing: $0[count...]), parent: parent)
        }
    }

    // MARK: Values

    /// The end of a string's contents, from behind its opening quote on, when nothing in it needs a second look.
    @inline(__always)
    private func plainString(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        let end = ByteScan.plainEnd(start)
        return end.pointee == UInt8(ascii: "\"") ? end : nil
    }

    @inline(__always)
    private mutating func text(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, _ field: Int, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        if at.pointee == UInt8(ascii: "\""), let close = plainString(at + 1) {
            values[field] = Int64(at + 1 - text.base) &<< 32 | Int64(close - (at + 1))
            return close + 1
        }
        return try uncommonText(at, &text, field, depth: depth)
    }

    @inline(never)
    private mutating func uncommonText(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, _ field: Int, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        let bytes = text.bytes.bytes
        var reader = JSONReader(at: at - text.base, depth: depth + 1)
        let string = try reader.string(bytes)
        values[field] = string.map { range($0, bytes).packed } ?? blank[field]
        return text.base + reader.offset
    }

    private mutating func range(_ string: JSONString, _ bytes: RawSpan) -> TextRange {
        guard string.hasEscapes else {
            return TextRange(offset: Int32(string.range.lowerBound), length: Int32(string.range.count))
        }
        let start = scratch.count
        JSONReader.decode(string, in: bytes, into: &scratch)
        return TextRange(offset: ~Int32(start), length: Int32(scratch.count - start))
    }

    /// The value of up to 15 digits, without sign or leading zero, and how many there are; 0 for anything else.
    @inline(__always)
    private func digits(_ at: UnsafePointer<UInt8>) -> (value: UInt64, count: Int) {
        let word = ByteScan.word(at)
        let count = ByteScan.digitCount(word)
        if count == 0 || (count > 1 && at.pointee == UInt8(ascii: "0")) { return (0, 0) }
        let value = ByteScan.value(word, digits: count)
        guard count == 8 else { return (value, count) }
        let (rest, more) = fraction(at + 8)
        if more == 8 { return (0, 0) }
        return (value &* powers[more] &+ rest, 8 &+ more)
    }

    /// The value of the digits before a point, and how many there are; 0 for anything else. Those of the last time are known:
    /// a second has many packets.
    @inline(__always)
    private mutating func seconds(_ at: UnsafePointer<UInt8>) -> (value: UInt64, count: Int) {
        // Eleven bytes: ten digits and the point.
        if ByteScan.word(at) == second.head, ByteScan.word(at + 3) == second.tail {
            return (second.value, 10)
        }
        let (value, count) = digits(at)
        guard count > 0, at[count] == UInt8(ascii: ".") else { return (0, 0) }
        if count == 10 { second = (ByteScan.word(at), ByteScan.word(at + 3), value) }
        return (value, count)
    }

    /// The value of up to eight digits.
    @inline(__always)
    private func fraction(_ at: UnsafePointer<UInt8>) -> (value: UInt64, count: Int) {
        let word = ByteScan.word(at)
        let count = ByteScan.digitCount(word)
        return (count == 0 ? 0 : ByteScan.value(word, digits: count), count)
    }

    /// Whether a number may end before this byte: it is neither a point nor the letter of an exponent.
    @inline(__always)
    private func endsNumber(_ unit: UInt8) -> Bool {
        unit == UInt8(ascii: ",") || (unit != UInt8(ascii: ".") && unit | 0x20 != UInt8(ascii: "e"))
    }

    @inline(__always)
    private mutating func integer(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, _ field: Int, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        let (value, count) = digits(at)
        if count > 0, endsNumber(at[count]) {
            values[field] = Int64(truncatingIfNeeded: value)
            return at + count
        }
        return try uncommonNumber(at, &text, field, isNanoseconds: false, depth: depth)
    }

    /// The end of a list that holds one number, which is kept; nil for anything else.
    @inline(__always)
    private func oneNumber(_ at: UnsafePointer<UInt8>, _ field: Int) -> UnsafePointer<UInt8>? {
        guard at.pointee == UInt8(ascii: "[") else { return nil }
        let (value, count) = digits(at + 1)
        guard count > 0, at[count &+ 1] == UInt8(ascii: "]") else { return nil }
        values[field] = Int64(truncatingIfNeeded: value)
        return at + (count &+ 2)
    }

    @inline(__always)
    private mutating func nanoseconds(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, _ field: Int, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        let (whole, count) = seconds(at)
        // Above this the product would not fit.
        if count > 0, whole < 9_223_372_036 {
            let (rest, decimals) = fraction(at + (count &+ 1))
            if decimals > 0 && decimals < 8, endsNumber(at[count &+ 1 &+ decimals]) {
                let value = whole &* 1_000_000_000 &+ rest &* powers[9 &- decimals]
                values[field] = Int64(truncatingIfNeeded: value)
                return at + (count &+ 1 &+ decimals)
            }
        }
        return try uncommonNumber(at, &text, field, isNanoseconds: true, depth: depth)
    }

    @inline(never)
    private mutating func uncommonNumber(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, _ field: Int, isNanoseconds: Bool, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        let bytes = text.bytes.bytes
        var reader = JSONReader(at: at - text.base, depth: depth + 1)
        let value = isNanoseconds ? try reader.nanoseconds(bytes) : try reader.integer(bytes)
        values[field] = value.map { max($0, Self.absent + 1) } ?? Self.absent
        return text.base + reader.offset
    }

    /// The end of a value that is a plain string, or a number of not too many digits.
    @inline(__always)
    private func plainValue(_ at: UnsafePointer<UInt8>) -> UnsafePointer<UInt8>? {
        if at.pointee == UInt8(ascii: "\"") {
            return plainString(at + 1).map { $0 + 1 }
        }
        let word = ByteScan.word(at)
        let count = ByteScan.digitCount(word)
        guard count > 0, count == 1 || at.pointee != UInt8(ascii: "0") else { return nil }
        if count < 8, endsNumber(at[count]) { return at + count }
        if count == 8 {
            let more = ByteScan.digitCount(ByteScan.word(at + 8))
            return more < 8 && endsNumber(at[8 &+ more]) ? at + (8 &+ more) : nil
        }
        let decimals = ByteScan.digitCount(ByteScan.word(at + (count &+ 1)))
        let end = at + (count &+ 1 &+ decimals)
        return at[count] == UInt8(ascii: ".") && decimals > 0 && decimals < 8 && endsNumber(end.pointee)
            ? end : nil
    }

    /// The end of any other value.
    @inline(__always)
    private func skip(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        let word = UInt32(truncatingIfNeeded: ByteScan.word(at))
        // "true", "null" and "false".
        if word == 0x6575_7274 || word == 0x6C6C_756E { return at + 4 }
        if word == 0x736C_6166 && at[4] == UInt8(ascii: "e") { return at + 5 }
        return try uncommonSkip(at, &text, depth: depth)
    }

    @inline(never)
    private func uncommonSkip(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, depth: Int
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        var offset = at - text.base
        try JSONScan.value(text.bytes.bytes, &offset, depth: depth + 1)
        return text.base + offset
    }

    // MARK: Values that are wanted in more than one way

    /// Reads the value of a name that holds a list or an object, or that two fields want. An object whose members
    /// are wanted is only opened.
    @inline(never)
    private mutating func other(
        _ at: UnsafePointer<UInt8>, _ text: inout Text, _ name: Int, depth: Int
    ) throws(JSONFault) -> (end: UnsafePointer<UInt8>, isOpen: Bool) {
        let bytes = text.bytes.bytes
        let (field, scalar) = (layout.names[name].field, layout.names[name].scalar)
        var reader = JSONReader(at: at - text.base)
        if layout.names[name].hasChildren { blankChildren(of: name) }
        let kind = try reader.peek(bytes)
        // Behind white space, where what was learnt had none.
        let start = reader.offset
        if field >= 0 {
            values[field] = try value(&reader, bytes, field, layout.names[name])
            if scalar >= 0 { reader = JSONReader(at: start) }
        }
        if scalar >= 0 { values[scalar] = try self.scalar(&reader, bytes).packed }
        if kind == .object && layout.names[name].hasChildren { return (text.base + start + 1, true) }
        // Whatever was read above, the whole value is checked, at its true depth.
        var offset = start
        try JSONScan.value(bytes, &offset, depth: depth + 1)
        return (text.base + offset, false)
    }

    private mutating func value(
        _ reader: inout JSONReader, _ bytes: RawSpan, _ field: Int, _ name: FieldLayout.Name
    ) throws(JSONFault) -> Int64 {
        switch name.kind {
        case .nanoseconds:
            return try reader.nanoseconds(bytes).map { max($0, Self.absent + 1) } ?? Self.absent
        case .integer, .firstInteger:
            if name.kind == .firstInteger, try reader.peek(bytes) == .array {
                try reader.beginArray(bytes)
                guard try reader.nextElement(bytes) else { return Self.absent }
            }
            return try reader.integer(bytes).map { max($0, Self.absent + 1) } ?? Self.absent
        case .which: return Int64(name.alternative)
        case .text, .scalar:
            return try reader.string(bytes).map { range($0, bytes).packed } ?? blank[field]
        }
    }

    private mutating func scalar(_ reader: inout JSONReader, _ bytes: RawSpan) throws(JSONFault) -> TextRange
    {
        var kind = try reader.peek(bytes)
        if kind == .array {
            try reader.beginArray(bytes)
            guard try reader.nextElement(bytes) else { return .absent }
            kind = try reader.peek(bytes)
        }
        switch kind {
        case .string:
            guard let string = try reader.string(bytes) else { return .absent }
            return range(string, bytes)
        case .number, .bool:
            let start = reader.offset
            try reader.skip(bytes)
            return TextRange(offset: Int32(start), length: Int32(reader.offset - start))
        case .object, .array, .null: return .absent
        }
    }

    /// Forgets the members of an earlier object under the same key.
    private func blankChildren(of name: Int) {
        for index in layout.names.indices where layout.names[index].parent == name {
            let child = layout.names[index]
            if child.field >= 0 { values[child.field] = blank[child.field] }
            if child.scalar >= 0 { values[child.scalar] = blank[child.scalar] }
            if child.hasChildren { blankChildren(of: index) }
        }
    }
}
