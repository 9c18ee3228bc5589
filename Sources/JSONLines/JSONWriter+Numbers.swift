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
        end &+= Self.writeDigits(value, to: base + end)
    }

    // What writes at `target` gives the count of its digits, which are 20 at most.

    @inline(__always) @inlinable
    static func writeDigits(
        _ value: some FixedWidthInteger & UnsignedInteger, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let wide = UInt64(truncatingIfNeeded: value)
        if value.bitWidth == 8 { return writeOctet(UInt32(truncatingIfNeeded: wide), to: target) }
        if value.bitWidth == 16 { return writeFive(UInt32(truncatingIfNeeded: wide), to: target) }
        if wide < 100_000_000 { return writeShort(UInt32(truncatingIfNeeded: wide), to: target) }
        if wide >= 10_000_000_000 { return writeLong(wide, to: target) }
        let (high, low) = wide.quotientAndRemainder(dividingBy: 100_000_000)
        let count = writeOctet(UInt32(truncatingIfNeeded: high), to: target)
        writeEight(UInt32(truncatingIfNeeded: low), to: target + count)
        return count &+ 8
    }

    /// The eight digits of a number below 10^8 as bytes from 0 to 9, the first of them lowest: both halves at once
    /// are divided by 100, then all four quarters by 10 (P. Khuong, "How to print integers really fast", 2017). A
    /// quotient takes the place of its dividend and the remainder the next, with one subtraction for both.
    @inline(__always) @inlinable static func eightDigits(_ value: UInt32) -> UInt64 {
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
        let halves = UInt64(high) | UInt64(low) &<< 32
        let hundreds = (halves &* 10_486) &>> 20 & 0x0000_007F_0000_007F
        let quarters = halves &<< 16 &- hundreds &* (100 &<< 16 &- 1)
        let tens = (quarters &* 103) &>> 10 & 0x000F_000F_000F_000F
        return quarters &<< 8 &- tens &* (10 &<< 8 &- 1)
    }

    /// All eight digits of a number below 10^8.
    @inline(__always) @inlinable
    static func writeEight(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) {
        let text = eightDigits(value) | 0x3030_3030_3030_3030
        UnsafeMutableRawPointer(target).storeBytes(of: text.littleEndian, as: UInt64.self)
    }

    /// The digits of a number below 10^8 without leading zeros, and returns how many they are.
    @inline(__always) @inlinable
    static func writeShort(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        write(eightDigits(value), count: 8, to: target)
    }

    /// The same for a number below 10^5: a port needs fewer steps.
    @inline(__always) @inlinable
    static func writeFive(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let (first, rest) = value.quotientAndRemainder(dividingBy: 10_000)
        let quarters = UInt64(rest) &<< 16 &- UInt64(rest / 100) &* (100 &<< 16 &- 1)
        let tens = (quarters &* 103) &>> 10 & 0x000F_000F
        let four = quarters &<< 8 &- tens &* (10 &<< 8 &- 1)
        return write(UInt64(first) | four &<< 8, count: 5, to: target)
    }

    /// The last `count` digits of eight bytes from 0 to 9 without leading zeros, and returns how many they are. Eight
    /// bytes are written without a branch; what follows covers those that are too many.
    @inline(__always) @inlinable
    static func write(_ digits: UInt64, count: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
        // The last digit stays even where all are zero.
        let last = 8 &* (count &- 1)
        let zeros = (digits | 1 &<< UInt64(last)).trailingZeroBitCount & ~7
        let text = (digits | 0x3030_3030_3030_3030) &>> UInt64(truncatingIfNeeded: zeros)
        UnsafeMutableRawPointer(target).storeBytes(of: text.littleEndian, as: UInt64.self)
        return count &- zeros &>> 3
    }

    /// The digits of a number below 256 and a dot; returns how many digits they are.
    @inline(__always) @inlinable
    static func writeOctet(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        let texts: StaticString = """
            0.  1.  2.  3.  4.  5.  6.  7.  8.  9.  10. 11. 12. 13. 14. 15. 16. 17. 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29. 30. 31. 32. 33. 34. 35. 36. 37. 38. 39. 40. 41. 42. 43. 44. 45. 46. 47. 48. 49. 50. 51. 52. 53. 54. 55. 56. 57. 58. 59. 60. 61. 62. 63. \
            64. 65. 66. 67. 68. 69. 70. 71. 72. 73. 74. 75. 76. 77. 78. 79. 80. 81. 82. 83. 84. 85. 86. 87. 88. 89. 90. 91. 92. 93. 94. 95. 96. 97. 98. 99. 100.101.102.103.104.105.106.107.108.109.110.111.112.113.114.115.116.117.118.119.120.121.122.123.124.125.126.127.\
            128.129.130.131.132.133.134.135.136.137.138.139.140.141.142.143.144.145.146.147.148.149.150.151.152.153.154.155.156.157.158.159.160.161.162.163.164.165.166.167.168.169.170.171.172.173.174.175.176.177.178.179.180.181.182.183.184.185.186.187.188.189.190.191.\
            192.193.194.195.196.197.198.199.200.201.202.203.204.205.206.207.208.209.210.211.212.213.214.215.216.217.218.219.220.221.222.223.224.225.226.227.228.229.230.231.232.233.234.235.236.237.238.239.240.241.242.243.244.245.246.247.248.249.250.251.252.253.254.255.
            """
        let text = UnsafeRawPointer(texts.utf8Start)
            .loadUnaligned(fromByteOffset: Int(value) &* 4, as: UInt32.self)
        UnsafeMutableRawPointer(target).storeBytes(of: text, as: UInt32.self)
        // One more from ten on, and one more from a hundred on: what is added carries into bit 8.
        return 1 &+ Int((value &+ 246) &>> 8) &+ Int((value &+ 156) &>> 8)
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
        var second = SecondText(value.magnitude)
        unseparatedSeconds(nanoseconds: value, decimals: decimals, &second)
    }

    /// `seconds` without a comma before it, by what is known of the time before.
    @inline(__always) @inlinable
    public mutating func unseparatedSeconds(
        nanoseconds value: Int64, decimals: Int, _ second: inout SecondText
    ) {
        reserve(Self.valueLimit)
        if value < 0 {
            base[end] = UInt8(ascii: "-")
            end &+= 1
        }
        if value.magnitude &- second.start >= SecondText.length { second = SecondText(value.magnitude) }
        UnsafeMutableRawPointer(base + end).storeBytes(of: second.text, as: SIMD16<UInt8>.self)
        end &+= second.count
        let nanoseconds = UInt32(truncatingIfNeeded: value.magnitude &- second.start)
        if decimals == 6 {
            // The six last of eight digits, and two bytes which what follows covers.
            let text = (Self.eightDigits(nanoseconds / 1000) | 0x3030_3030_3030_3030) &>> 16
            UnsafeMutableRawPointer(base + end).storeBytes(of: text.littleEndian, as: UInt64.self)
            end &+= 6
        } else {
            Self.writeEight(nanoseconds / 10, to: base + end)
            base[end &+ 8] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: nanoseconds % 10)
            end &+= 9
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

/// A whole second as it is written: of the times in a capture thousands share it.
public struct SecondText: Sendable {
    /// In nanoseconds.
    @usableFromInline static let length: UInt64 = 1_000_000_000

    /// Where the second begins, in nanoseconds.
    @usableFromInline let start: UInt64
    /// Its digits, eleven at most, and a point.
    @usableFromInline var text = SIMD16<UInt8>()
    @usableFromInline var count = 0

    /// The second that the moment after `nanoseconds` lies in.
    @inline(never) public init(_ nanoseconds: UInt64) {
        let seconds = nanoseconds / Self.length
        start = seconds &* Self.length
        count = withUnsafeMutableBytes(of: &text) { bytes in
            let target = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
            let count = JSONWriter.writeDigits(seconds, to: target)
            target[count] = UInt8(ascii: ".")
            return count + 1
        }
    }
}
