/// The text of numbers that stand for addresses, each as a quoted string. No comma is placed before it.
extension JSONWriter {
    /// Six bytes in hexadecimal with colons, from the low 48 bits.
    @inline(__always) @inlinable public mutating func mac(_ value: UInt64) {
        reserve(Self.valueLimit)
        base[end] = UInt8(ascii: "\"")
        for index in 0..<6 {
            let octet = UInt8(truncatingIfNeeded: value &>> UInt64(40 &- 8 &* index))
            Self.writeHexadecimal(octet, to: base + end + (1 &+ 3 &* index))
            base[end &+ 3 &+ 3 &* index] = UInt8(ascii: ":")
        }
        base[end &+ 18] = UInt8(ascii: "\"")
        end &+= 19
    }

    /// Dotted decimal.
    @inline(__always) @inlinable public mutating func ipv4(_ value: UInt32) {
        reserve(Self.valueLimit)
        base[end] = UInt8(ascii: "\"")
        end &+= 1
        end &+= Self.writeDotted(value, to: base + end)
        base[end] = UInt8(ascii: "\"")
        end &+= 1
    }

    /// RFC 5952: lower case, no leading zeros, `::` for the first longest run of two or more zero groups,
    /// and the dotted form for IPv4-mapped addresses (§5).
    @inline(__always) @inlinable public mutating func ipv6(_ high: UInt64, _ low: UInt64) {
        reserve(Self.valueLimit)
        end &+= Self.writeIPv6(high, low, to: base + end)
    }

    /// Four hexadecimal digits, without quotes.
    package mutating func hexadecimal(_ value: UInt16) {
        reserve(4)
        Self.writeHexadecimal(UInt8(truncatingIfNeeded: value >> 8), to: base + end)
        Self.writeHexadecimal(UInt8(truncatingIfNeeded: value), to: base + end + 2)
        end &+= 4
    }

    // What writes at `target` gives the count of its bytes, which is at most `valueLimit`.

    @usableFromInline
    static func writeIPv6(_ high: UInt64, _ low: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\"")
        var at = target + 1
        if high == 0 && low >> 32 == 0xFFFF {
            UnsafeMutableRawPointer(at).copyMemory(from: mapped.utf8Start, byteCount: 7)
            at += 7
            at += writeDotted(UInt32(truncatingIfNeeded: low), to: at)
        } else {
            groups(high, low, to: &at)
        }
        at[0] = UInt8(ascii: "\"")
        return at + 1 - target
    }

    private static var mapped: StaticString { "::ffff:" }

    @inline(__always) @inlinable
    static func writeHexadecimal(_ octet: UInt8, to target: UnsafeMutablePointer<UInt8>) {
        UnsafeMutableRawPointer(target).storeBytes(of: hexadecimalPair(octet), as: UInt16.self)
    }

    /// Two digits as they lie in memory.
    @inline(__always) @inlinable static func hexadecimalPair(_ octet: UInt8) -> UInt16 {
        let digits: StaticString = """
            000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\
            404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f\
            808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf\
            c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff
            """
        return UnsafeRawPointer(digits.utf8Start).loadUnaligned(
            fromByteOffset: Int(octet) &* 2, as: UInt16.self)
    }

    /// Every octet is written as four bytes, its digits and a dot, of which the next one covers what is too much.
    @inline(__always) @inlinable
    static func writeDotted(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        var count = writeOctet(value >> 24, to: target) &+ 1
        count &+= writeOctet(value >> 16 & 255, to: target + count) &+ 1
        count &+= writeOctet(value >> 8 & 255, to: target + count) &+ 1
        return count &+ writeOctet(value & 255, to: target + count)
    }

    @inline(__always)
    private static func groups(_ high: UInt64, _ low: UInt64, to at: inout UnsafeMutablePointer<UInt8>) {
        // Bit i says that group i is zero.
        var zeros: UInt32 = 0
        for index in 0..<4 {
            let shift = UInt64(48 &- 16 &* index)
            if (high &>> shift) & 0xFFFF == 0 { zeros |= 1 &<< UInt32(index) }
            if (low &>> shift) & 0xFFFF == 0 { zeros |= 16 &<< UInt32(index) }
        }
        // Each step keeps the bits where a run of one group more begins.
        var runs = zeros
        var length = runs == 0 ? 0 : 1
        while runs & (runs >> 1) != 0 {
            runs &= runs >> 1
            length &+= 1
        }
        let gap = length > 1 ? runs.trailingZeroBitCount : 8
        var rest = UInt128(high) << 64 | UInt128(low)
        var index = 0
        while index < 8 {
            if index == gap {
                // The group before has written one colon.
                if index == 0 { colon(to: &at) }
                colon(to: &at)
                index &+= length
                rest &<<= UInt128(truncatingIfNeeded: 16 &* length)
                continue
            }
            group(UInt16(truncatingIfNeeded: rest >> 112), to: &at)
            rest &<<= 16
            index &+= 1
            if index < 8 { colon(to: &at) }
        }
    }

    @inline(__always) private static func colon(to at: inout UnsafeMutablePointer<UInt8>) {
        at[0] = UInt8(ascii: ":")
        at += 1
    }

    /// One group without its leading zeros: four digits are made at once and moved to the left.
    @inline(__always)
    private static func group(_ value: UInt16, to at: inout UnsafeMutablePointer<UInt8>) {
        let (high, low) = (UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value))
        let digits = UInt32(hexadecimalPair(high)) | UInt32(hexadecimalPair(low)) << 16
        // The last digit stays even where all are zero.
        let zeros = (value | 1).leadingZeroBitCount & ~3
        let text = digits.littleEndian &>> UInt32(truncatingIfNeeded: 2 &* zeros)
        UnsafeMutableRawPointer(at).storeBytes(of: text.littleEndian, as: UInt32.self)
        at += 4 &- zeros &>> 2
    }
}
