import Terminal

/// The keys, from the one table, in as many columns as there is room for.
package enum HelpPanel {
    private static let columnWidth = 52
    private static let labelWidth = 10

    private typealias Line = (label: String, text: String)

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        canvas.fill(canvas.bounds)
        let room = max(canvas.height - 1, 1)
        var columns = lines(room: room, columns: max(canvas.width / columnWidth, 1), canvas.glyphs)
        let hidden = columns[0].count - room
        if hidden > 0 {
            // One column that is too long: the arrows move it.
            columns = [Array(columns[0].dropFirst(min(scene.choices.helpOffset, hidden)).prefix(room))]
        }
        canvas.rule(
            y: 0, title: "Keys", note: hidden > 0 ? "↑ ↓ more, others close" : "any key closes")
        let width = canvas.width / max(columns.count, 1)
        for (column, lines) in columns.enumerated() {
            for (row, line) in lines.enumerated() {
                let (x, y) = (1 + column * width, 1 + row)
                if line.text.isEmpty {
                    canvas.text(line.label, x: x, y: y, Style(.packets, bold: true), width: width - 1)
                } else {
                    canvas.text(line.label, x: x + 1, y: y, Style(.strong, bold: true), width: labelWidth)
                    canvas.text(line.text, x: x + labelWidth + 2, y: y, width: width - labelWidth - 3)
                }
            }
        }
    }

    /// Whole sections in columns where they fit, the keys alone where they do not, and one long column otherwise.
    private static func lines(room: Int, columns: Int, _ glyphs: Glyphs) -> [[Line]] {
        let sections: [[Line]] = KeyTable.sections.map { section in
            [(section.title, "")] + section.entries.map { ($0.label(glyphs), $0.help) }
        }
        if columns > 1 {
            let splits = (1..<sections.count).map { [stack(sections[..<$0]), stack(sections[$0...])] }
            let best = splits.min { longest($0) < longest($1) }
            if let best, longest(best) <= room { return best }
        } else {
            let all = stack(sections[...])
            if all.count <= room { return [all] }
        }
        let keys: [Line] = KeyTable.entries.map { ($0.label(glyphs), $0.help) }
        let perColumn = (keys.count + columns - 1) / columns
        guard perColumn <= room else { return [keys] }
        return stride(from: 0, to: keys.count, by: perColumn).map {
            Array(keys[$0..<min($0 + perColumn, keys.count)])
        }
    }

    private static func stack(_ sections: ArraySlice<[Line]>) -> [Line] {
        Array(sections.joined(separator: [("", "")]))
    }

    private static func longest(_ columns: [[Line]]) -> Int { columns.reduce(0) { max($0, $1.count) } }
}
