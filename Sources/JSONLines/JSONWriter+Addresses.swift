/// The text of numbers that stand for addresses, each as a quoted string.
extension JSONWriter {
    /// Six bytes in hexadecimal with colons, from the low 48 bits.
    package mutating func mac(_ value: UInt64) {
        separate()
        reserve(Self.valueLimit)
        base[count] = UInt8(ascii: "\"")
        var at = count &+ 1
        for index in 0..<6 {
            let octet = UInt8(truncatingIfNeeded: value &>> UInt64(40 &- 8 &* index))
            base[at] = Self.hexadecimal(octet >> 4)
            base[at &+ 1] = Self.hexadecimal(octet & 15)
            base[at &+ 2] = UInt8(ascii: ":")
            at &+= 3
        }
        base[at &- 1] = UInt8(ascii: "\"")
        count = at
    }

    /// Dotted decimal.
    package mutating func ipv4(_ value: UInt32) {
        separate()
        reserve(Self.valueLimit)
        base[count] = UInt8(ascii: "\"")
        count &+= 1
        dotted(value)
        base[count] = UInt8(ascii: "\"")
        count &+= 1
    }

    /// RFC 5952: lower case, no leading zeros, `::` for the first longest run of two or more zero groups,
    /// and the dotted form for IPv4-mapped addresses (§5).
    package mutating func ipv6(_ high: UInt64, _ low: UInt64) {
        separate()
        reserve(Self.valueLimit)
        base[count] = UInt8(ascii: "\"")
        count &+= 1
        if high == 0 && low >> 32 == 0xFFFF {
            raw("::ffff:")
            dotted(UInt32(truncatingIfNeeded: low))
        } else {
            groups(high, low)
        }
        base[count] = UInt8(ascii: "\"")
        count &+= 1
    }

    /// Four hexadecimal digits.
    package mutating func hexadecimal(_ value: UInt16) {
        reserve(4)
        for index in 0..<4 {
            base[count &+ index] = Self.hexadecimal(
                UInt8(truncatingIfNeeded: value &>> UInt16(12 &- 4 &* index)) & 15)
        }
        count &+= 4
    }

    private mutating func dotted(_ value: UInt32) {
        digits(UInt64(value >> 24))
        byte(UInt8(ascii: "."))
        digits(UInt64(value >> 16 & 255))
        byte(UInt8(ascii: "."))
        digits(UInt64(value >> 8 & 255))
        byte(UInt8(ascii: "."))
        digits(UInt64(value & 255))
    }

    private mutating func groups(_ high: UInt64, _ low: UInt64) {
        func group(_ index: Int) -> UInt16 {
            UInt16(truncatingIfNeeded: (index < 4 ? high : low) &>> UInt64(48 &- 16 &* (index & 3)))
        }
        var best = 8
        var bestLength = 1
        var index = 0
        while index < 8 {
            var length = 0
            while index &+ length < 8 && group(index &+ length) == 0 { length &+= 1 }
            if length > bestLength { (best, bestLength) = (index, length) }
            index &+= max(length, 1)
        }
        index = 0
        while index < 8 {
            if index == best {
                raw("::")
                index &+= bestLength
                continue
            }
            if index > 0 && index != best &+ bestLength { byte(UInt8(ascii: ":")) }
            let value = group(index)
            if value >= 0x1000 { byte(Self.hexadecimal(UInt8(value >> 12))) }
            if value >= 0x100 { byte(Self.hexadecimal(UInt8(value >> 8 & 15))) }
            if value >= 0x10 { byte(Self.hexadecimal(UInt8(value >> 4 & 15))) }
            byte(Self.hexadecimal(UInt8(value & 15)))
            index &+= 1
        }
    }
}
