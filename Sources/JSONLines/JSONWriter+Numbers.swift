/// Numbers as text. Divisions by constants become multiplications, and two digits come from a table at once.
extension JSONWriter {
    @inlinable public mutating func integer(_ value: some FixedWidthInteger) {
        separate()
        reserve(Self.valueLimit)
        if value < 0 {
            base[end] = UInt8(ascii: "-")
            end &+= 1
        }
        unreservedDigits(UInt64(value.magnitude))
    }

    /// Text that is already JSON, and then a number: a key with its comma, and its value.
    @inline(__always) @inlinable
    public mutating func member(_ key: StaticString, _ value: some FixedWidthInteger & UnsignedInteger) {
        let length = key.utf8CodeUnitCount
        reserve(length &+ Self.valueLimit)
        (base + end).update(from: key.utf8Start, count: length)
        end &+= length
        unreservedDigits(UInt64(truncatingIfNeeded: value))
    }

    /// The decimal digits of `value`, without a comma before them.
    package mutating func digits(_ value: UInt64) {
        reserve(Self.valueLimit)
        unreservedDigits(value)
    }

    /// `digits` where at least `valueLimit` bytes are known to be free.
    @usableFromInline mutating func unreservedDigits(_ value: UInt64) {
        let start = base + end
        if value < 100 {
            if value < 10 {
                start[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
                end &+= 1
            } else {
                Self.writePair(UInt32(truncatingIfNeeded: value), to: start)
                end &+= 2
            }
        } else if value < 10_000 {
            let (high, low) = UInt32(truncatingIfNeeded: value).quotientAndRemainder(dividingBy: 100)
            let at = start + (high < 10 ? 1 : 2)
            if high < 10 {
                start[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: high)
            } else {
                Self.writePair(high, to: start)
            }
            Self.writePair(low, to: at)
            end &+= high < 10 ? 3 : 4
        } else if value < 100_000_000 {
            let (high, low) = UInt32(truncatingIfNeeded: value).quotientAndRemainder(dividingBy: 10_000)
            unreservedDigits(UInt64(high))
            Self.writeFour(low, to: base + end)
            end &+= 4
        } else {
            let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
            unreservedDigits(high)
            Self.writeEight(UInt32(truncatingIfNeeded: low), to: base + end)
            end &+= 8
        }
    }

    @inline(__always) static func writePair(_ pair: UInt32, to target: UnsafeMutablePointer<UInt8>) {
        let digits: StaticString = """
            0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
            5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
            """
        let source = UnsafeRawPointer(digits.utf8Start).loadUnaligned(
            fromByteOffset: Int(pair &* 2), as: UInt16.self)
        UnsafeMutableRawPointer(target).storeBytes(of: source, as: UInt16.self)
    }

    @inline(__always) static func writeFour(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) {
        writePair(value / 100, to: target)
        writePair(value % 100, to: target + 2)
    }

    @inline(__always) static func writeEight(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) {
        writeFour(value / 10_000, to: target)
        writeFour(value % 10_000, to: target + 4)
    }

    /// Seconds with exactly `decimals` (6 or 9) decimals from a count of nanoseconds; six truncate toward zero.
    package mutating func seconds(nanoseconds value: Int64, decimals: Int) {
        separate()
        unseparatedSeconds(nanoseconds: value, decimals: decimals)
    }

    /// `seconds` without a comma before it.
    public mutating func unseparatedSeconds(nanoseconds value: Int64, decimals: Int) {
        reserve(Self.valueLimit)
        if value < 0 {
            base[end] = UInt8(ascii: "-")
            end &+= 1
        }
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        unreservedDigits(whole)
        base[end] = UInt8(ascii: ".")
        let nanoseconds = UInt32(truncatingIfNeeded: fraction)
        Self.writeEight(nanoseconds / 10, to: base + end + 1)
        base[end &+ 9] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: nanoseconds % 10)
        end &+= 1 &+ decimals
    }

    /// A finite number with `decimals` decimals at most, trailing zeros cut; what is not finite becomes 0.
    package mutating func number(_ value: Double, decimals: Int) {
        separate()
        guard value.isFinite else { return byte(UInt8(ascii: "0")) }
        var scale: Double = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return large(value) }
        if value < 0 && scaled > 0 { byte(UInt8(ascii: "-")) }
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

    /// A number whose decimals are beyond what a double tells apart.
    private mutating func large(_ value: Double) {
        var text = value.description[...]
        if text.hasSuffix(".0") { text = text.dropLast(2) }
        for unit in text.utf8 { byte(unit) }
    }
}
