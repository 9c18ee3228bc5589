extension Canvas {
    /// The line above a panel: `─ Packets/s ─ now 5.33 kp/s  max 11.7 kp/s ─────── 1 column = 4 s ─`.
    ///
    /// Where it does not all fit, the note goes first, then the detail is cut, then the title.
    package mutating func rule(
        y: Int, title: String, detail: String = "", _ detailStyle: Style = Style(.dim), note: String = "",
        noteStyle: Style = Style(.dim), focused: Bool = false
    ) {
        let line = Cell("─", Style(.rule))
        fill(Rect(x: 0, y: y, width: width, height: 1), line)
        guard width >= 5 else { return }
        let titleStyle = Style(.strong, bold: true, reversed: focused)
        self[1, y] = Cell(" ", titleStyle)
        var x = 2 + text(title, x: 2, y: y, titleStyle, width: width - 4)
        self[x, y] = Cell(" ", titleStyle)
        if !focused { self[x, y].style = .plain; self[1, y].style = .plain }
        x += 1
        let (detailWidth, noteWidth) = (
            Printable.width(of: detail, glyphs), Printable.width(of: note, glyphs)
        )
        if detailWidth > 0, width - x >= 8 {
            self[x + 1, y] = .blank
            x += 2
            x += text(detail, x: x, y: y, detailStyle, width: width - x - 2)
            self[x, y] = .blank
            x += 1
        }
        if noteWidth > 0, x + noteWidth + 4 <= width {
            self[width - 2, y] = .blank
            text(note, right: width - 2, y: y, noteStyle)
            self[width - 3 - noteWidth, y] = .blank
        }
    }

    /// A horizontal bar of `fraction` (0 to 1) of `width` columns, to an eighth of a column. Anything above zero shows.
    package mutating func bar(_ fraction: Double, x: Int, y: Int, width: Int, _ style: Style) {
        guard width > 0, fraction > 0 else { return }  // Not a number compares false, too.
        let eighths = max(Int((min(fraction, 1) * Double(min(width, 10_000) * 8)).rounded()), 1)
        for column in 0..<(eighths + 7) / 8 {
            self[x + column, y] = Cell(glyphs.bar(eighths: eighths - column * 8), style)
        }
    }

    /// A column chart of `values`, oldest first and right-aligned: `glyphs.valuesPerCell` of them share a cell, and more
    /// than `rect.width * valuesPerCell` lose their oldest.
    ///
    /// `maximum` is what the full height means. Anything above zero shows at least one dot; `nil` is a gap, with a mark on
    /// the bottom row. Columns fade from the ink at the top towards the background at the base.
    package mutating func columns(_ values: [Double?], in rect: Rect, maximum: Double, _ ink: Ink) {
        let perCell = glyphs.valuesPerCell
        let room = min(rect.width, 10_000) * perCell
        let shown = values.suffix(room)
        let levels = rect.height * glyphs.levelsPerCell
        var heights = [Int?](repeating: 0, count: room)
        for (offset, value) in shown.enumerated() {
            heights[room - shown.count + offset] = value.map {
                Canvas.level($0, maximum: maximum, levels: levels)
            }
        }
        for row in 0..<rect.height {
            let above = rect.height - 1 - row  // Rows of the chart below this one.
            let base = above * glyphs.levelsPerCell
            let style = Style(ink, shade: Canvas.shade(row: row, of: rect.height))
            for column in 0..<rect.width {
                let pair = heights[column * perCell..<(column + 1) * perCell]
                if pair.allSatisfy({ $0 == nil }) {
                    if above == 0 { self[rect.x + column, rect.y + row] = Cell("╌", Style(.dim)) }
                    continue
                }
                let scalar = glyphs.column(left: (pair.first! ?? 0) - base, right: (pair.last! ?? 0) - base)
                if scalar != " " { self[rect.x + column, rect.y + row] = Cell(scalar, style) }
            }
        }
    }

    /// One row of history in `width` columns: as `columns`, one cell high and in one colour. `maximum` nil: the largest value.
    package mutating func sparkline(
        _ values: [Double?], x: Int, y: Int, width: Int, maximum: Double? = nil, _ style: Style
    ) {
        let shown = values.suffix(max(width, 0) * glyphs.valuesPerCell)
        let top = maximum ?? shown.reduce(0) { max($0, $1 ?? 0) }
        columns(Array(shown), in: Rect(x: x, y: y, width: width, height: 1), maximum: top, style.foreground)
        let area = Rect(x: x, y: y, width: width, height: 1).intersection(bounds)
        restyle(area) { $0 = $0.foreground == style.foreground ? style : $0 }
    }

    /// The row of a chart that `fraction` (0 to 1) of its height reaches, counted from the top: where its label stands.
    package static func row(of fraction: Double, height: Int) -> Int {
        min(max(height - 1 - Int((fraction * Double(height)).rounded(.down)), 0), max(height - 1, 0))
    }

    static func level(_ value: Double, maximum: Double, levels: Int) -> Int {
        guard value > 0, levels > 0 else { return 0 }  // Not a number shows as nothing.
        guard maximum > 0, value < maximum else { return levels }
        return max(Int((value / maximum * Double(levels)).rounded()), 1)
    }

    /// The top row has the ink itself, the bottom row the faintest shade; a chart of one row is bright.
    static func shade(row: Int, of height: Int) -> UInt8 {
        height <= 1 ? 0 : UInt8(min(row * Int(Style.faintest) / (height - 1), Int(Style.faintest)))
    }
}
