/// What charts, bars and rules are made of: as much as the terminal's font and locale can show.
package enum Glyphs: String, CaseIterable, Sendable {
    case braille, block, ascii

    /// Values that one cell of a column chart shows side by side.
    package var valuesPerCell: Int { self == .braille ? 2 : 1 }

    /// Heights above zero that one cell of a column chart tells apart.
    package var levelsPerCell: Int {
        switch self {
        case .braille: 4
        case .block: 8
        case .ascii: 3
        }
    }

    /// A cell of a column chart filled to `left` and `right` levels (0 to `levelsPerCell`); `right` counts in braille only.
    func column(left: Int, right: Int) -> Unicode.Scalar {
        switch self {
        case .braille:
            let dots = Glyphs.leftDots[min(max(left, 0), 4)] | Glyphs.rightDots[min(max(right, 0), 4)]
            return dots == 0 ? " " : Unicode.Scalar(0x2800 | dots) ?? " "
        case .block: return Glyphs.lowerBlocks[min(max(left, 0), 8)]
        case .ascii: return Glyphs.asciiColumn[min(max(left, 0), 3)]
        }
    }

    /// A cell of a horizontal bar filled from the left to `eighths` (0 to 8).
    func bar(eighths: Int) -> Unicode.Scalar {
        let eighths = min(max(eighths, 0), 8)
        return self == .ascii ? (eighths >= 4 ? "=" : eighths > 0 ? "-" : " ") : Glyphs.leftBlocks[eighths]
    }

    // A braille cell has two columns of four dots; from the bottom: 7, 3, 2, 1 and 8, 6, 5, 4.
    private static let leftDots: [UInt32] = [0x00, 0x40, 0x44, 0x46, 0x47]
    private static let rightDots: [UInt32] = [0x00, 0x80, 0xA0, 0xB0, 0xB8]
    private static let lowerBlocks: [Unicode.Scalar] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    private static let leftBlocks: [Unicode.Scalar] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    private static let asciiColumn: [Unicode.Scalar] = [" ", ".", ":", "#"]
}
