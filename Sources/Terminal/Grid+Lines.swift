extension Grid {
    /// The rows as lines with colours and without any movement of the cursor, for a terminal's scrollback or a file: no blanks
    /// at their ends, and the attributes back to the default.
    package func lines(theme: Theme) -> String {
        var writer = ScreenWriter(width: width)
        for y in 0..<height {
            var blanks = 0  // Written only when something follows, in whatever attributes show nothing.
            for cell in cells[y * width..<(y + 1) * width] where !cell.isContinuation {
                let attributes = theme.attributes(of: cell.style)
                if cell.scalar == " " && attributes.leavesBlanksBare {
                    blanks += 1
                    continue
                }
                for _ in 0..<blanks { writer.put(" ", writer.bareAttributes) }
                blanks = 0
                writer.put(cell.scalar, attributes)
            }
            writer.set(Attributes())
            writer.raw("\n")
        }
        return String(decoding: writer.take(), as: UTF8.self)
    }
}
