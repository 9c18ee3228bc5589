#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

extension JSONScan {
    @inline(__always)
    static func digit(_ bytes: RawSpan, _ offset: Int) -> UInt8? {
        guard offset < bytes.byteCount else { return nil }
        let value = bytes.byte(at: offset) &- UInt8(ascii: "0")
        return value < 10 ? value : nil
    }

    /// Passes over a number: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?` (RFC 8259 §6).
    static func number(_ bytes: RawSpan, _ offset: inout Int) throws(JSONFault) {
        _ = try decimal(bytes, &offset, scale: 0)
    }

    /// A number times 10 to the `scale`, cut toward zero and saturating; exact when nothing was cut.
    struct Decimal: Equatable {
        var value: Int64
        var isExact: Bool
    }

    /// The digits that were read so far: up to 19 significant ones, and how many were left out behind them.
    private struct Digits {
        var mantissa: UInt64 = 0
        var significant = 0
        /// The power of ten that the mantissa is to be multiplied with.
        var exponent = 0
        /// A digit other than 0 was left out.
        var isCut = false

        mutating func append(_ digit: UInt8, isFraction: Bool) {
            if significant < 19 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                if mantissa > 0 { significant &+= 1 }
                if isFraction { exponent &-= 1 }
            } else {
                if digit > 0 { isCut = true }
                if !isFraction { exponent &+= 1 }
            }
        }
    }

    static func decimal(
        _ bytes: RawSpan, _ offset: inout Int, scale: Int
    ) throws(JSONFault) -> Decimal {
        var at = offset
        let isNegative = try unit(bytes, at) == UInt8(ascii: "-")
        if isNegative { at &+= 1 }
        var digits = Digits()
        guard let lead = digit(bytes, at) else { throw fault(bytes, at) }
        digits.append(lead, isFraction: false)
        at &+= 1
        if lead > 0 {
            while let next = digit(bytes, at) {
                digits.append(next, isFraction: false)
                at &+= 1
            }
        }
        if at < bytes.byteCount, bytes.byte(at: at) == UInt8(ascii: ".") {
            at &+= 1
            guard digit(bytes, at) != nil else { throw fault(bytes, at) }
            while let next = digit(bytes, at) {
                digits.append(next, isFraction: true)
                at &+= 1
            }
        }
        if at < bytes.byteCount, bytes.byte(at: at) | 0x20 == UInt8(ascii: "e") {
            digits.exponent &+= try exponent(bytes, &at)
        }
        offset = at
        return scaled(digits, exponent: digits.exponent &+ scale, isNegative: isNegative)
    }

    /// The exponent from its letter on, saturating far beyond any use.
    private static func exponent(_ bytes: RawSpan, _ at: inout Int) throws(JSONFault) -> Int {
        at &+= 1
        let sign = try unit(bytes, at)
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { at &+= 1 }
        guard digit(bytes, at) != nil else { throw fault(bytes, at) }
        var value = 0
        while let next = digit(bytes, at) {
            value = min(value &* 10 &+ Int(next), 1 << 40)
            at &+= 1
        }
        return sign == UInt8(ascii: "-") ? -value : value
    }

    private static func fault(_ bytes: RawSpan, _ at: Int) -> JSONFault {
        at < bytes.byteCount ? JSONFault(.number, at: at) : JSONFault(.truncated, at: at)
    }

    private static func scaled(_ digits: Digits, exponent: Int, isNegative: Bool) -> Decimal {
        var value = digits.mantissa
        var isExact = !digits.isCut
        guard value > 0 else { return Decimal(value: 0, isExact: isExact) }
        var left = exponent
        while left < 0 && value > 0 {
            let (quotient, rest) = value.quotientAndRemainder(dividingBy: 10)
            if rest > 0 { isExact = false }
            value = quotient
            left &+= 1
        }
        let limit = UInt64(Int64.max) + (isNegative ? 1 : 0)
        while left > 0 && value <= limit {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            value = overflow ? .max : product
            left &-= 1
        }
        if value > limit { (value, isExact) = (limit, true) }
        return Decimal(
            value: isNegative ? Int64(truncatingIfNeeded: 0 &- value) : Int64(value), isExact: isExact)
    }

    /// The nearest double to a number that was scanned before.
    static func double(_ bytes: RawSpan) -> Double {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.byteCount + 1) { text in
            for index in 0..<bytes.byteCount {
                text[index] = CChar(bitPattern: bytes.byte(at: index))
            }
            text[bytes.byteCount] = 0
            return strtod(text.baseAddress!, nil)
        }
    }
}
