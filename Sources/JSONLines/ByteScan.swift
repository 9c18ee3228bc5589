/// Many bytes in one step, from memory that can be read for 16 bytes from the pointer on.
enum ByteScan {
    @inline(__always)
    static func word(_ at: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(at).loadUnaligned(as: UInt64.self).littleEndian
    }

    /// The top bit of the first byte that cannot stand for itself in a string: a control, a quote, a backslash, or
    /// what is not ASCII. Bits behind the first mean nothing, because of borrows.
    @inline(__always)
    static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = (word ^ ones &* 0x22) &- ones
        let backslash = (word ^ ones &* 0x5C) &- ones
        let control = word &- ones &* 0x20
        return (quote | backslash | control | word) & (ones &* 0x80)
    }

    /// The same for DEL.
    @inline(__always)
    static func delete(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let rest = word ^ (ones &* 0x7F)
        return (rest &- ones) & ~rest & (ones &* 0x80)
    }

    /// How many of the next 16 bytes stand for themselves in a string.
    @inline(__always)
    static func plainCount(_ at: UnsafePointer<UInt8>) -> Int {
        let (low, high) = (special(word(at)), special(word(at + 8)))
        let count = low != 0 ? low.trailingZeroBitCount : 64 &+ high.trailingZeroBitCount
        return count &>> 3
    }

    /// How many of the eight bytes are decimal digits before the first that is not.
    @inline(__always)
    static func digitCount(_ word: UInt64) -> Int {
        let high = (word & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
        // A carry can only disturb bytes behind one that is no digit.
        let low = ((word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0) ^ 0x3030_3030_3030_3030
        return (high | low).trailingZeroBitCount &>> 3
    }

    /// The number that the first `count` (1 to 8) digits of the word make.
    @inline(__always)
    static func value(_ word: UInt64, digits count: Int) -> UInt64 {
        var value = (word ^ 0x3030_3030_3030_3030) &<< UInt64(truncatingIfNeeded: 64 &- count &* 8)
        value = (value &* 10 &+ value &>> 8) & 0x00FF_00FF_00FF_00FF
        value = (value &* 100 &+ value &>> 16) & 0x0000_FFFF_0000_FFFF
        return (value &* 10_000 &+ value &>> 32) & 0xFFFF_FFFF
    }
}
