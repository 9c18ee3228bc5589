import Terminal

/// Two numbers, for a screen that has no room for more; a row of history below them where there is one.
package enum TinyPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        guard !scene.isEmpty else {
            let (word, ink) = HeaderPanel.wording(scene.status, offset: scene.board.utcOffset)
            canvas.text(word, x: 0, y: 0, Style(ink, bold: true))
            return
        }
        let current = scene.current
        guard fitting(Units.packetRate(current.packetsPerSecond), canvas.width).utf8.count <= canvas.width
        else {
            // Not even a number: what is left of the chart.
            return Chart(scene, isBits: false, columns: canvas.width, canvas.glyphs)
                .draw(on: &canvas, in: canvas.bounds)
        }
        canvas.text(
            fitting(Units.packetRate(current.packetsPerSecond), canvas.width), x: 0, y: 0,
            Style(.packets, bold: true))
        canvas.text(
            fitting(Units.bitRate(current.bitsPerSecond), canvas.width), x: 0, y: 1, Style(.bits, bold: true))
        if canvas.height >= 3 {
            let area = Rect(x: 0, y: 2, width: canvas.width, height: 1)
            Chart(scene, isBits: false, columns: canvas.width, canvas.glyphs).draw(on: &canvas, in: area)
        }
        if canvas.height >= 4 {
            let (word, ink) = HeaderPanel.wording(scene.status, offset: scene.board.utcOffset)
            if let (text, ink) = scene.warnings.first, ink == .critical {
                canvas.text(text, x: 0, y: 3, Style(ink, bold: true))
            } else {
                canvas.text(word, x: 0, y: 3, Style(ink))
            }
        }
        if canvas.height >= 5 {
            canvas.text("\(Units.count(current.totalPackets)) packets", x: 0, y: 4, Style(.dim))
        }
    }

    /// The unit goes before a digit does.
    private static func fitting(_ text: String, _ width: Int) -> String {
        text.utf8.count <= width
            ? text : text.filter { $0 != " " }.replacing("p/s", with: "").replacing("b/s", with: "")
    }
}
