/// Many bytes in one step, from memory that can be read for 16 bytes from the pointer on.
enum ByteScan {
    @inline(__always)
    static func word(_ at: UnsafePointer<UInt8>) -> UInt64 {
        UnsafeRawPointer(at).loadUnaligned(as: UInt64.self).littleEndian
    }

    /// How many of the next 16 bytes stand for themselves in a string: ASCII, neither control, quote nor backslash.
    @inline(__always)
    static func plainCount(_ at: UnsafePointer<UInt8>) -> Int {
        let bytes = UnsafeRawPointer(at).loadUnaligned(as: SIMD16<UInt8>.self)
        // As signed bytes, controls and everything beyond ASCII lie below the space.
        let special =
            (bytes .== UInt8(ascii: "\"")) .| (bytes .== UInt8(ascii: "\\"))
            .| (unsafeBitCast(bytes, to: SIMD16<Int8>.self) .< 0x20)
        let halves = unsafeBitCast(special, to: SIMD2<UInt64>.self)
        let (low, high) = (halves[0].littleEndian, halves[1].littleEndian)
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
