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

    /// The first byte from `start` on that cannot stand for itself in a string; there must be one.
    ///
    /// Every step is a branch, which is mostly foreseen, so that what follows need not wait for the count of a long text.
    @inline(__always)
    static func plainEnd(_ start: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var at = start
        while true {
            let low = special(word(at))
            if low != 0 { return at + low.trailingZeroBitCount &>> 3 }
            let high = special(word(at + 8))
            if high != 0 { return at + (8 &+ high.trailingZeroBitCount &>> 3) }
            at += 16
        }
    }

    /// How many of the eight bytes are decimal digits before the first that is not. What a byte that is none carries or
    /// borrows disturbs only those behind it.
    @inline(__always)
    static func digitCount(_ word: UInt64) -> Int {
        let above = word &+ 0x4646_4646_4646_4646
        let below = word &- 0x3030_3030_3030_3030
        return ((above | below) & 0x8080_8080_8080_8080).trailingZeroBitCount &>> 3
    }

    /// The number that the first `count` (1 to 8) digits of the word make.
    @inline(__always)
    static func value(_ word: UInt64, digits count: Int) -> UInt64 {
        var value = (word &- 0x3030_3030_3030_3030) &<< UInt64(truncatingIfNeeded: 64 &- count &* 8)
        value = (value &* 10 &+ value &>> 8) & 0x00FF_00FF_00FF_00FF
        value = (value &* 100 &+ value &>> 16) & 0x0000_FFFF_0000_FFFF
        return (value &* 10_000 &+ value &>> 32) & 0xFFFF_FFFF
    }
}
