import Terminal

/// The keys, from the one table, in as many columns as there is room for.
package enum HelpPanel {
    private static let columnWidth = 52
    private static let labelWidth = 10

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        canvas.fill(canvas.bounds)
        canvas.rule(y: 0, title: "Keys", note: "any key closes")
        var lines: [(label: String, text: String)] = []
        for section in KeyTable.sections {
            if !lines.isEmpty { lines.append(("", "")) }
            lines.append((section.title, ""))
            for entry in section.entries { lines.append((entry.label, entry.help)) }
        }
        let room = max(canvas.height - 1, 1)
        // Without room for the titles and blanks, the keys alone.
        let columns = max(canvas.width / columnWidth, 1)
        if lines.count > room * columns { lines.removeAll { $0.text.isEmpty } }
        let perColumn = min(room, (lines.count + columns - 1) / columns)
        let width = canvas.width / columns
        for (index, line) in lines.prefix(perColumn * columns).enumerated() {
            let (x, y) = (1 + index / perColumn * width, 1 + index % perColumn)
            if line.text.isEmpty {
                canvas.text(line.label, x: x, y: y, Style(.packets, bold: true), width: width - 1)
            } else {
                canvas.text(line.label, x: x + 1, y: y, Style(.strong, bold: true), width: labelWidth)
                canvas.text(line.text, x: x + labelWidth + 2, y: y, width: width - labelWidth - 3)
            }
        }
    }
}
