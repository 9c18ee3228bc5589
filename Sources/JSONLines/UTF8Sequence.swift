/// One step through bytes that may or may not be UTF-8 (RFC 3629 §4, Unicode 16 table 3-7).
package enum UTF8Sequence {
    /// The length in bytes (1 to 4) of the scalar that starts at `offset`, or, where there is none, of the
    /// maximal subpart that one U+FFFD stands for. `offset` must lie within `bytes`.
    package static func length(in bytes: RawSpan, at offset: Int) -> (length: Int, isComplete: Bool) {
        func unit(_ index: Int) -> UInt8? {
            index < bytes.byteCount ? bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) : nil
        }
        precondition(offset >= 0 && offset < bytes.byteCount)
        let lead = bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        let second: ClosedRange<UInt8>
        let length: Int
        switch lead {
        case 0...0x7F: return (1, true)
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)  // no surrogates
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)  // nothing above U+10FFFF
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        default: return (1, false)
        }
        guard let first = unit(offset + 1), second.contains(first) else { return (1, false) }
        var matched = 2
        while matched < length {
            guard let next = unit(offset + matched), 0x80...0xBF ~= next else { return (matched, false) }
            matched += 1
        }
        return (length, true)
    }
}
