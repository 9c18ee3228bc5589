import JSONLines

/// A DNS message (RFC 1035 §4.1), also of multicast DNS (RFC 6762) and LLMNR (RFC 4795). Over TCP two bytes with its
/// length stand before it.
///
///     0               8               16
///     +-------------------------------+-+-------+-+-+-+-+-+-+-+-------+
///     |              id               |Q|opcode |A|T|D|A|Z|A|C| rcode |
///     +-------------------------------+-+-------+-+-+-+-+-+-+-+-------+
///     |           questions           |            answers            |
///     +-------------------------------+-------------------------------+
///     |          authorities          |          additional           | name, type, class …
///     +-------------------------------+-------------------------------+
struct DNS: Sendable {
    static let headerLength = 12
    /// The answers that are shown.
    static let answerLimit = 4
    /// A name made of more pieces is not worth its time.
    static let jumpLimit = 32
    /// More records than a datagram has room for are not a DNS message.
    static let recordLimit = 4096

    struct Answer: Sendable {
        var type: UInt16 = 0
        var timeToLive: UInt32 = 0
        var address = Address.none
        /// Of the name that it points to, in `names`.
        var start = 0
        var end = 0
    }

    var id: UInt16 = 0
    var flags: UInt16 = 0
    var questions: UInt16 = 0
    var query = WireText<256>()
    var type: UInt16 = 0
    /// The names that answers point to, one behind the other.
    var names = WireText<512>()
    var answers = InlineArray<4, Answer>(repeating: Answer())
    var answerCount = 0
    /// As the header has it.
    var answerTotal: UInt16 = 0

