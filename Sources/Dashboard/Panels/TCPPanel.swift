import Statistics
import Terminal

/// How well the connections do: handshakes, resets, retransmissions and round trips.
package enum TCPPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        guard let health = scene.current.tcpShown else { return }
        let period =
            scene.current.tcpWindow == nil ? "now" : TimeText.interval(scene.current.window)
        canvas.rule(y: 0, title: "TCP health", note: period, focused: scene.isFocused(.side))
        var y = 1
        for (title, value, ink) in lines(health) {
            canvas.text(title, x: 1, y: y, Style(.dim), width: 14)
            canvas.text(value, x: 16, y: y, Style(ink), width: canvas.width - 17)
            y += 1
        }
    }

    private static func lines(_ health: Snapshot.TCPHealth) -> [(String, String, Ink)] {
        let failed = health.handshakesRefused.saturatingAdd(health.handshakesUnanswered)
        var lines: [(String, String, Ink)] = [
            (
                "handshakes",
                "\(Units.count(health.handshakesCompleted)) of \(Units.count(health.handshakesBegun))", .text
            ),
            (
                "failed",
                "\(Units.count(health.handshakesRefused)) refused"
                    + "  \(Units.count(health.handshakesUnanswered)) unanswered",
                failed > health.handshakesCompleted && failed > 10 ? .warning : .text
            ),
            (
                "connections",
                "\(Units.count(health.open)) open  +\(Units.count(health.opened))  -\(Units.count(health.closed))",
                .text
            ),
        ]
        if let trip = health.roundTrip {
            let (middle, high) = (TimeText.brief(trip.median), TimeText.brief(trip.percentile95))
            lines.append(("round trip", "\(middle)  95% \(high)  max \(TimeText.brief(trip.maximum))", .text))
        }
        lines.append(
            (
                "retransmitted", Units.count(health.retransmissions),
                health.retransmissions > 0 ? .warning : .good
            ))
        lines.append(("resets", Units.count(health.reset), .text))
        lines.append(("out of order", Units.count(health.outOfOrder), .text))
        lines.append(("duplicate ACKs", Units.count(health.duplicateAcks), .text))
        lines.append(
            ("zero windows", Units.count(health.zeroWindows), health.zeroWindows > 0 ? .warning : .text))
        return lines
    }
}
