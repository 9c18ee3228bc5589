@testable import Terminal

/// A terminal that knows as much as the painter uses, and a little more: CUP, CUF, CUB, CR, LF, BS, SGR, ED, EL, ECH, the
/// alternate screen, autowrap with the pending wrap of the VT100, erasing with the background colour.
struct Emulator {
    struct Shown: Equatable {
        var scalar: Unicode.Scalar = " "
        var attributes = Attributes()
    }

    let width: Int
    let height: Int
    private(set) var cells: [Shown]
    private(set) var modes: Set<Int> = [7, 25]
    private(set) var pen = Attributes()
    /// Whatever it was sent that it does not know.
    private(set) var complaints: [String] = []
    /// A terminal of before the emoji: takes wide scalars from outside the plane of everyday ones for narrow.
    var ignoresEmoji = false
    private var x = 0
    private var y = 0
    private var wrapIsPending = false
    private var mainScreen: [Shown] = []
    private var mainCursor = (x: 0, y: 0)
    private var parser = Parser.ground

    private enum Parser {
        case ground, escape
        case sequence(String)
        case text(String, escaped: Bool)
        case scalar(UInt32, missing: Int)
    }

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        cells = Array(repeating: Shown(), count: width * height)
    }

    /// What a terminal does when its window changes: cuts and pads, and keeps the cursor inside.
    mutating func resized(width: Int, height: Int) -> Emulator {
        var other = Emulator(width: width, height: height)
        for row in 0..<min(height, self.height) {
            for column in 0..<min(width, self.width) {
                other.cells[row * width + column] = cells[row * self.width + column]
            }
        }
        (other.modes, other.pen, other.ignoresEmoji) = (modes, pen, ignoresEmoji)
        (other.x, other.y) = (min(x, max(width - 1, 0)), min(y, max(height - 1, 0)))
        return other
    }

    /// The screen as text, without trailing blanks.
    var text: String {
        var text = ""
        for row in 0..<height {
            var line = String.UnicodeScalarView()
            for shown in cells[row * width..<(row + 1) * width] where shown.scalar != Cell.continuation {
                line.append(shown.scalar)
            }
            while line.last == " " { line.removeLast() }
            text += String(line) + "\n"
        }
        return text
    }

    mutating func play(_ bytes: some Sequence<UInt8>) { for byte in bytes { play(byte) } }

    private mutating func play(_ byte: UInt8) {
        switch parser {
        case .ground: ground(byte)
        case .escape:
            switch byte {
            case UInt8(ascii: "["): parser = .sequence("")
            case UInt8(ascii: "]"): parser = .text("", escaped: false)
            default:
                complaints.append("ESC \(byte)")
                parser = .ground
            }
        case .sequence(let parameters):
            if byte >= 0x40 && byte <= 0x7E {
                parser = .ground
                control(parameters, Character(Unicode.Scalar(byte)))
            } else {
                parser = .sequence(parameters + String(Unicode.Scalar(byte)))
            }
        case .text(let text, let escaped):
            if byte == 7 || escaped && byte == UInt8(ascii: "\\") {
                parser = .ground
            } else {
                parser = .text(text, escaped: byte == 0x1B)
            }
        case .scalar(let value, let missing):
            guard byte & 0xC0 == 0x80 else {
                complaints.append("bad UTF-8")
                parser = .ground
                return
            }
            let next = value << 6 | UInt32(byte & 0x3F)
            parser = missing > 1 ? .scalar(next, missing: missing - 1) : .ground
            if missing == 1, let scalar = Unicode.Scalar(next) { put(scalar) }
        }
    }

    private mutating func ground(_ byte: UInt8) {
        switch byte {
        case 0x1B: parser = .escape
        case 0x0D: (x, wrapIsPending) = (0, false)
        case 0x0A: lineFeed()
        case 0x08: (x, wrapIsPending) = (max(x - 1, 0), false)
        case 0x20...0x7E: put(Unicode.Scalar(byte))
        case 0xC2...0xDF: parser = .scalar(UInt32(byte & 0x1F), missing: 1)
        case 0xE0...0xEF: parser = .scalar(UInt32(byte & 0x0F), missing: 2)
        case 0xF0...0xF4: parser = .scalar(UInt32(byte & 0x07), missing: 3)
        default: complaints.append("byte \(byte)")
        }
    }

    private mutating func lineFeed() {
        wrapIsPending = false
        if y + 1 < height {
            y += 1
        } else {
            cells.removeFirst(width)
            cells += Array(repeating: Shown(), count: width)
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let isWide = Printable.isWide(scalar) && !(ignoresEmoji && scalar.value >= 0x1F000)
        if wrapIsPending || isWide && x + 1 >= width && modes.contains(7) {
            x = 0
            lineFeed()
        }
        if isWide && x + 1 >= width { return complaints.append("half a character at the edge") }
        set(x, y, Shown(scalar: scalar, attributes: pen))
        if isWide { set(x + 1, y, Shown(scalar: Cell.continuation, attributes: pen)) }
        x += isWide ? 2 : 1
        if x >= width { (x, wrapIsPending) = (width - 1, modes.contains(7)) }
    }

    /// Half of a wide character that loses its other half is a blank.
    private mutating func set(_ column: Int, _ row: Int, _ shown: Shown) {
        let index = row * width + column
        if cells[index].scalar == Cell.continuation, shown.scalar != Cell.continuation, column > 0 {
            cells[index - 1].scalar = " "
        }
        if column + 1 < width, cells[index + 1].scalar == Cell.continuation { cells[index + 1].scalar = " " }
        cells[index] = shown
    }

    private mutating func erase(_ columns: Range<Int>, row: Int) {
        let blank = Shown(scalar: " ", attributes: Attributes(background: pen.background))
        for column in columns.clamped(to: 0..<width) { set(column, row, blank) }
    }

    private mutating func control(_ text: String, _ final: Character) {
        let isPrivate = text.hasPrefix("?")
        let numbers = text.drop { $0 == "?" }.split(separator: ";", omittingEmptySubsequences: false).map {
            Int($0) ?? 0
        }
        let first = max(numbers.first ?? 1, 1)
        switch final {
        case "h" where isPrivate, "l" where isPrivate: numbers.forEach { setMode($0, final == "h") }
        case "m" where !isPrivate: select(numbers)
        case "H":
            y = min(first, height) - 1
            x = min(max(numbers.count > 1 ? numbers[1] : 1, 1), width) - 1
            wrapIsPending = false
        case "C": (x, wrapIsPending) = (min(x + first, width - 1), false)
        case "D": (x, wrapIsPending) = (max(x - first, 0), false)
        case "X": erase(x..<x + first, row: y)
        case "K" where text.isEmpty: erase(x..<width, row: y)
        case "J" where text == "2": for row in 0..<height { erase(0..<width, row: row) }
        default: complaints.append("CSI \(text)\(final)")
        }
    }

    private mutating func setMode(_ mode: Int, _ isOn: Bool) {
        if mode == 1049, isOn != modes.contains(mode) {
            if isOn {
                (mainScreen, mainCursor) = (cells, (x, y))
                cells = Array(repeating: Shown(), count: cells.count)
            } else {
                (cells, x, y) = (mainScreen, mainCursor.x, mainCursor.y)
            }
        }
        if isOn { modes.insert(mode) } else { modes.remove(mode) }
    }

    private mutating func select(_ numbers: [Int]) {
        var rest = numbers[...]
        while let number = rest.popFirst() {
            switch number {
            case 0: pen = Attributes()
            case 1: pen.isBold = true
            case 2: pen.isFaint = true
            case 7: pen.isReversed = true
            case 22: (pen.isBold, pen.isFaint) = (false, false)
            case 27: pen.isReversed = false
            case 30...37: pen.foreground = .indexed(UInt8(number - 30))
            case 90...97: pen.foreground = .indexed(UInt8(number - 82))
            case 39: pen.foreground = .standard
            case 49: pen.background = .standard
            case 38: pen.foreground = color(&rest)
            case 48: pen.background = color(&rest)
            default: complaints.append("SGR \(number)")
            }
        }
    }

    private mutating func color(_ rest: inout ArraySlice<Int>) -> Color {
        let kind = rest.popFirst()
        let components = (0..<(kind == 2 ? 3 : 1)).map { _ in UInt8(rest.popFirst() ?? 0) }
        return kind == 2 ? .direct(RGB(components[0], components[1], components[2])) : .indexed(components[0])
    }
}

extension Emulator {
    /// What a terminal shows when it shows `grid` in `theme`, worked out from the cells alone.
    init(showing grid: Grid, _ theme: Theme) {
        self.init(width: grid.width, height: grid.height)
        cells = grid.cells.map { Shown(scalar: $0.scalar, attributes: theme.attributes(of: $0.style)) }
    }

    /// The cells with what cannot be seen left out: the colours of a bare blank.
    var visible: [Shown] {
        cells.map { $0.scalar == " " && $0.attributes.leavesBlanksBare ? Shown() : $0 }
    }
}
