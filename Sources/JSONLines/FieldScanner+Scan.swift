extension FieldScanner {
    /// Reads the whole text. `base` can be read for `padding` bytes behind its `count`; no step goes further than
    /// 48 bytes past a point that was checked to lie within, and what lies behind the end is never believed.
    @inline(__always)
    mutating func object(_ base: UnsafePointer<UInt8>, count: Int) throws(JSONFault) {
        let end = base + count
        var at = try open(base, end)
        var previous = opening(-1)
        var levels = Levels()
        while true {
            guard at < end else { throw JSONFault(.truncated, at: count) }
            var index = Int(nodes[previous].next)
            if nodes[index].matches(at) {
                at += nodes[index].length
            } else {
                index = Int(nodes[previous].alternate)
                if nodes[index].matches(at) {
                    at += nodes[index].length
                } else {
                    let member = try member(&at, end, base, after: previous, parent: levels.parent)
                    guard let member else {
                        guard levels.depth > 0 else { break }
                        previous = levels.pop()
                        continue
                    }
                    index = member
                }
            }
            let node = nodes + index
            previous = index
            switch node.pointee.action {
            case .text: try text(&at, end, base, Int(node.pointee.field), depth: levels.depth)
            case .integer: try integer(&at, end, base, Int(node.pointee.field), depth: levels.depth)
            case .nanoseconds: try nanoseconds(&at, end, base, Int(node.pointee.field), depth: levels.depth)
            case .skip: try skip(&at, end, base, depth: levels.depth)
            case .other:
                if try other(&at, end, base, Int(node.pointee.name), depth: levels.depth) {
                    levels.push(parent: Int(node.pointee.name), node: index)
                    previous = opening(levels.parent)
                }
            }
        }
        while at < end, Self.isSpace(at.pointee) { at += 1 }
        guard at == end else {
            throw at < end ? JSONFault(.trailing, at: at - base) : JSONFault(.truncated, at: count)
        }
    }

    /// The objects that the scan has stepped into, because a path wants a member of theirs.
    private struct Levels {
        var depth = 0
        var parents = InlineArray<8, Int32>(repeating: -1)
        var nodes = InlineArray<8, Int32>(repeating: 0)

        var parent: Int { depth == 0 ? -1 : Int(parents[depth - 1]) }

        /// `node` is what the object's own member followed, to go on from when it has ended.
        mutating func push(parent: Int, node: Int) {
            parents[depth] = Int32(truncatingIfNeeded: parent)
            nodes[depth] = Int32(truncatingIfNeeded: node)
            depth += 1
        }

        mutating func pop() -> Int {
            depth -= 1
            return Int(nodes[depth])
        }
    }

    @inline(__always)
    static func isSpace(_ unit: UInt8) -> Bool {
        unit == 0x20 || unit == 0x09 || unit == 0x0D || unit == 0x0A
    }

    private func open(
        _ base: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) throws(JSONFault) -> UnsafePointer<UInt8> {
        var at = base
        while at < end, Self.isSpace(at.pointee) { at += 1 }
        guard at < end else { throw JSONFault(.empty, at: 0) }
        guard at.pointee == UInt8(ascii: "{") else { throw JSONFault(.notAnObject, at: at - base) }
        return at + 1
    }

    // MARK: Members

    /// Reads up to the value of the next member by the grammar: the node of it, or nil when the object has ended.
    @inline(never)
    private mutating func member(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        after previous: Int, parent: Int
    ) throws(JSONFault) -> Int? {
        let start = at
        let bytes = UnsafeRawBufferPointer(start: base, count: end - base).bytes
        var offset = at - base
        JSONScan.space(bytes, &offset)
        let unit = try JSONScan.unit(bytes, offset)
        if unit == UInt8(ascii: "}") {
            at = base + offset + 1
            return nil
        }
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
        at = base + offset
        return learn(
            start, at - start, name: name(key, bytes, parent: parent), parent: parent, after: previous)
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
    private func plainString(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8>? {
        var at = start
        while at < end {
            let count = ByteScan.plainCount(at)
            at += count
            if count < 16 { return at.pointee == UInt8(ascii: "\"") ? at : nil }
        }
        return nil
    }

    @inline(__always)
    private mutating func text(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ field: Int,
        depth: Int
    ) throws(JSONFault) {
        if at.pointee == UInt8(ascii: "\""), let close = plainString(at + 1, end) {
            let offset = Int64(at + 1 - base)
            values[field] = offset << 32 | Int64(close - at - 1)
            at = close + 1
            return
        }
        try uncommonText(&at, end, base, field, depth: depth)
    }

    @inline(never)
    private mutating func uncommonText(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ field: Int,
        depth: Int
    ) throws(JSONFault) {
        let bytes = UnsafeRawBufferPointer(start: base, count: end - base).bytes
        var reader = JSONReader(at: at - base, depth: depth + 1)
        let string = try reader.string(bytes)
        at = base + reader.offset
        values[field] = string.map { range($0, bytes).packed } ?? blank[field]
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
        unit != UInt8(ascii: ".") && unit | 0x20 != UInt8(ascii: "e")
    }

    @inline(__always)
    private mutating func integer(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ field: Int,
        depth: Int
    ) throws(JSONFault) {
        let (value, count) = digits(at)
        if count > 0, endsNumber(at[count]) {
            values[field] = Int64(truncatingIfNeeded: value)
            at += count
            return
        }
        try uncommonNumber(&at, end, base, field, isNanoseconds: false, depth: depth)
    }

    @inline(__always)
    private mutating func nanoseconds(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ field: Int,
        depth: Int
    ) throws(JSONFault) {
        let (whole, count) = digits(at)
        // Above this the product would not fit.
        if count > 0, whole < 9_223_372_036, at[count] == UInt8(ascii: ".") {
            let (rest, decimals) = fraction(at + count + 1)
            if decimals > 0 && decimals < 8, endsNumber(at[count + 1 + decimals]) {
                values[field] = Int64(whole &* 1_000_000_000 &+ rest &* powers[9 &- decimals])
                at += count + 1 + decimals
                return
            }
        }
        try uncommonNumber(&at, end, base, field, isNanoseconds: true, depth: depth)
    }

    @inline(never)
    private mutating func uncommonNumber(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ field: Int,
        isNanoseconds: Bool, depth: Int
    ) throws(JSONFault) {
        let bytes = UnsafeRawBufferPointer(start: base, count: end - base).bytes
        var reader = JSONReader(at: at - base, depth: depth + 1)
        let value = isNanoseconds ? try reader.nanoseconds(bytes) : try reader.integer(bytes)
        values[field] = value.map { max($0, Self.absent + 1) } ?? Self.absent
        at = base + reader.offset
    }

    @inline(__always)
    private func skip(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        depth: Int
    ) throws(JSONFault) {
        if at.pointee == UInt8(ascii: "\"") {
            if let close = plainString(at + 1, end) {
                at = close + 1
                return
            }
        } else {
            let count = ByteScan.digitCount(ByteScan.word(at))
            if count > 0, count < 8, count == 1 || at.pointee != UInt8(ascii: "0") {
                if endsNumber(at[count]) {
                    at += count
                    return
                }
                let decimals = ByteScan.digitCount(ByteScan.word(at + count + 1))
                if at[count] == UInt8(ascii: "."), decimals > 0 && decimals < 8,
                    endsNumber(at[count + 1 + decimals])
                {
                    at += count + 1 + decimals
                    return
                }
            }
        }
        try uncommonSkip(&at, end, base, depth: depth)
    }

    @inline(never)
    private func uncommonSkip(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        depth: Int
    ) throws(JSONFault) {
        let bytes = UnsafeRawBufferPointer(start: base, count: end - base).bytes
        var offset = at - base
        try JSONScan.value(bytes, &offset, depth: depth + 1)
        at = base + offset
    }

    // MARK: Values that are wanted in more than one way

    /// Reads the value of a name that holds a list or an object, or that two fields want. True when the value is
    /// an object whose members are wanted: it is then only opened.
    @inline(never)
    private mutating func other(
        _ at: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ base: UnsafePointer<UInt8>,
        _ name: Int,
        depth: Int
    ) throws(JSONFault) -> Bool {
        let bytes = UnsafeRawBufferPointer(start: base, count: end - base).bytes
        let (field, scalar) = (layout.names[name].field, layout.names[name].scalar)
        let start = at - base
        var reader = JSONReader(at: start)
        if layout.names[name].hasChildren { blankChildren(of: name) }
        let kind = try reader.peek(bytes)
        if field >= 0 {
            values[field] = try value(&reader, bytes, field, layout.names[name].kind)
            if scalar >= 0 { reader = JSONReader(at: start) }
        }
        if scalar >= 0 { values[scalar] = try self.scalar(&reader, bytes).packed }
        if kind == .object && layout.names[name].hasChildren {
            at = base + start + 1
            return true
        }
        // Whatever was read above, the whole value is checked, at its true depth.
        reader = JSONReader(at: start)
        var offset = start
        try JSONScan.value(bytes, &offset, depth: depth + 1)
        at = base + offset
        return false
    }

    private mutating func value(
        _ reader: inout JSONReader, _ bytes: RawSpan, _ field: Int, _ kind: FieldPath.Kind
    ) throws(JSONFault) -> Int64 {
        switch kind {
        case .nanoseconds:
            return try reader.nanoseconds(bytes).map { max($0, Self.absent + 1) } ?? Self.absent
        case .integer, .firstInteger:
            if kind == .firstInteger, try reader.peek(bytes) == .array {
                try reader.beginArray(bytes)
                guard try reader.nextElement(bytes) else { return Self.absent }
            }
            return try reader.integer(bytes).map { max($0, Self.absent + 1) } ?? Self.absent
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
