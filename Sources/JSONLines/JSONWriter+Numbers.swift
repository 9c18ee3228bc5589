/// Numbers as text. Divisions by constants become multiplications, and eight digits are made at once in one word.
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
        UnsafeMutableRawPointer(base + end).copyMemory(from: key.utf8Start, byteCount: length)
        end &+= length
        unreservedDigits(value)
    }

    /// The decimal digits of `value`, without a comma before them.
    @inlinable public mutating func digits(_ value: UInt64) {
        reserve(Self.valueLimit)
        unreservedDigits(value)
    }

    /// `digits` where at least `valueLimit` bytes are known to be free.
    @inline(__always) @inlinable
    mutating func unreservedDigits(_ value: some FixedWidthInteger & UnsignedInteger) {
        let wide = UInt64(truncatingIfNeeded: value)
        if wide < 100_000_000 {
            end &+= Self.writeShort(UInt32(truncatingIfNeeded: wide), to: base + end)
        } else if wide < 10_000_000_000 {
            let (high, low) = wide.quotientAndRemainder(dividingBy: 100_000_000)
            end &+= Self.writeShort(UInt32(truncatingIfNeeded: high), to: base + end)
            Self.writeEight(UInt32(truncatingIfNeeded: low), to: base + end)
            end &+= 8
        } else {
            end &+= Self.writeLong(wide, to: base + end)
        }
    }

    /// The eight digits of a number below 10^8 as bytes from 0 to 9, the first of them lowest: both halves at once
    /// are divided by 100, then all four quarters by 10 (P. Khuong, "How to print integers really fast", 2017).
    @inline(__always) @inlinable static func eightDigits(_ value: UInt32) -> UInt64 {
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
        let halves = UInt64(high) | UInt64(low) &<< 32
        let hundreds = (halves &* 10_486) &>> 20 & 0x0000_007F_0000_007F
        let quarters = hundreds | (halves &- hundreds &* 100) &<< 16
        let tens = (quarters &* 103) &>> 10 & 0x000F_000F_000F_000F
        return tens | (quarters &- tens &* 10) &<< 8
    }

    /// All eight digits of a number below 10^8.
    @inline(__always) @inlinable
    static func writeEight(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) {
        let text = eightDigits(value) | 0x3030_3030_3030_3030
        UnsafeMutableRawPointer(target).storeBytes(of: text.littleEndian, as: UInt64.self)
    }

    /// The digits of a number below 10^8 without leading zeros, and returns how many they are. Eight bytes are
    /// written without a branch; what follows covers those that are too many.
    @inline(__always) @inlinable
    static func writeShort(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let digits = eightDigits(value)
        // The last digit stays even where all are zero.
        let zeros = (digits | 1 &<< 56).trailingZeroBitCount & ~7
        let text = (digits | 0x3030_3030_3030_3030) &>> UInt64(truncatingIfNeeded: zeros)
        UnsafeMutableRawPointer(target).storeBytes(of: text.littleEndian, as: UInt64.self)
        return 8 &- zeros &>> 3
    }

    /// The digits of a number from 10^8 on.
    @inline(never) @usableFromInline
    static func writeLong(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        var count: Int
        if high < 100_000_000 {
            count = writeShort(UInt32(truncatingIfNeeded: high), to: target)
        } else {
            count = writeLong(high, to: target)
        }
        writeEight(UInt32(truncatingIfNeeded: low), to: target + count)
        count &+= 8
        return count
    }

    /// Seconds with exactly `decimals` (6 or 9) decimals from a count of nanoseconds; six truncate toward zero.
    package mutating func seconds(nanoseconds value: Int64, decimals: Int) {
        separate()
        unseparatedSeconds(nanoseconds: value, decimals: decimals)
    }

    /// `seconds` without a comma before it.
    @inline(__always) @inlinable
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
        if decimals == 6 {
            // Two more digits than are wanted, which what follows covers.
            Self.writeEight(nanoseconds / 1000 &* 100, to: base + end + 1)
            end &+= 7
        } else {
            Self.writeEight(nanoseconds / 10, to: base + end + 1)
            base[end &+ 9] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: nanoseconds % 10)
            end &+= 10
        }
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
