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
        Self.writeOctet(Int(value >> 8), to: base + end)
        Self.writeOctet(Int(value & 255), to: base + end + 2)
        end &+= 4
    }

    // What writes at `target` gives the count of its bytes, which is at most `valueLimit`.

    @usableFromInline static func writeMAC(_ value: UInt64, to target: UnsafeMutablePointer<UInt8>) {
        target[0] = UInt8(ascii: "\"")
        for index in 0..<6 {
            let octet = Int(truncatingIfNeeded: value &>> UInt64(40 &- 8 &* index)) & 255
            writeOctet(octet, to: target + (1 &+ 3 &* index))
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

    @inline(__always) private static func writeOctet(_ octet: Int, to target: UnsafeMutablePointer<UInt8>) {
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
        octet(value >> 24, to: &at)
        octet(value >> 16 & 255, to: &at)
        octet(value >> 8 & 255, to: &at)
        octet(value & 255, to: &at)
        return at - 1
    }

    @inline(__always)
    private static func octet(_ value: UInt32, to at: inout UnsafeMutablePointer<UInt8>) {
        let texts: StaticString = """
            0.  1.  2.  3.  4.  5.  6.  7.  8.  9.  10. 11. 12. 13. 14. 15. 16. 17. 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29. 30. 31. 32. 33. 34. 35. 36. 37. 38. 39. 40. 41. 42. 43. 44. 45. 46. 47. 48. 49. 50. 51. 52. 53. 54. 55. 56. 57. 58. 59. 60. 61. 62. 63. \
            64. 65. 66. 67. 68. 69. 70. 71. 72. 73. 74. 75. 76. 77. 78. 79. 80. 81. 82. 83. 84. 85. 86. 87. 88. 89. 90. 91. 92. 93. 94. 95. 96. 97. 98. 99. 100.101.102.103.104.105.106.107.108.109.110.111.112.113.114.115.116.117.118.119.120.121.122.123.124.125.126.127.\
            128.129.130.131.132.133.134.135.136.137.138.139.140.141.142.143.144.145.146.147.148.149.150.151.152.153.154.155.156.157.158.159.160.161.162.163.164.165.166.167.168.169.170.171.172.173.174.175.176.177.178.179.180.181.182.183.184.185.186.187.188.189.190.191.\
            192.193.194.195.196.197.198.199.200.201.202.203.204.205.206.207.208.209.210.211.212.213.214.215.216.217.218.219.220.221.222.223.224.225.226.227.228.229.230.231.232.233.234.235.236.237.238.239.240.241.242.243.244.245.246.247.248.249.250.251.252.253.254.255.
            """
        let text = UnsafeRawPointer(texts.utf8Start)
            .loadUnaligned(fromByteOffset: Int(value) &* 4, as: UInt32.self)
        UnsafeMutableRawPointer(at).storeBytes(of: text, as: UInt32.self)
        at += 2 &+ (value > 9 ? 1 : 0) &+ (value > 99 ? 1 : 0)
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
