import Terminal

/// Two numbers, for a screen that has no room for more.
package enum TinyPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        guard !scene.isEmpty else {
            let (word, ink) = HeaderPanel.wording(scene.status, offset: scene.board.utcOffset)
            canvas.text(word, x: 0, y: 0, Style(ink, bold: true))
            return
        }
        let current = scene.current
        canvas.text(
            fitting(Units.packetRate(current.packetsPerSecond), canvas.width), x: 0, y: 0,
            Style(.packets, bold: true))
        canvas.text(
            fitting(Units.bitRate(current.bitsPerSecond), canvas.width), x: 0, y: 1, Style(.bits, bold: true))
        if canvas.height >= 4 {
            let (word, ink) = HeaderPanel.wording(scene.status, offset: scene.board.utcOffset)
            canvas.text(word, x: 0, y: 3, Style(ink))
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
