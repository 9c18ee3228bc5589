/// The text of numbers that stand for addresses, each as a quoted string. No comma is placed before it.
extension JSONWriter {
    /// Six bytes in hexadecimal with colons, from the low 48 bits.
    @inline(__always) @inlinable public mutating func mac(_ value: UInt64) {
        reserve(Self.valueLimit)
        Self.writeMAC(value, to: base + end)
        end &+= 19
    }

    /// Dotted decimal.
    @inline(__always) @inlinable public mutating func ipv4(_ value: UInt32) {
        reserve(Self.valueLimit)
        end &+= Self.writeIPv4(value, to: base + end)
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
        Self.writeHexadecimal(Int(value >> 8), to: base + end)
        Self.writeHexadecimal(Int(value & 255), to: base + end + 2)
        end &+= 4
    }

    // What writes at `target` gives the count of its bytes, which is at most `valueLimit`.

    @usableFromInline static func writeMAC(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) {
        target[0] = UInt8(ascii: "\"")
        for index in 0..<6 {
            let octet = Int(truncatingIfNeeded: value &>> UInt64(40 &- 8 &* index)) & 255
            writeHexadecimal(octet, to: target + (1 &+ 3 &* index))
            target[3 &+ 3 &* index] = UInt8(ascii: ":")
        }
        target[18] = UInt8(ascii: "\"")
    }

    @usableFromInline
    static func writeIPv4(_ value: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\"")
        let end = dotted(value, to: target + 1)
        end[0] = UInt8(ascii: "\"")
        return end + 1 - target
    }

    @usableFromInline
    static func writeIPv6(_ high: UInt64, _ low: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
        target[0] = UInt8(ascii: "\"")
        var at = target + 1
        if high == 0 && low >> 32 == 0xFFFF {
            UnsafeMutableRawPointer(at).copyMemory(from: mapped.utf8Start, byteCount: 7)
            at = dotted(UInt32(truncatingIfNeeded: low), to: at + 7)
        } else {
            groups(high, low, to: &at)
        }
        at[0] = UInt8(ascii: "\"")
        return at + 1 - target
    }

    private static var mapped: StaticString { "::ffff:" }

    @inline(__always)
    private static func writeHexadecimal(_ octet: Int, to target: UnsafeMutablePointer<UInt8>) {
        let digits: StaticString = """
            000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\
            404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f\
            808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf\
            c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff
            """
        let pair = UnsafeRawPointer(digits.utf8Start).loadUnaligned(
            fromByteOffset: octet &* 2, as: UInt16.self)
        UnsafeMutableRawPointer(target).storeBytes(of: pair, as: UInt16.self)
    }

    /// Every octet is written as four bytes, its digits and a dot, of which the next one covers what is too much.
    /// Gives the end of the text.
    @inline(__always)
    private static func dotted(
        _ value: UInt32, to target: UnsafeMutablePointer<UInt8>
    ) -> UnsafeMutablePointer<UInt8> {
        var at = target
        at += 1 &+ writeOctet(value >> 24, to: at)
        at += 1 &+ writeOctet(value >> 16 & 255, to: at)
        at += 1 &+ writeOctet(value >> 8 & 255, to: at)
        at += writeOctet(value & 255, to: at)
        return at
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
        var index = 0
        while index < 8 {
            if index == gap {
                // The group before has written one colon.
                if index == 0 { colon(to: &at) }
                colon(to: &at)
                index &+= length
                continue
            }
            let half = index < 4 ? high : low
            group(UInt16(truncatingIfNeeded: half &>> UInt64(48 &- 16 &* (index & 3))), to: &at)
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
        var nibbles = UInt32(value)
        nibbles = (nibbles | nibbles &<< 8) & 0x00FF_00FF
        nibbles = (nibbles | nibbles &<< 4) & 0x0F0F_0F0F
        // Add 39 more, from '9' to 'a', in the bytes where the nibble is above nine.
        let letters = ((nibbles &+ 0x0606_0606) &>> 4) & 0x0101_0101
        let digits = nibbles &+ 0x3030_3030 &+ letters &* 39
        let width = max(1, 4 &- value.leadingZeroBitCount / 4)
        let text = digits.byteSwapped &>> UInt32(8 &* (4 &- width))
        UnsafeMutableRawPointer(at).storeBytes(of: text.littleEndian, as: UInt32.self)
        at += width
    }
}
