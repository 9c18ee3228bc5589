extension RawSpan {
    /// The byte at `offset`, which the caller has checked to lie within.
    @inlinable func byte(at offset: Int) -> UInt8 {
        unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}

/// The grammar of RFC 8259, each piece read from an offset that it moves past what it read.
enum JSONScan {
    /// The byte at `offset`; beyond the end is the fault that the text ends too early.
    @inline(__always)
    static func unit(_ bytes: RawSpan, _ offset: Int) throws(JSONFault) -> UInt8 {
        guard offset < bytes.byteCount else { throw JSONFault(.truncated, at: bytes.byteCount) }
        return bytes.byte(at: offset)
    }

    @inline(__always)
    static func space(_ bytes: RawSpan, _ offset: inout Int) {
        while offset < bytes.byteCount {
            switch bytes.byte(at: offset) {
            case 0x20, 0x09, 0x0A, 0x0D: offset &+= 1
            default: return
            }
        }
    }

    // MARK: Strings

    /// A string from its opening quote to behind its closing one.
    static func string(_ bytes: RawSpan, _ offset: inout Int) throws(JSONFault) -> JSONString {
        let start = offset &+ 1
        var at = start
        var hasEscapes = false
        while true {
            let unit = try unit(bytes, at)
            switch unit {
            case UInt8(ascii: "\""):
                offset = at &+ 1
                return JSONString(range: start..<at, hasEscapes: hasEscapes)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try escape(bytes, &at)
            case 0..<0x20:
                throw JSONFault(.control, at: at)
            case 0x20..<0x80:
                at &+= 1
            default:
                let sequence = UTF8Sequence.length(in: bytes, at: at)
                guard sequence.isComplete else { throw JSONFault(.encoding, at: at) }
                at &+= sequence.length
            }
        }
    }

    /// An escape, from its backslash on.
    private static func escape(_ bytes: RawSpan, _ at: inout Int) throws(JSONFault) {
        switch try unit(bytes, at &+ 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at &+= 2
        case UInt8(ascii: "u"):
            for index in 2..<6 where hexadecimal(try unit(bytes, at &+ index)) == nil {
                throw JSONFault(.escape, at: at &+ index)
            }
            at &+= 6
        default: throw JSONFault(.escape, at: at &+ 1)
        }
    }

    private static func hexadecimal(_ unit: UInt8) -> UInt32? {
        switch unit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(unit &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(unit &- UInt8(ascii: "a") &+ 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(unit &- UInt8(ascii: "A") &+ 10)
        default: nil
        }
    }

    /// Appends the bytes of a string that was scanned before, its escapes resolved.
    static func decode(_ bytes: RawSpan, into target: inout [UInt8]) {
        var at = 0
        while at < bytes.byteCount {
            let unit = bytes.byte(at: at)
            guard unit == UInt8(ascii: "\\"), at + 1 < bytes.byteCount else {
                target.append(unit)
                at += 1
                continue
            }
            let letter = bytes.byte(at: at + 1)
            at += 2
            switch letter {
            case UInt8(ascii: "b"): target.append(0x08)
            case UInt8(ascii: "f"): target.append(0x0C)
            case UInt8(ascii: "n"): target.append(0x0A)
            case UInt8(ascii: "r"): target.append(0x0D)
            case UInt8(ascii: "t"): target.append(0x09)
            case UInt8(ascii: "u"): appendScalar(bytes, &at, into: &target)
            default: target.append(letter)
            }
        }
    }

    /// The scalar of `\uXXXX`, or of a pair of them, from behind the first `u` on.
    private static func appendScalar(_ bytes: RawSpan, _ at: inout Int, into target: inout [UInt8]) {
        guard let first = codeUnit(bytes, at) else { return }
        at += 4
        var scalar = Unicode.Scalar(first) ?? "\u{FFFD}"
        if 0xD800..<0xDC00 ~= first, at + 1 < bytes.byteCount,
            bytes.byte(at: at) == UInt8(ascii: "\\"), bytes.byte(at: at + 1) == UInt8(ascii: "u"),
            let second = codeUnit(bytes, at + 2), 0xDC00..<0xE000 ~= second
        {
            scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
            at += 6
        }
        target.append(contentsOf: UTF8.encode(scalar)!)
    }

    private static func codeUnit(_ bytes: RawSpan, _ at: Int) -> UInt32? {
        guard at + 4 <= bytes.byteCount else { return nil }
        var value: UInt32 = 0
        for index in at..<at + 4 {
            guard let digit = hexadecimal(bytes.byte(at: index)) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    // MARK: Values of any kind

    /// Passes over one value, checking all of it; `depth` containers are open around it.
    static func value(_ bytes: RawSpan, _ offset: inout Int, depth: Int) throws(JSONFault) {
        var open = JSONNesting(depth: depth)
        while true {
            space(bytes, &offset)
            switch try unit(bytes, offset) {
            case UInt8(ascii: "\""): _ = try string(bytes, &offset)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(bytes, &offset)
            case UInt8(ascii: "t"): try literal("true", bytes, &offset)
            case UInt8(ascii: "f"): try literal("false", bytes, &offset)
            case UInt8(ascii: "n"): try literal("null", bytes, &offset)
            case UInt8(ascii: "{"):
                try open.push(isObject: true, at: offset)
                offset &+= 1
                space(bytes, &offset)
                if try unit(bytes, offset) == UInt8(ascii: "}") { break }
                try key(bytes, &offset)
                continue
            case UInt8(ascii: "["):
                try open.push(isObject: false, at: offset)
                offset &+= 1
                space(bytes, &offset)
                if try unit(bytes, offset) == UInt8(ascii: "]") { break }
                continue
            default: throw JSONFault(.unexpected, at: offset)
            }
            if try closeContainers(bytes, &offset, &open) { return }
        }
    }

    /// Behind a value: closes what ends here, and steps over a comma. True when nothing is open any more.
    private static func closeContainers(
        _ bytes: RawSpan, _ offset: inout Int, _ open: inout JSONNesting
    ) throws(JSONFault) -> Bool {
        while !open.isEmpty {
            space(bytes, &offset)
            let bracket = open.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
            let unit = try unit(bytes, offset)
            if unit == bracket {
                open.pop()
                offset &+= 1
            } else if unit == UInt8(ascii: ",") {
                offset &+= 1
                if open.isObject {
                    space(bytes, &offset)
                    try key(bytes, &offset)
                }
                return false
            } else {
                throw JSONFault(.unexpected, at: offset)
            }
        }
        return true
    }

    private static func key(_ bytes: RawSpan, _ offset: inout Int) throws(JSONFault) {
        guard try unit(bytes, offset) == UInt8(ascii: "\"") else { throw JSONFault(.unexpected, at: offset) }
        _ = try string(bytes, &offset)
        space(bytes, &offset)
        guard try unit(bytes, offset) == UInt8(ascii: ":") else { throw JSONFault(.unexpected, at: offset) }
        offset &+= 1
    }

    static func literal(_ text: StaticString, _ bytes: RawSpan, _ offset: inout Int) throws(JSONFault) {
        for index in 0..<text.utf8CodeUnitCount
        where try unit(bytes, offset &+ index) != text.utf8Start[index] {
            throw JSONFault(.literal, at: offset &+ index)
        }
        offset &+= text.utf8CodeUnitCount
    }
}

/// Which of the open containers are objects: a stack of bits.
struct JSONNesting {
    private var bits = InlineArray<8, UInt64>(repeating: 0)
    private var count = 0
    private let room: Int

    init(depth: Int) { room = max(JSONReader.depthLimit - depth, 0) }

    var isEmpty: Bool { count == 0 }
    var isObject: Bool { bits[(count - 1) >> 6] >> UInt64((count - 1) & 63) & 1 == 1 }

    mutating func push(isObject: Bool, at offset: Int) throws(JSONFault) {
        guard count < room else { throw JSONFault(.depth, at: offset) }
        let mask: UInt64 = 1 << UInt64(count & 63)
        if isObject { bits[count >> 6] |= mask } else { bits[count >> 6] &= ~mask }
        count += 1
    }

    mutating func pop() { count -= 1 }
}
