/// A 64-bit hash of text, the same on every run: same input, same bytes out.
///
/// Folded 64 x 64 -> 128 bit products over eight bytes at a time (the construction of wyhash and of rustc's
/// FxHasher v2). Anybody can find texts that share one, so it decides only what must be the same on every
/// machine: see `KeyHash` for what tells keys apart.
enum TextHash {
    static let key0: UInt64 = 0x9E37_79B9_7F4A_7C15
    static let key1: UInt64 = 0xD6E8_FEB8_6659_FD93

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
        var offset = 0
        while offset &+ 8 < count {
            state = fold(state ^ bytes.word(at: offset), key1)
            offset &+= 8
        }
        return finish(state ^ last(bytes))
    }

    /// The last eight bytes, or as many as there are.
    @inline(__always)
    static func last(_ bytes: RawSpan) -> UInt64 {
        let count = bytes.byteCount
        if count >= 8 { return bytes.word(at: count &- 8) }
        if count >= 4 { return UInt64(bytes.half(at: 0)) | UInt64(bytes.half(at: count &- 4)) << 32 }
        guard count > 0 else { return 0 }
        return UInt64(bytes.unit(at: 0)) | UInt64(bytes.unit(at: count / 2)) << 8
            | UInt64(bytes.unit(at: count &- 1)) << 16
    }

    /// The first and the last eight of the last sixteen bytes, or as many as there are; they may overlap.
    @inline(__always)
    static func ends(_ buffer: RawSpan, _ range: Range<Int>) -> (low: UInt64, high: UInt64) {
        let (start, end) = (range.lowerBound, range.upperBound)
        let count = end &- start
        if count >= 8 { return (buffer.word(at: max(start, end &- 16)), buffer.word(at: end &- 8)) }
        if count >= 4 { return (UInt64(buffer.half(at: start)), UInt64(buffer.half(at: end &- 4))) }
        guard count > 0 else { return (0, 0) }
        let middle = UInt64(buffer.unit(at: start &+ count / 2)) &<< 8
        return (UInt64(buffer.unit(at: start)) | middle, UInt64(buffer.unit(at: end &- 1)))
    }

    @inline(__always)
    static func finish(_ state: UInt64) -> UInt64 { fold(fold(state, key1) ^ key0, key0) }

    /// The hash of a number.
    @inline(__always)
    static func hash(_ value: UInt64) -> UInt64 { finish(value &+ key1) }
}

/// What a key is found by: two hashes of its text, which together stand for it.
///
/// `hash` is the same everywhere and may decide an order. `check` depends on a seed that each process draws: it chooses
/// the slots of tables, and decides whether two keys are one: see `KeyIndex`. Nobody outside can aim at it, so that texts
/// made to share a `hash` cost nothing.
struct KeyHash: Equatable, Sendable {
    var hash: UInt64
    var check: UInt64

    static let seed = Seed()

    @inline(__always)
    init(hash: UInt64, check: UInt64) {
        self.hash = hash
        self.check = check
    }

    /// Of a text.
    init(_ bytes: RawSpan) {
        hash = TextHash.hash(bytes)
        check = Self.seed.check(bytes, 0..<bytes.byteCount)
    }

    /// Of a pair, in this order.
    @inline(__always)
    init(_ first: KeyHash, _ second: KeyHash) {
        hash = TextHash.fold(first.hash ^ 0x2545_F491_4F6C_DD1D, second.hash &* 3)
        check = TextHash.fold(first.check ^ 0x2545_F491_4F6C_DD1D, second.check &* 3)
    }

    /// Of a key and a number.
    @inline(__always)
    init(_ key: KeyHash, _ number: UInt32) {
        hash = TextHash.hash(key.hash ^ UInt64(number) << 40)
        check = TextHash.hash(key.check ^ UInt64(number) << 40)
    }
}

/// What this process alone knows: two random words, and the checks of texts that they make.
struct Seed {
    let first = UInt64.random(in: .min ... .max)
    let second = UInt64.random(in: .min ... .max)

    /// The check of the text at `range` of `buffer`: folded products of sixteen bytes at a time, both words hidden.
    @inline(__always)
    func check(_ buffer: RawSpan, _ range: Range<Int>) -> UInt64 {
        let count = range.upperBound &- range.lowerBound
        var hidden = first
        if count > 16 { hidden = check(longer: buffer, range) }
        let (low, high) = TextHash.ends(buffer, range)
        // The length stands apart from the bytes: beside them it can make up for one, as in "26" and "366".
        let state = TextHash.fold(hidden ^ low, second ^ high) ^ UInt64(truncatingIfNeeded: count)
        return TextHash.fold(state ^ first, TextHash.key0)
    }

    /// All but the last sixteen bytes, or a little more.
    @inline(never)
    private func check(longer buffer: RawSpan, _ range: Range<Int>) -> UInt64 {
        var (hidden, offset) = (first, range.lowerBound)
        while offset &+ 16 < range.upperBound {
            hidden = TextHash.fold(hidden ^ buffer.word(at: offset), second ^ buffer.word(at: offset &+ 8))
            offset &+= 16
        }
        return hidden
    }
}

extension RawSpan {
    @inline(__always)
    func unit(at offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

    @inline(__always)
    func half(at offset: Int) -> UInt32 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self) }

    @inline(__always)
    func word(at offset: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }

    /// Eight bytes from `offset` on, the first lowest; zeros behind the end.
    @inline(__always)
    func paddedWord(at offset: Int) -> UInt64 {
        if offset &+ 8 <= byteCount { return word(at: offset) }
        var word: UInt64 = 0
        for index in offset..<max(byteCount, offset) {
            word |= UInt64(unit(at: index)) << UInt64((index &- offset) &* 8)
        }
        return word
    }
}
