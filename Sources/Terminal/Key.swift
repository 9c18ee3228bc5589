/// What arrives from the keyboard, and the one answer of the terminal that the dashboard asks for.
package enum Key: Equatable, Hashable, Sendable {
    /// A printable scalar, the space included.
    case character(Unicode.Scalar)
    /// Ctrl with a letter: `control("l")`.
    case control(Unicode.Scalar)
    case enter, tab, backTab, escape, backspace, delete, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// The terminal's background colour, whenever it answers.
    case background(RGB)
}

/// Bytes from a terminal to keys (ECMA-48 §5.4, xterm's control sequences), a few at a time.
///
/// An escape byte alone is the key, or the start of a sequence: `patienceMilliseconds` says how long the caller should wait
/// before `giveUp()` decides. Sequences that mean nothing here, pastes (mode 2004) and bytes that are not UTF-8 are swallowed
/// whole. Memory is bounded whatever arrives.
package struct KeyDecoder: Sendable {
    private enum State: Equatable {
        case ground, escape, control, singleShift
        /// A sequence of the Linux console that begins `ESC [ [`, or a mouse report: so many bytes to swallow.
        case skip(Int)
        /// An answer that ends in BEL or ESC \ .
        case string, stringEscape
        case paste
        case scalar(UInt32, missing: Int, smallest: UInt32)
    }

    private var state = State.ground
    /// What the open sequence has said so far.
    private var collected: [UInt8] = []
    /// The terminal has answered the request for its attributes, which is sent last: no more answers are on their way.
    package private(set) var hasAnswered = false

    /// More than any key or answer needs; what is longer is swallowed without being kept.
    private static let lengthLimit = 64
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    package init() {}

    /// How long to wait for the rest of what has begun; nil when nothing has.
    package var patienceMilliseconds: Int? {
        switch state {
        case .ground: nil
        case .escape: 50
        default: 1000
        }
    }

    /// The rest did not come: a lone escape was the key, anything else is dropped.
    package mutating func giveUp() -> [Key] {
        defer { (state, collected) = (.ground, []) }
        return state == .escape ? [.escape] : []
    }

    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        var keys: [Key] = []
        for byte in bytes { take(byte, &keys) }
        return keys
    }

    private mutating func take(_ byte: UInt8, _ keys: inout [Key]) {
        switch state {
        case .ground: ground(byte, &keys)
        case .escape: escape(byte, &keys)
        case .control: control(byte, &keys)
        case .singleShift:
            guard byte >= 0x40 || byte < 0x20 else { return }
            state = .ground
            if byte == 0x1B { begin(.escape) } else if let key = KeyDecoder.named(byte) { keys.append(key) }
        case .skip(let count): state = count > 1 ? .skip(count - 1) : .ground
        case .string:
            switch byte {
            case _ where collected.isEmpty && !KeyDecoder.beginsAnswer(byte):
                // Alt with the key that begins answers; this byte is a key of its own.
                begin(.ground)
                ground(byte, &keys)
            case 0x07: endString(&keys)
            case 0x1B: state = .stringEscape
            case 0x18, 0x1A: state = .ground
            default: collect(byte)
            }
        case .stringEscape:
            if byte == UInt8(ascii: "\\") {
                endString(&keys)
            } else {  // Not the end of the string, but the next sequence.
                begin(.escape)
                escape(byte, &keys)
            }
        case .paste:
            collected.append(byte)
            if collected.count > KeyDecoder.pasteEnd.count { collected.removeFirst() }
            if collected == KeyDecoder.pasteEnd { begin(.ground) }
        case .scalar(let value, let missing, let smallest):
            scalar(byte, value, missing, smallest, &keys)
        }
    }

    private mutating func begin(_ state: State) {
        self.state = state
        collected.removeAll(keepingCapacity: true)
    }

    private mutating func collect(_ byte: UInt8) {
        if collected.count < KeyDecoder.lengthLimit { collected.append(byte) }
    }

    private mutating func ground(_ byte: UInt8, _ keys: inout [Key]) {
        switch byte {
        case 0x1B: begin(.escape)
        case 0x0D, 0x0A: keys.append(.enter)
        case 0x09: keys.append(.tab)
        case 0x08, 0x7F: keys.append(.backspace)
        case 0x01...0x1A: keys.append(.control(Unicode.Scalar(byte + 0x60)))
        case 0x20...0x7E: keys.append(.character(Unicode.Scalar(byte)))
        case 0xC2...0xDF: state = .scalar(UInt32(byte & 0x1F), missing: 1, smallest: 0x80)
        case 0xE0...0xEF: state = .scalar(UInt32(byte & 0x0F), missing: 2, smallest: 0x800)
        case 0xF0...0xF4: state = .scalar(UInt32(byte & 0x07), missing: 3, smallest: 0x1_0000)
        default: break
        }
    }

    private mutating func scalar(
        _ byte: UInt8, _ value: UInt32, _ missing: Int, _ smallest: UInt32, _ keys: inout [Key]
    ) {
        guard byte & 0xC0 == 0x80 else {
            state = .ground
            return ground(byte, &keys)
        }
        let next = value << 6 | UInt32(byte & 0x3F)
        state = missing > 1 ? .scalar(next, missing: missing - 1, smallest: smallest) : .ground
        if missing == 1, next >= smallest, next >= 0xA0, let scalar = Unicode.Scalar(next) {
            keys.append(.character(scalar))
        }
    }

    private mutating func escape(_ byte: UInt8, _ keys: inout [Key]) {
        switch byte {
        case UInt8(ascii: "["): begin(.control)
        case UInt8(ascii: "O"): begin(.singleShift)
        // What we never ask for (DCS, APC, PM, SOS) is swallowed as the answer that it would be.
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            begin(.string)
        case 0x1B:
            keys.append(.escape)
            begin(.escape)
        default: begin(.ground)  // Alt with a key means nothing here.
        }
    }

    private mutating func control(_ byte: UInt8, _ keys: inout [Key]) {
        switch byte {
        case 0x1B: begin(.escape)
        case 0x18, 0x1A: begin(.ground)
        case UInt8(ascii: "[") where collected.isEmpty: begin(.skip(1))
        case UInt8(ascii: "M") where collected.isEmpty: begin(.skip(3))
        case 0x20...0x3F: collect(byte)
        case 0x40...0x7E: endControl(byte, &keys)
        default: break
        }
    }

    private mutating func endControl(_ final: UInt8, _ keys: inout [Key]) {
        let parameters = String(decoding: collected, as: UTF8.self)
        begin(.ground)
        switch final {
        case UInt8(ascii: "c"): if parameters.hasPrefix("?") { hasAnswered = true }
        case UInt8(ascii: "Z"): keys.append(.backTab)
        case UInt8(ascii: "~"):
            // A modifier follows a semicolon: Shift with a key is the key.
            switch parameters.prefix(while: { $0 != ";" }) {
            case "1", "7": keys.append(.home)
            case "2": keys.append(.insert)
            case "3": keys.append(.delete)
            case "4", "8": keys.append(.end)
            case "5": keys.append(.pageUp)
            case "6": keys.append(.pageDown)
            case "200": begin(.paste)
            default: break
            }
        case UInt8(ascii: "A")...UInt8(ascii: "H") where parameters.allSatisfy({ $0.isNumber || $0 == ";" }):
            if let key = KeyDecoder.named(final) { keys.append(key) }
        default: break
        }
    }

    private static func named(_ final: UInt8) -> Key? {
        switch final {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "M"): .enter
        default: nil
        }
    }

    /// Answers begin with the number of the question, or with a letter of their kind.
    private static func beginsAnswer(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte)
            || [UInt8(ascii: ">"), UInt8(ascii: "!"), UInt8(ascii: "G")].contains(byte)
    }

    private mutating func endString(_ keys: inout [Key]) {
        if let color = KeyDecoder.background(String(decoding: collected, as: UTF8.self)) {
            keys.append(.background(color))
        }
        begin(.ground)
    }

    /// `11;rgb:RRRR/GGGG/BBBB`, one to four digits each, perhaps `rgba:` with a fourth.
    private static func background(_ answer: String) -> RGB? {
        let parts = answer.split(separator: ":")
        guard parts.count == 2, parts[0] == "11;rgb" || parts[0] == "11;rgba" else { return nil }
        let components = parts[1].split(separator: "/").prefix(3).compactMap { digits -> UInt8? in
            guard (1...4).contains(digits.count), let value = Int(digits, radix: 16), value >= 0 else {
                return nil
            }
            return UInt8(value * 255 / ((1 << (4 * digits.count)) - 1))
        }
        return components.count == 3 ? RGB(components[0], components[1], components[2]) : nil
    }
}
