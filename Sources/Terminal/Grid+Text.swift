extension Grid {
    /// The rows as text, one line each without trailing blanks: what tests compare, and a screen without colours.
    package var plainText: String {
        var text = ""
        for y in 0..<height { text += row(y) + "\n" }
        return text
    }

    /// One row as text, without trailing blanks.
    package func row(_ y: Int) -> String {
        guard y >= 0 && y < height else { return "" }
        var scalars = String.UnicodeScalarView()
        var blanks = 0
        for cell in cells[y * width..<(y + 1) * width] where !cell.isContinuation {
            if cell.scalar == " " {
                blanks += 1
            } else {
                for _ in 0..<blanks { scalars.append(" ") }
                scalars.append(cell.scalar)
                blanks = 0
            }
        }
        return String(scalars)
    }
}
