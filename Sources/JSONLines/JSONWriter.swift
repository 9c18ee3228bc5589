#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Writes JSON as bytes into one growing buffer, many lines to a block; the owner drains it with one `write`.
///
/// A comma is placed by looking at the last byte, so no nesting state exists to get wrong. Only the
/// strings grow unbounded: every other append reserves what it can need at most.
///
/// What runs per field is `public`, not `package`: the compiler (6.3) inlines and specialises `@inlinable`
/// code across modules only where it is public, and without that a line takes more than twice as long (measured).
public struct JSONWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    /// Bytes of the buffer, less `slack`.
    @usableFromInline var capacity: Int
    @usableFromInline var end: Int
    /// Bytes written and not yet drained.
    @inlinable public var count: Int { end }

    /// The longest fixed-size value (an integer, a decimal, an address) with its comma and quotes.
    @usableFromInline static let valueLimit = 64
    /// Behind `capacity` there is always this much more, so that an append of no more than this has room where `end`
    /// has not passed `capacity`: one comparison.
    @usableFromInline static let slack = 128

    package init(capacity: Int = 1 << 18) {
        self.capacity = max(capacity, 256)
        self.base = .allocate(capacity: self.capacity + Self.slack)
        self.end = 0
    }

    deinit { base.deallocate() }

    /// Forgets what was written and keeps the memory.
    @inlinable public mutating func removeAll() { end = 0 }

    /// Forgets everything after the first `count` bytes: takes back a record that turned out not to be wanted.
    @inlinable public mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        end = count
    }

    /// The bytes written so far, valid during the call.
    @inlinable public func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(start: base, count: end))
    }

    @inline(__always) @inlinable public mutating func reserve(_ more: Int) {
        if more <= Self.slack ? end > capacity : capacity &- end < more {
            (base, capacity) = Self.grown(base, capacity, end, more)
        }
    }

    /// Takes values and gives values, so that a writer in a local variable stays in registers: one whose address
    /// goes to a call is stored and loaded again around every byte (measured: 1.5 times the time of a line).
    @inline(never) @usableFromInline static func grown(
        _ base: UnsafeMutablePointer<UInt8>, _ capacity: Int, _ end: Int, _ more: Int
    ) -> (UnsafeMutablePointer<UInt8>, Int) {
        let wanted = max(capacity * 2, end + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + slack)
        larger.update(from: base, count: end)
        base.deallocate()
        return (larger, wanted)
    }

    /// Changes one byte of what has been written: a comma into the brace that opens the line.
    @inline(__always) @inlinable public mutating func replaceByte(at offset: Int, with value: UInt8) {
        precondition(offset >= 0 && offset < end)
        base[offset] = value
    }

    // MARK: Structure

    /// Appends one byte of structure as it is.
    @inline(__always) @inlinable public mutating func byte(_ value: UInt8) {
        reserve(1)
        base[end] = value
        end &+= 1
    }

    /// Appends text that is already JSON.
    @inline(__always) @inlinable public mutating func raw(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        UnsafeMutableRawPointer(base + end).copyMemory(from: text.utf8Start, byteCount: length)
        end &+= length
    }

    /// Appends bytes that are already JSON.
    @inline(__always) @inlinable public mutating func raw(_ bytes: RawSpan) {
        let length = bytes.byteCount
        reserve(length)
        bytes.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            UnsafeMutableRawPointer(base + end).copyMemory(from: start, byteCount: length)
        }
        end &+= length
    }

    /// A comma, unless a container or a value has just been opened.
    @inlinable public mutating func separate() {
        guard end > 0 else { return }
        switch base[end &- 1] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): return
        default: byte(UInt8(ascii: ","))
        }
    }

    @inlinable public mutating func beginObject() {
        separate()
        byte(UInt8(ascii: "{"))
    }
    @inlinable public mutating func endObject() { byte(UInt8(ascii: "}")) }
    @inlinable public mutating func beginArray() {
        separate()
        byte(UInt8(ascii: "["))
    }
    @inlinable public mutating func endArray() { byte(UInt8(ascii: "]")) }
    /// Ends the line: one record is one line.
    @inlinable public mutating func endLine() { byte(UInt8(ascii: "\n")) }

    /// `"name":`, the name being plain ASCII that needs no escape.
    @inlinable public mutating func key(_ name: StaticString) {
        separate()
        let length = name.utf8CodeUnitCount
        reserve(length &+ 3)
        base[end] = UInt8(ascii: "\"")
        (base + end + 1).update(from: name.utf8Start, count: length)
        base[end &+ length &+ 1] = UInt8(ascii: "\"")
        base[end &+ length &+ 2] = UInt8(ascii: ":")
        end &+= length &+ 3
    }

    /// A key that is only known when running; escaped like any string.
    package mutating func key(_ name: String) {
        string(name)
        byte(UInt8(ascii: ":"))
    }

    // MARK: Values

    @inlinable public mutating func bool(_ value: Bool) {
        separate()
        if value { raw("true") } else { raw("false") }
    }

    /// A quoted name that is plain ASCII and needs no escape.
    @inlinable public mutating func string(_ literal: StaticString) {
        separate()
        byte(UInt8(ascii: "\""))
        raw(literal)
        byte(UInt8(ascii: "\""))
    }

    package mutating func string(_ text: String) {
        string(text.utf8.span.bytes)
    }

    /// A quoted string from bytes of unknown origin, safe to read and to show: every byte sequence that is not
    /// UTF-8 becomes U+FFFD, one per maximal subpart (Unicode 16 §3.9), and what could move a cursor or turn
    /// the reading direction is escaped: C0 and C1 controls, DEL, line separators, bidirectional controls.
    package mutating func string(_ bytes: RawSpan) {
        separate()
        bytes.withUnsafeBytes { string($0) }
    }

    private mutating func string(_ bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count &+ 2)
        byte(UInt8(ascii: "\""))
        var offset = 0
        while offset < bytes.count {
            let plain = Self.plainCount(bytes, from: offset)
            if plain > 0 {
                reserve(plain)
                let source = bytes.baseAddress! + offset
                UnsafeMutableRawPointer(base + end).copyMemory(from: source, byteCount: plain)
                end &+= plain
                offset &+= plain
            } else {
                offset &+= special(bytes, at: offset)
            }
        }
        byte(UInt8(ascii: "\""))
    }

    /// How many bytes from `start` on may stand in a string as they are: printable ASCII but quote and backslash.
    private static func plainCount(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var offset = start
        while bytes.count &- offset >= 8 {
            let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
            let special = ByteScan.special(word) | ByteScan.delete(word)
            offset &+= special.trailingZeroBitCount &>> 3
            if special != 0 { return offset &- start }
        }
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), 0..<0x20, 0x7F...: return offset &- start
            default: offset &+= 1
            }
        }
        return offset &- start
    }

    /// One character that is not plain: how many bytes of the source it was.
    private mutating func special(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        let unit = bytes[offset]
        switch unit {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            byte(UInt8(ascii: "\\"))
            byte(unit)
            return 1
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        case 0..<0x80: escape(UInt16(unit))
        default:
            let sequence = UTF8Sequence.length(in: bytes.bytes, at: offset)
            let source = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset &+ sequence.length])
            if !sequence.isComplete {
                raw("\u{FFFD}")
            } else if let control = Self.control(source) {
                escape(control)
            } else {
                raw(source.bytes)
            }
            return sequence.length
        }
        return 1
    }

    /// The character of a whole UTF-8 sequence when it is one that is not to be shown.
    private static func control(_ sequence: UnsafeRawBufferPointer) -> UInt16? {
        switch sequence.count {
        case 2:
            return sequence[0] == 0xC2 && sequence[1] < 0xA0 ? UInt16(sequence[1]) : nil
        case 3 where sequence[0] == 0xE2:
            let scalar = 0x2000 | UInt16(sequence[1] & 0x3F) << 6 | UInt16(sequence[2] & 0x3F)
            switch scalar {
            case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: return scalar
            default: return nil
            }
        default: return nil
        }
    }

    /// `\uXXXX`
    private mutating func escape(_ unit: UInt16) {
        raw("\\u")
        for nibble in 0..<4 {
            byte(Self.hexadecimal(UInt8(truncatingIfNeeded: unit >> UInt16(12 &- 4 &* nibble) & 15)))
        }
    }

    @inlinable static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") &+ nibble : UInt8(ascii: "a") &+ nibble &- 10
    }
}
