#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Writes JSON as bytes into one growing buffer, many lines to a block; the owner drains it with one `write`.
///
/// A comma is placed by looking at the last byte, so no nesting state exists to get wrong. Only the
/// strings grow unbounded: every other append reserves what it can need at most.
package struct JSONWriter: ~Copyable {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var capacity: Int
    /// Bytes written and not yet drained.
    @usableFromInline package internal(set) var count: Int

    /// The longest fixed-size value (an integer, a decimal, an address) with its comma and quotes.
    @usableFromInline static let valueLimit = 64

    package init(capacity: Int = 1 << 18) {
        self.capacity = max(capacity, 256)
        self.base = .allocate(capacity: self.capacity)
        self.count = 0
    }

    deinit { base.deallocate() }

    /// Forgets what was written and keeps the memory.
    @inlinable package mutating func removeAll() { count = 0 }

    /// Forgets everything after the first `count` bytes: takes back a record that turned out not to be wanted.
    @inlinable package mutating func truncate(to count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count = count
    }

    /// The bytes written so far, valid during the call.
    @inlinable package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    @inlinable package mutating func reserve(_ more: Int) {
        if capacity &- count < more { grow(more) }
    }

    @usableFromInline mutating func grow(_ more: Int) {
        let wanted = max(capacity * 2, count + more)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    // MARK: Structure

    /// Appends one byte of structure as it is.
    @inlinable package mutating func byte(_ value: UInt8) {
        reserve(1)
        base[count] = value
        count &+= 1
    }

    /// Appends text that is already JSON.
    @inlinable package mutating func raw(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        reserve(length)
        (base + count).update(from: text.utf8Start, count: length)
        count &+= length
    }

    /// Appends bytes that are already JSON.
    @inlinable package mutating func raw(_ bytes: RawSpan) {
        let length = bytes.byteCount
        reserve(length)
        bytes.withUnsafeBytes { source in
            guard let start = source.baseAddress else { return }
            UnsafeMutableRawPointer(base + count).copyMemory(from: start, byteCount: length)
        }
        count &+= length
    }

    /// A comma, unless a container or a value has just been opened.
    @inlinable package mutating func separate() {
        guard count > 0 else { return }
        switch base[count &- 1] {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"), UInt8(ascii: "\n"): return
        default: byte(UInt8(ascii: ","))
        }
    }

    @inlinable package mutating func beginObject() {
        separate()
        byte(UInt8(ascii: "{"))
    }
    @inlinable package mutating func endObject() { byte(UInt8(ascii: "}")) }
    @inlinable package mutating func beginArray() {
        separate()
        byte(UInt8(ascii: "["))
    }
    @inlinable package mutating func endArray() { byte(UInt8(ascii: "]")) }
    /// Ends the line: one record is one line.
    @inlinable package mutating func endLine() { byte(UInt8(ascii: "\n")) }

    /// `"name":`, the name being plain ASCII that needs no escape.
    @inlinable package mutating func key(_ name: StaticString) {
        separate()
        let length = name.utf8CodeUnitCount
        reserve(length &+ 3)
        base[count] = UInt8(ascii: "\"")
        (base + count + 1).update(from: name.utf8Start, count: length)
        base[count &+ length &+ 1] = UInt8(ascii: "\"")
        base[count &+ length &+ 2] = UInt8(ascii: ":")
        count &+= length &+ 3
    }

    /// A key that is only known when running; escaped like any string.
    package mutating func key(_ name: String) {
        string(name)
        byte(UInt8(ascii: ":"))
    }

    // MARK: Values

    @inlinable package mutating func bool(_ value: Bool) {
        separate()
        if value { raw("true") } else { raw("false") }
    }

    @inlinable package mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        reserve(Self.valueLimit)
        if value < 0 {
            base[count] = UInt8(ascii: "-")
            count &+= 1
        }
        digits(UInt64(value.magnitude))
    }

    /// The decimal digits of `value`, two at a time.
    @inlinable package mutating func digits(_ value: UInt64) {
        var rest = value
        var width = 1
        var limit: UInt64 = 10
        while width < 20 && rest >= limit {
            width &+= 1
            limit = limit.multipliedReportingOverflow(by: 10).partialValue
        }
        var at = count &+ width
        count = at
        while rest >= 100 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            at &-= 2
            writePair(UInt8(truncatingIfNeeded: pair), at: at)
            rest = quotient
        }
        if rest >= 10 {
            writePair(UInt8(truncatingIfNeeded: rest), at: at &- 2)
        } else {
            base[at &- 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest)
        }
    }

    /// Two decimal digits of a number below one hundred.
    @inlinable func writePair(_ pair: UInt8, at: Int) {
        base[at] = UInt8(ascii: "0") &+ pair / 10
        base[at &+ 1] = UInt8(ascii: "0") &+ pair % 10
    }

    /// Seconds with exactly `decimals` (6 or 9) decimals from a count of nanoseconds; six truncate toward zero.
    @inlinable package mutating func seconds(nanoseconds value: Int64, decimals: Int) {
        separate()
        reserve(Self.valueLimit)
        if value < 0 {
            base[count] = UInt8(ascii: "-")
            count &+= 1
        }
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        digits(whole)
        base[count] = UInt8(ascii: ".")
        count &+= 1
        var rest = UInt32(truncatingIfNeeded: fraction)
        var at = count &+ 9
        base[at &- 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        at &-= 1
        while at > count {
            at &-= 2
            writePair(UInt8(truncatingIfNeeded: rest % 100), at: at)
            rest /= 100
        }
        count &+= decimals
    }

    /// A finite number with `decimals` decimals at most, trailing zeros cut; what is not finite becomes 0.
    package mutating func number(_ value: Double, decimals: Int) {
        separate()
        guard value.isFinite else { return byte(UInt8(ascii: "0")) }
        var scale: Double = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return rawText(value.description) }
        if value < 0 && scaled > 0 { byte(UInt8(ascii: "-")) }
        reserve(Self.valueLimit)
        let power = UInt64(scale)
        var (whole, fraction) = UInt64(scaled).quotientAndRemainder(dividingBy: power)
        digits(whole)
        guard fraction > 0 else { return }
        byte(UInt8(ascii: "."))
        whole = power / 10
        while fraction > 0 {
            let (digit, rest) = fraction.quotientAndRemainder(dividingBy: whole)
            byte(UInt8(ascii: "0") &+ UInt8(digit))
            fraction = rest
            whole /= 10
        }
    }

    mutating func rawText(_ text: String) {
        for unit in text.utf8 { byte(unit) }
    }

    /// A quoted name that is plain ASCII and needs no escape.
    @inlinable package mutating func string(_ literal: StaticString) {
        separate()
        byte(UInt8(ascii: "\""))
        raw(literal)
        byte(UInt8(ascii: "\""))
    }

    package mutating func string(_ text: String) {
        string(text.utf8.span.bytes)
    }

    /// A quoted string from bytes of unknown origin: controls are escaped, and every byte sequence that is
    /// not UTF-8 becomes U+FFFD, one per maximal subpart (Unicode 16 §3.9).
    package mutating func string(_ bytes: RawSpan) {
        separate()
        let length = bytes.byteCount
        reserve(length &+ 2)
        byte(UInt8(ascii: "\""))
        var offset = 0
        while offset < length {
            let unit = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
            switch unit {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                byte(UInt8(ascii: "\\"))
                byte(unit)
                offset += 1
            case 0x20...0x7E:
                byte(unit)
                offset += 1
            case 0...0x1F, 0x7F:
                escape(unit)
                offset += 1
            default:
                let valid = UTF8Sequence.length(in: bytes, at: offset)
                if valid.isComplete {
                    raw(bytes.extracting(offset..<offset + valid.length))
                } else {
                    raw("\u{FFFD}")
                }
                offset += valid.length
            }
        }
        byte(UInt8(ascii: "\""))
    }

    private mutating func escape(_ unit: UInt8) {
        switch unit {
        case 0x08: raw("\\b")
        case 0x09: raw("\\t")
        case 0x0A: raw("\\n")
        case 0x0C: raw("\\f")
        case 0x0D: raw("\\r")
        default:
            raw("\\u00")
            byte(Self.hexadecimal(unit >> 4))
            byte(Self.hexadecimal(unit & 15))
        }
    }

    @inlinable static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") &+ nibble : UInt8(ascii: "a") &+ nibble &- 10
    }
}
