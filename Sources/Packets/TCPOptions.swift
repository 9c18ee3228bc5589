/// The options of a TCP header (RFC 9293 §3.2): a kind, and for all but two of them the length with kind and length.
///
///     +--------+--------+---------------
///     |  kind  | length | value           kinds 0 (end) and 1 (nothing) are one byte
///     +--------+--------+---------------
struct TCPOptions: Sendable {
    private(set) var present = Set()
    private(set) var maximumSegmentSize: UInt16 = 0
    private(set) var windowScale: UInt8 = 0
    private(set) var timestamp: UInt32 = 0
    private(set) var timestampEcho: UInt32 = 0
    /// Left and right edge of up to four blocks (RFC 2018 §3).
    private(set) var blocks = InlineArray<8, UInt32>(repeating: 0)
    private(set) var blockCount = 0
    /// Bytes of the fast open cookie; 0 asks for one (RFC 7413 §4.1.1).
    private(set) var cookieLength: UInt8 = 0

    struct Set: OptionSet, Sendable {
        let rawValue: UInt8
        static let maximumSegmentSize = Set(rawValue: 1)
        static let windowScale = Set(rawValue: 2)
        static let selectivePermitted = Set(rawValue: 4)
        static let selective = Set(rawValue: 8)
        static let timestamps = Set(rawValue: 16)
        static let fastOpen = Set(rawValue: 32)
        static let multipath = Set(rawValue: 64)
        static let signature = Set(rawValue: 128)
    }

    /// Reads the options between `start` and `end`, which lie within `bytes`; nil where they are sound.
    @inline(__always)
    mutating func read(_ bytes: RawSpan, from start: Int, to end: Int) -> Fault? {
        // What nearly every segment has: two fillers and the timestamps.
        guard end &- start == 12 && bytes.u32(start) == 0x0101_080A else {
            return readAny(bytes, from: start, to: end)
        }
        timestamp = bytes.u32(start &+ 4)
        timestampEcho = bytes.u32(start &+ 8)
        present = .timestamps
        return nil
    }

    private mutating func readAny(_ bytes: RawSpan, from start: Int, to end: Int) -> Fault? {
        present = []
        var offset = start
        while offset < end {
            let kind = bytes.u8(offset)
            if kind == 0 { return nil }
            if kind == 1 {
                offset += 1
                continue
            }
            guard offset + 2 <= end else {
                return Fault(.tcp, .lengthTooSmall, needed: 2, available: end - offset)
            }
            let length = Int(bytes.u8(offset + 1))
            guard length >= 2 else { return Fault(.tcp, .lengthTooSmall, needed: 2, available: length) }
            guard offset + length <= end else {
                return Fault(.tcp, .lengthTooLarge, needed: length, available: end - offset)
            }
            readOne(bytes.extracting(offset..<offset + length), kind: kind)
            offset += length
        }
        return nil
    }

    private mutating func readOne(_ bytes: RawSpan, kind: UInt8) {
        switch (kind, bytes.byteCount) {
        case (2, 4):
            maximumSegmentSize = bytes.u16(2)
            present.insert(.maximumSegmentSize)
        case (3, 3):
            windowScale = bytes.u8(2)
            present.insert(.windowScale)
        case (4, 2): present.insert(.selectivePermitted)
        case (5, let length):
            guard length >= 10 else { return }
            blockCount = min((length - 2) / 8, 4)
            for index in 0..<blockCount * 2 { blocks[index] = bytes.u32(2 + index * 4) }
            present.insert(.selective)
        case (8, 10):
            timestamp = bytes.u32(2)
            timestampEcho = bytes.u32(6)
            present.insert(.timestamps)
        case (19, 18), (29, 4...): present.insert(.signature)
        case (30, 3...): present.insert(.multipath)
        case (34, let length):
            cookieLength = UInt8(length - 2)
            present.insert(.fastOpen)
        default: break
        }
    }
}
