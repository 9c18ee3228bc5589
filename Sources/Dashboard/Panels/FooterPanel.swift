import Terminal

/// One line of keys; a message, or the filter while it is typed, takes its place.
package enum FooterPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        let choices = scene.choices
        if choices.isTyping {
            let x = 1 + canvas.text("filter: \(choices.filter)", x: 1, y: 0, Style(.strong, bold: true))
            canvas[x, 0] = Cell(" ", Style(.strong, reversed: true))
            canvas.text("enter keep  esc clear", x: x + 3, y: 0, Style(.dim))
            return
        }
        if let message = scene.board.messageText(now: scene.now) {
            canvas.text(message, x: 1, y: 0, Style(.strong), width: canvas.width - 2)
            return
        }
        var x = 1
        if !choices.filter.isEmpty {
            x += canvas.text("filter \(choices.filter)", x: 1, y: 0, Style(.bits, bold: true)) + 2
        }
        let gap = canvas.width < 60 ? 1 : 2
        for entry in KeyTable.footer {
            let (label, word) = (entry.label(canvas.glyphs), entry.short)
            let width = Printable.width(of: label, canvas.glyphs)
            guard x + width + 1 + word.utf8.count <= canvas.width else { break }
            x += canvas.text(label, x: x, y: 0, Style(.text))
            x += 1 + canvas.text(word, x: x + 1, y: 0, Style(.dim)) + gap
        }
    }
}