    static func dissectTCP(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard bytes.byteCount >= 2 + headerLength else { return .stop }
        let length = Int(bytes.u16(0))
        guard length >= headerLength else { return .stop }
        return dissect(
            bytes.extracting(2..<min(bytes.byteCount, 2 + length)), isCut: bytes.byteCount < 2 + length,
            into: &packet)
    }

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        dissect(bytes, isCut: bytes.byteCount < packet.layerLength, into: &packet)
    }

    private static func dissect(_ bytes: RawSpan, isCut: Bool, into packet: inout Packet) -> Next {
        guard packet.isOutermost, packet.dns.read(bytes, isCut: isCut) else { return .stop }
        packet.fields.insert(.dns)
        return .stop
    }

    /// False where this is no DNS message; what comes behind the first question may lack where it `isCut`.
    private mutating func read(_ bytes: RawSpan, isCut: Bool) -> Bool {
        guard bytes.byteCount >= Self.headerLength else { return false }
        id = bytes.u16(0)
        flags = bytes.u16(2)
        questions = bytes.u16(4)
        // An update has prerequisites there (RFC 2136 §2.2).
        answerTotal = opcode == 5 ? 0 : bytes.u16(6)
        let others = Int(bytes.u16(8)) + Int(bytes.u16(10))
        let records = Int(questions) + Int(bytes.u16(6)) + others
        // Bit Z has never had a meaning; operations 3 and 7 to 15 do not exist.
        guard flags & 0x0040 == 0, [0, 1, 2, 4, 5, 6].contains(opcode), records <= Self.recordLimit else {
            return false
        }
        query.removeAll()
        names.removeAll()
        answerCount = 0
        // A refusal may be the header alone; no question is.
        guard records > 0 else { return flags & 0x8000 != 0 && bytes.byteCount == Self.headerLength }
        guard let offset = readQuestions(bytes) else {
            return isCut && query.isEmpty && bytes.byteCount < 300
        }
        readAnswers(bytes, from: offset)
        // Records without a question are told from other things by the first of them.
        return questions > 0 || answerCount > 0 || answerTotal == 0 && others > 0 && opcode != 0
    }

    /// The offset behind the questions, nil where they do not end within the bytes or are none.
    private mutating func readQuestions(_ bytes: RawSpan) -> Int? {
        var offset = Self.headerLength
        for index in 0..<min(Int(questions), 64) {
            guard let end = Self.name(bytes, at: offset, into: &query, when: index == 0),
                end + 4 <= bytes.byteCount, Self.isClass(bytes.u16(end + 2))
            else {
                query.removeAll()
                return nil
            }
            if index == 0 { type = bytes.u16(end) }
            offset = end + 4
        }
        return questions <= 64 ? offset : bytes.byteCount
    }

    private mutating func readAnswers(_ bytes: RawSpan, from start: Int) {
        var offset = start
        while answerCount < min(Int(answerTotal), Self.answerLimit) {
            guard let end = Self.skip(bytes, at: offset), end + 10 <= bytes.byteCount,
                Self.isClass(bytes.u16(end + 2))
            else { return }
            let length = Int(bytes.u16(end + 8))
            guard end + 10 + length <= bytes.byteCount else { return }
            var answer = Answer(type: bytes.u16(end), timeToLive: bytes.u32(end + 4))
            readValue(bytes, from: end + 10, length: length, into: &answer)
            answers[answerCount] = answer
            answerCount += 1
            offset = end + 10 + length
        }
    }

    private mutating func readValue(_ bytes: RawSpan, from start: Int, length: Int, into answer: inout Answer)
    {
        switch (answer.type, length) {
        case (1, 4): answer.address = .ipv4(bytes.u32(start))
        case (28, 16): answer.address = .ipv6(bytes.u64(start), bytes.u64(start + 8))
        case (2, _), (5, _), (12, _), (39, _): readName(bytes, at: start, into: &answer)
        case (15, 3...): readName(bytes, at: start + 2, into: &answer)
        case (33, 7...): readName(bytes, at: start + 6, into: &answer)
        default: break
        }
    }

    private mutating func readName(_ bytes: RawSpan, at start: Int, into answer: inout Answer) {
        answer.start = names.count
        _ = Self.name(bytes, at: start, into: &names, when: true)
        answer.end = names.count
    }

    // The high bit of a class is multicast DNS's own (RFC 6762 §5.4, §10.2): IN, CH, HS, none, any.
    private static func isClass(_ value: UInt16) -> Bool {
        switch value & 0x7FFF {
        case 1, 3, 4, 254, 255: true
        default: false
        }
    }

    private static func skip(_ bytes: RawSpan, at start: Int) -> Int? {
        var none = WireText<1>()
        return name(bytes, at: start, into: &none, when: false)
    }

    /// Appends the name at `start`, labels parted by dots, a dot or backslash in a label behind a backslash (RFC 1035
    /// §5.1). The offset behind it, nil where it is no name: it does not end, is longer than 255 bytes, or points
    /// forward (RFC 1035 §4.1.4: to a prior occurrence), so that every name ends.
    private static func name<let limit: Int>(
        _ bytes: RawSpan, at start: Int, into text: inout WireText<limit>, when isWanted: Bool
    ) -> Int? {
        var (offset, length) = (start, 0)
        var lowest = start
        var behind: Int?
        var jumps = 0
        while offset < bytes.byteCount {
            let size = Int(bytes.u8(offset))
            switch size {
            case 0:
                if isWanted && length == 0 { text.append(UInt8(ascii: ".")) }
                return behind ?? offset + 1
            case 1...63:
                length += size + 1
                guard length < 255, offset + 1 + size <= bytes.byteCount else { return nil }
                if isWanted { append(bytes, offset + 1, size, isFirst: length == size + 1, to: &text) }
                offset += 1 + size
            case 0xC0...:
                guard offset + 2 <= bytes.byteCount else { return nil }
                let target = Int(bytes.u16(offset) & 0x3FFF)
                guard target < lowest, jumps < jumpLimit else { return nil }
                if behind == nil { behind = offset + 2 }
                (offset, lowest, jumps) = (target, target, jumps + 1)
            default: return nil
            }
        }
        return nil
    }

    private static func append<let limit: Int>(
        _ bytes: RawSpan, _ start: Int, _ size: Int, isFirst: Bool, to text: inout WireText<limit>
    ) {
        if !isFirst { text.append(UInt8(ascii: ".")) }
        var offset = start
        let end = start + size
        while offset < end {
            // Eight at once, of which those of the label stay, as nearly no label has what wants a backslash.
            let taken = min(8, end &- offset)
            if offset &+ 8 <= bytes.byteCount {
                let word = bytes.u64(offset).byteSwapped
                if !wantsBackslash(word, taken) && text.append(word, taken) {
                    offset &+= taken
                    continue
                }
            }
            let unit = bytes.u8(offset)
            offset &+= 1
            if unit == UInt8(ascii: ".") || unit == UInt8(ascii: "\\") { text.append(UInt8(ascii: "\\")) }
            text.append(unit)
        }
    }

    /// Whether a dot or a backslash is among the lowest `count` (1 to 8) bytes.
    @inline(__always) private static func wantsBackslash(_ word: UInt64, _ count: Int) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let dots = word ^ ones &* UInt64(UInt8(ascii: "."))
        let backslashes = word ^ ones &* UInt64(UInt8(ascii: "\\"))
        // A byte that is zero borrows from its top bit; so may one behind it, which changes nothing.
        let zeros = (dots &- ones) & ~dots | (backslashes &- ones) & ~backslashes
        return zeros & (ones &* 0x80) &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count) != 0
    }

    private var opcode: UInt16 { flags >> 11 & 15 }

    mutating func write(to writer: inout JSONWriter) {
        writer.member(#"{"id":"#, id)
        writer.raw(flags & 0x8000 != 0 ? #","response":true"# : #","response":false"#)
        writer.member(#","opcode":"#, Self.name(opcode: opcode), or: opcode)
        if flags & 0x8000 != 0 { writer.member(#","rcode":"#, Self.name(rcode: flags & 15), or: flags & 15) }
        if flags & 0x0200 != 0 { writer.raw(#","truncated":true"#) }
        if questions > 1 { writer.member(#","questions":"#, questions) }
        if !query.isEmpty {
            query.write(#","query":"#, to: &writer)
            writer.member(#","type":"#, Self.name(type: type), or: type)
        }
        if answerTotal > 0 { writer.member(#","answer_count":"#, answerTotal) }
        if answerCount > 0 { writeAnswers(to: &writer) }
        writer.byte(UInt8(ascii: "}"))
    }

    private mutating func writeAnswers(to writer: inout JSONWriter) {
        writer.raw(#","answers":["#)
        for index in 0..<answerCount {
            if index > 0 { writer.byte(UInt8(ascii: ",")) }
            let answer = answers[index]
            writer.member(#"{"type":"#, Self.name(type: answer.type), or: answer.type)
            writer.member(#","ttl":"#, answer.timeToLive)
            if answer.address != .none || answer.end > answer.start { writer.raw(#","data":"#) }
            if answer.address != .none {
                answer.address.write(to: &writer)
            } else if answer.end > answer.start {
                names.write(from: answer.start, to: answer.end, to: &writer)
            }
            writer.byte(UInt8(ascii: "}"))
        }
        writer.byte(UInt8(ascii: "]"))
    }
}
