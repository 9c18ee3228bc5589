import Terminal

/// What stands in place of the panels while there is nothing to show.
package enum MessagePanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        let lines = lines(scene.status, isNarrow: canvas.width < 54)
        let top = max((canvas.height - lines.count) / 2, 0)
        // One left edge for all of them, so that commands stand under one another.
        let widest = lines.reduce(0) { max($0, Printable.width(of: $1.text, canvas.glyphs)) }
        let x = max((canvas.width - widest) / 2, 0)
        for (index, line) in lines.enumerated() {
            canvas.text(line.text, x: x, y: top + index, line.style)
        }
    }

    private static func lines(_ status: Status, isNarrow: Bool) -> [(text: String, style: Style)] {
        let example = ("netcap -i eth0 | netagg | netview", Style(.strong, bold: true))
        let waiting = isNarrow ? "Waiting for statistics." : "Waiting for statistics on standard input."
        switch status {
        case .packetsInstead:
            let missing =
                isNarrow ? "netagg is missing:" : "netagg is missing between netcap and netview:"
            return [
                ("These are packets, not statistics.", Style(.critical, bold: true)),
                (missing, Style()), ("", Style()), example,
            ]
        case .waiting(showsHint: true):
            let question = "Is the stage before running?"
            return [
                (waiting, Style()), (isNarrow ? question : "Nothing has come yet. " + question, Style(.dim)),
                ("", Style()), example,
            ]
        case .waiting: return [(waiting, Style())]
        default:
            let ended =
                isNarrow ? "It ended without any statistics." : "The input ended without any statistics."
            return [
                (ended, Style(.warning)), ("netview reads what netagg writes:", Style(.dim)), ("", Style()),
                example,
            ]
        }
    }
}
