/// Writes what a terminal must be sent to hold certain cells: knows where the cursor stands and which attributes are set,
/// and sends no more than the difference (ECMA-48: CUP, CUF, SGR, EL, ECH). It begins and ends with default attributes.
struct ScreenWriter {
    private(set) var bytes: [UInt8] = []
    /// Nil: unknown, as after the last column, where terminals wait with the wrap.
    private var cursor: (x: Int, y: Int)?
    private(set) var pen = Attributes()
    let width: Int

    init(width: Int) { self.width = width }

    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Blank screen, default attributes, cursor unknown.
    mutating func clear() {
        raw("\u{1B}[m\u{1B}[2J")
        pen = Attributes()
        cursor = nil
    }

    /// The bytes that moving right by `columns` costs.
    static func skipCost(_ columns: Int) -> Int {
        columns == 1 ? 3 : columns < 10 ? 4 : columns < 100 ? 5 : 6
    }

    mutating func move(x: Int, y: Int) {
        if let cursor, cursor.y == y, cursor.x <= x {
            if cursor.x < x { sequence(x - cursor.x, final: "C") }
        } else if let cursor, cursor.y == y, x == 0 {
            bytes.append(0x0D)
        } else if let cursor, cursor.y + 1 == y, x == 0 {
            bytes.append(contentsOf: [0x0D, 0x0A])
        } else {
            bytes.append(contentsOf: [0x1B, 0x5B])
            if x > 0 || y > 0 { number(y + 1) }
            if x > 0 {
                bytes.append(UInt8(ascii: ";"))
                number(x + 1)
            }
            bytes.append(UInt8(ascii: "H"))
        }
        cursor = (x, y)
    }

    mutating func put(_ scalar: Unicode.Scalar, _ attributes: Attributes) {
        set(attributes)
        UTF8.encode(scalar).map { bytes.append(contentsOf: $0) }
        advance(Printable.isWide(scalar) ? 2 : 1)
        if !ScreenWriter.hasCertainWidth(scalar) { cursor = nil }
    }

    /// Erases from the cursor to the end of the row. `attributes` must leave blanks bare.
    mutating func eraseToEnd(_ attributes: Attributes) {
        set(attributes)
        raw("\u{1B}[K")
    }

    /// Erases `columns` from the cursor on, which stays. `attributes` must leave blanks bare.
    mutating func erase(_ columns: Int, _ attributes: Attributes) {
        set(attributes)
        sequence(columns, final: "X")
    }

    /// The attributes that cost nothing to write a bare blank with: the ones that are set, if they show nothing.
    var bareAttributes: Attributes {
        pen.leavesBlanksBare ? pen : Attributes()
    }

    private mutating func advance(_ columns: Int) {
        guard let cursor else { return }
        self.cursor = cursor.x + columns < width ? (cursor.x + columns, cursor.y) : nil
    }

    mutating func set(_ attributes: Attributes) {
        guard pen != attributes else { return }
        var change = ScreenWriter.change(from: pen, to: attributes)
        let fresh = [0] + ScreenWriter.change(from: Attributes(), to: attributes)
        if ScreenWriter.cost(fresh) < ScreenWriter.cost(change) { change = fresh }
        bytes.append(contentsOf: [0x1B, 0x5B])
        if change != [0] {
            for (index, parameter) in change.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ";")) }
                number(Int(parameter))
            }
        }
        bytes.append(UInt8(ascii: "m"))
        pen = attributes
    }

    private static func cost(_ parameters: [UInt8]) -> Int {
        parameters.reduce(2 + parameters.count) { $0 + ($1 < 10 ? 1 : $1 < 100 ? 2 : 3) }
    }

    private static func change(from old: Attributes, to new: Attributes) -> [UInt8] {
        var parameters: [UInt8] = []
        var (isBold, isFaint) = (old.isBold, old.isFaint)
        if isBold && !new.isBold || isFaint && !new.isFaint {
            parameters.append(22)
            (isBold, isFaint) = (false, false)
        }
        if new.isBold && !isBold { parameters.append(1) }
        if new.isFaint && !isFaint { parameters.append(2) }
        if new.isReversed != old.isReversed { parameters.append(new.isReversed ? 7 : 27) }
        if new.foreground != old.foreground {
            parameters += ScreenWriter.parameters(new.foreground, base: 30)
        }
        if new.background != old.background {
            parameters += ScreenWriter.parameters(new.background, base: 40)
        }
        return parameters
    }

    private static func parameters(_ color: Color, base: UInt8) -> [UInt8] {
        switch color {
        case .standard: [base + 9]
        case .indexed(let index) where index < 8: [base + index]
        case .indexed(let index) where index < 16: [base + 60 + index - 8]
        case .indexed(let index): [base + 8, 5, index]
        case .direct(let rgb): [base + 8, 2, rgb.red, rgb.green, rgb.blue]
        }
    }

    /// Whether every terminal agrees about the columns of a printable scalar. After any other one the cursor is sent to
    /// where it should be, so that a disagreement spoils no more than that character.
    private static func hasCertainWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x52F, 0x2010...0x22FF, 0x2500...0x25FC, 0x2800...0x28FF: true
        case 0x3001...0x3029, 0x3041...0x3096, 0x30A1...0x30FF, 0x4E00...0x9FEF, 0xAC00...0xD7A3: true
        case 0xFF01...0xFF60: true
        default: false
        }
    }

    private mutating func sequence(_ value: Int, final: Unicode.Scalar) {
        bytes.append(contentsOf: [0x1B, 0x5B])
        if value != 1 { number(value) }
        bytes.append(UInt8(truncatingIfNeeded: final.value))
    }

    private mutating func number(_ value: Int) {
        if value >= 10 { number(value / 10) }
        bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
    }
}
