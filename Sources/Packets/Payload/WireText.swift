import JSONLines

/// The first `limit` bytes of a text that came off the wire, kept without memory of its own.
struct WireText<let limit: Int>: Sendable {
    private var units = InlineArray<limit, UInt8>(repeating: 0)
    private(set) var count = 0

    init() {}

    init(_ bytes: RawSpan) { append(bytes, from: 0, to: bytes.byteCount) }

    subscript(index: Int) -> UInt8 { units[index] }

    var isEmpty: Bool { count == 0 }

    mutating func removeAll() { count = 0 }

    /// What does not fit is dropped.
    @inline(__always) mutating func append(_ unit: UInt8) {
        guard count < limit else { return }
        units[count] = unit
        count &+= 1
    }

    /// The first `size` bytes of eight, the first of them lowest; false, and nothing done, where there is no room for all
    /// eight.
    @inline(__always) mutating func append(_ word: UInt64, _ size: Int) -> Bool {
        guard count &+ 8 <= limit else { return false }
        var span = units.mutableSpan
        var bytes = span.mutableBytes
        bytes.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
        count &+= size
        return true
    }

    mutating func append(_ bytes: RawSpan, from start: Int, to end: Int) {
        for offset in start..<min(end, start &+ limit &- count) { append(bytes.u8(offset)) }
    }

    // What follows changes nothing but is mutating, so that the text is not copied onto the stack for its span.

    /// A string; what stands before it is a colon, so that no comma is placed.
    mutating func write(to writer: inout JSONWriter) { write(from: 0, to: count, to: &writer) }

    /// The part of it between two offsets.
    mutating func write(from start: Int, to end: Int, to writer: inout JSONWriter) {
        writer.string(units.span.extracting(start..<end).bytes)
    }

    /// A member with its name, a comma before it, unless the text is empty.
    @inline(__always) mutating func write(_ prefix: StaticString, to writer: inout JSONWriter) {
        guard count > 0 else { return }
        writer.raw(prefix)
        write(to: &writer)
    }
}

typealias ShortText = WireText<64>

extension JSONWriter {
    /// A member whose value is a name, or the number where it has none.
    @inline(__always)
    mutating func member(_ prefix: StaticString, _ name: StaticString?, or number: some UnsignedInteger) {
        raw(prefix)
        value(name, or: UInt64(number))
    }

    @inline(never)
    private mutating func value(_ name: StaticString?, or number: UInt64) {
        if let name { quote(name) } else { digits(number) }
    }
}
