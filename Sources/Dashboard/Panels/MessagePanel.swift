import Terminal

/// What stands in place of the panels while there is nothing to show.
package enum MessagePanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        let lines = lines(scene.status)
        let top = max((canvas.height - lines.count) / 2, 0)
        // One left edge for all of them, so that commands stand under one another.
        let widest = lines.reduce(0) { max($0, Printable.width(of: $1.text, canvas.glyphs)) }
        let x = max((canvas.width - widest) / 2, 0)
        for (index, line) in lines.enumerated() {
            canvas.text(line.text, x: x, y: top + index, line.style)
        }
    }

    private static func lines(_ status: Status) -> [(text: String, style: Style)] {
        let example = ("netcap -i eth0 | netagg | netview", Style(.strong, bold: true))
        switch status {
        case .packetsInstead:
            return [
                ("These are packets, not statistics.", Style(.critical, bold: true)),
                ("netagg is missing between netcap and netview:", Style()), ("", Style()), example,
            ]
        case .waiting(showsHint: true):
            return [
                ("Waiting for statistics on standard input.", Style()),
                ("Nothing has come yet. Is the stage before running?", Style(.dim)), ("", Style()), example,
            ]
        case .waiting: return [("Waiting for statistics on standard input.", Style())]
        default:
            return [
                ("The input ended without any statistics.", Style(.warning)),
                ("netview reads what netagg writes:", Style(.dim)), ("", Style()), example,
            ]
        }
    }
}
