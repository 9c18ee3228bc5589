extension Grid {
    /// The rows as lines with colours and without any movement of the cursor, for a terminal's scrollback or a file.
    package func lines(theme: Theme) -> String {
        var bytes: [UInt8] = []
        for y in 0..<height {
            var writer = ScreenWriter(width: width)
            let row = cells[y * width..<(y + 1) * width]
            var end = row.endIndex
            while end > row.startIndex, row[end - 1].scalar == " ",
                theme.attributes(of: row[end - 1].style).leavesBlanksBare
            {
                end -= 1
            }
            for cell in row[..<end] where !cell.isContinuation {
                writer.put(cell.scalar, theme.attributes(of: cell.style))
            }
            writer.set(Attributes())
            bytes += writer.take()
            bytes.append(0x0A)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
