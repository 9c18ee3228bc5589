/// SHA-1 (RFC 3174) of messages that fit one block, which is all that a community id needs. Not for secrets.
enum SHA1 {
    /// The longest message of one block: 64 bytes less the mark and the length.
    static let limit = 55

    /// The digest of the first `count` bytes of `message`, as five words, most significant first.
    static func digest(_ message: InlineArray<64, UInt8>, count: Int) -> InlineArray<5, UInt32> {
        precondition(count <= limit)
        var words = InlineArray<80, UInt32>(repeating: 0)
        for index in 0..<count {
            words[index >> 2] |= UInt32(message[index]) &<< UInt32(24 &- 8 &* (index & 3))
        }
        words[count >> 2] |= 0x80 &<< UInt32(24 &- 8 &* (count & 3))
        words[15] = UInt32(count &* 8)
        for index in 16..<80 {
            let mixed = words[index &- 3] ^ words[index &- 8] ^ words[index &- 14] ^ words[index &- 16]
            words[index] = rotate(mixed, 1)
        }
        var (a, b, c, d, e): (UInt32, UInt32, UInt32, UInt32, UInt32) = start
        for index in 0..<80 {
            let (mix, constant) = round(index, b, c, d)
            let next = rotate(a, 5) &+ mix &+ e &+ constant &+ words[index]
            (e, d, c, b, a) = (d, c, rotate(b, 30), a, next)
        }
        return [start.0 &+ a, start.1 &+ b, start.2 &+ c, start.3 &+ d, start.4 &+ e]
    }

    private static var start: (UInt32, UInt32, UInt32, UInt32, UInt32) {
        (0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0)
    }

    private static func round(_ index: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> (UInt32, UInt32) {
        switch index {
        case ..<20: ((b & c) | (~b & d), 0x5A82_7999)
        case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case ..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
    }

    @inline(__always) private static func rotate(_ value: UInt32, _ by: UInt32) -> UInt32 {
        value &<< by | value &>> (32 &- by)
    }
}
