import Terminal

/// `!! 00:39:20 SYN flood  203.0.113.7: 4,812 SYN/10 s`, newest first.
package enum AlertsPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        canvas.rule(
            y: 0, title: "Alerts", note: "\(scene.activeAlerts) active", focused: scene.isFocused(.side))
        let alerts = scene.alerts.prefix(max(canvas.height - 1, 0))
        // The titles stand in one column, so that the messages do too.
        let titleWidth = min(alerts.reduce(8) { max($0, Printable.width(of: $1.title, canvas.glyphs)) }, 16)
        for (index, alert) in alerts.enumerated() {
            let y = index + 1
            let ink = ink(alert.severity)
            canvas.text(mark(alert.severity), x: 1, y: y, Style(ink, bold: true))
            let time = TimeText.time(alert.timestamp, utcOffset: scene.board.utcOffset)
            var x = 4 + canvas.text(time, x: 4, y: y, Style(.dim)) + 1
            canvas.text(
                alert.title, x: x, y: y, Style(ink, bold: alert.severity > .info), width: titleWidth)
            x += titleWidth + 1
            canvas.text(alert.message, x: x, y: y, width: canvas.width - x - 1)
        }
    }

    /// The newest alert alone, where there is one row.
    package static func drawLine(on canvas: inout Canvas, _ scene: Scene) {
        guard let alert = scene.alerts.first else { return }
        canvas.text(
            "\(mark(alert.severity)) \(alert.title) \(alert.message)", x: 1, y: 0,
            Style(ink(alert.severity), bold: alert.severity > .info), width: canvas.width - 2)
    }

    /// Colour is never the only sign.
    static func mark(_ severity: Alert.Severity) -> String {
        switch severity {
        case .critical: "!!"
        case .warning: "!"
        case .info: "i"
        }
    }

    static func ink(_ severity: Alert.Severity) -> Ink {
        switch severity {
        case .critical: .critical
        case .warning: .warning
        case .info: .dim
        }
    }
}
