import Statistics
import Terminal

/// How well the connections do: handshakes, resets, retransmissions and round trips.
package enum TCPPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        guard let health = scene.current.tcpShown else { return }
        let period =
            scene.current.tcpWindow == nil ? "now" : TimeText.interval(scene.current.window)
        canvas.rule(y: 0, title: "TCP health", note: period, focused: scene.isFocused(.side))
        let lines = lines(health)
        let rows = canvas.height - 1
        guard rows > 1 || lines.isEmpty else {
            return canvas.draw(in: Rect(x: 0, y: 1, width: canvas.width, height: rows)) {
                drawLine(on: &$0, scene, title: "")
            }
        }
        // Where they do not all fit below one another, two stand side by side.
        let columns = rows < lines.count && canvas.width >= 76 ? 2 : 1
        let left = columns == 1 ? canvas.width : canvas.width * 9 / 20
        for (index, (title, value, ink)) in lines.prefix(rows * columns).enumerated() {
            let isLeft = index % columns == 0
            let (x, y) = (isLeft ? 0 : left, 1 + index / columns)
            let room = (isLeft ? left : canvas.width - left) - 17
            canvas.text(title, x: x + 1, y: y, Style(.dim), width: 14)
            canvas.text(whole(value, in: room, canvas.glyphs), x: x + 16, y: y, Style(ink), width: room)
        }
    }

    /// `12.4 ms  95% 88.0 ms  max 1.02 s` without the last of its parts where they do not fit.
    private static func whole(_ value: String, in room: Int, _ glyphs: Glyphs) -> String {
        var value = Substring(value)
        while Printable.width(of: String(value), glyphs) > room, let gap = value.ranges(of: "  ").last {
            value = value[..<gap.lowerBound]
        }
        return String(value)
    }

    /// `TCP  125 of 403 handshakes  3 retransmitted  12.4 ms`: what there is room for in one row.
    package static func drawLine(on canvas: inout Canvas, _ scene: Scene, title: String = "TCP  ") {
        guard let health = scene.current.tcpShown, canvas.height > 0 else { return }
        let failed = health.handshakesRefused.saturatingAdd(health.handshakesUnanswered)
        var parts: [(String, Ink)] = [
            (
                "\(Units.count(health.handshakesCompleted)) of \(Units.count(health.handshakesBegun)) handshakes",
                isFailing(health) ? .warning : .text
            )
        ]
        if let trip = health.roundTrip { parts.append(("rtt \(TimeText.brief(trip.median))", .text)) }
        parts.append(
            (
                "\(Units.count(health.retransmissions)) retransmitted",
                health.retransmissions > 0 ? .warning : .dim
            ))
        parts.append(("\(Units.count(failed)) failed", .dim))
        parts.append(("\(Units.count(health.reset)) resets", .dim))
        var x = 1 + canvas.text(title, x: 1, y: 0, Style(.dim))
        for (text, ink) in parts {
            guard x + Printable.width(of: text, canvas.glyphs) < canvas.width else { break }
            x += canvas.text(text, x: x, y: 0, Style(ink)) + 2
        }
    }

    /// More handshakes fail than succeed, and not by chance.
    private static func isFailing(_ health: Snapshot.TCPHealth) -> Bool {
        let failed = health.handshakesRefused.saturatingAdd(health.handshakesUnanswered)
        return failed > health.handshakesCompleted && failed > 10
    }

    private static func lines(_ health: Snapshot.TCPHealth) -> [(String, String, Ink)] {
        var lines: [(String, String, Ink)] = [
            (
                "handshakes",
                "\(Units.count(health.handshakesCompleted)) of \(Units.count(health.handshakesBegun))", .text
            ),
            (
                "failed",
                "\(Units.count(health.handshakesRefused)) refused"
                    + "  \(Units.count(health.handshakesUnanswered)) unanswered",
                isFailing(health) ? .warning : .text
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
