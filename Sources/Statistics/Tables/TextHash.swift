/// A 64-bit hash of text, the same on every run: same input, same bytes out.
///
/// Folded 64 x 64 -> 128 bit products over eight bytes at a time (the construction of wyhash and of rustc's
/// FxHasher v2). The key is fixed, so an adversary could search for collisions; they cost probes, which
/// `KeyIndex` bounds by comparing the hash before the text, and never an answer.
enum TextHash {
    private static let key0: UInt64 = 0x9E37_79B9_7F4A_7C15
    private static let key1: UInt64 = 0xD6E8_FEB8_6659_FD93

    @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// Not inlined: in a small function the loads are, in the middle of a large one they become calls.
    @inline(never)
    static func hash(_ bytes: RawSpan) -> UInt64 {
        let count = bytes.byteCount
        var state = key0 ^ UInt64(truncatingIfNeeded: count)
        if count >= 8 {
            var offset = 0
            while offset &+ 8 < count {
                state = fold(state ^ bytes.word(at: offset), key1)
                offset &+= 8
            }
            return finish(state ^ bytes.word(at: count &- 8))
        }
        var tail: UInt64 = 0
        if count >= 4 {
            tail = UInt64(bytes.half(at: 0)) | UInt64(bytes.half(at: count &- 4)) << 32
        } else if count > 0 {
            tail =
                UInt64(bytes.unit(at: 0)) | UInt64(bytes.unit(at: count / 2)) << 8
                | UInt64(bytes.unit(at: count &- 1)) << 16
        }
        return finish(state ^ tail)
    }

    @inline(__always)
    private static func finish(_ state: UInt64) -> UInt64 { fold(fold(state, key1) ^ key0, key0) }

    /// The hash of a number.
    @inline(__always)
    static func hash(_ value: UInt64) -> UInt64 { finish(value &+ key1) }
}

extension RawSpan {
    @inline(__always)
    func unit(at offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    func half(at offset: Int) -> UInt32 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self) }

    @inline(__always)
    func word(at offset: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }

    /// Are the bytes the same?
    @inline(never)
    func equals(_ other: RawSpan) -> Bool {
        let count = byteCount
        guard count == other.byteCount else { return false }
        var offset = 0
        while offset &+ 8 <= count {
            if word(at: offset) != other.word(at: offset) { return false }
            offset &+= 8
        }
        while offset < count {
            if unit(at: offset) != other.unit(at: offset) { return false }
            offset &+= 1
        }
        return true
    }
}
