import Statistics
import Terminal

/// ` netview ● LIVE  eth0   up 00:22:32   every 2 s   #300                    00:40:00`
package enum HeaderPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        let current = scene.current
        var x = 1
        // Below the full size the first warning has its place on the line of tiles, except in the smallest.
        let warnings = scene.warnings.dropFirst(scene.layout.size == .medium ? 1 : 0)
        // What is lost now is more than a name and the time of day.
        let isUrgent = warnings.first?.ink == .critical && canvas.width < 44
        if !isUrgent { x += canvas.text("netview", x: x, y: 0, Style(.strong, bold: true)) + 1 }
        let (word, ink) = wording(scene.status, offset: scene.board.utcOffset)
        x += canvas.text("●", x: x, y: 0, Style(ink)) + 1
        x += canvas.text(word, x: x, y: 0, Style(ink, bold: true)) + 2
        guard !scene.isEmpty else { return }

        let clock = TimeText.time(current.timestamp, utcOffset: scene.board.utcOffset)
        var right = canvas.width - 1
        if x + clock.utf8.count + 1 <= right, !isUrgent {
            canvas.text(clock, right: right, y: 0, Style(.dim))
            right -= clock.utf8.count + 2
        }
        for (text, ink) in warnings {
            let width = text.utf8.count
            guard x + width <= right else { break }
            canvas.text(text, right: right, y: 0, Style(ink, bold: ink == .critical))
            right -= width + 2
        }
        for part in parts(scene) {
            let width = Printable.width(of: part, canvas.glyphs)
            guard x + width <= right else { break }
            x += canvas.text(part, x: x, y: 0, Style(.dim)) + 3
        }
    }

    /// What there is to know about the stream, the most important first.
    private static func parts(_ scene: Scene) -> [String] {
        let current = scene.current
        var parts: [String] = []
        if !current.interfaces.isEmpty {
            let more = current.interfaces.count - 1
            parts.append(current.interfaces[0] + (more > 0 ? " +\(more)" : ""))
        }
        parts.append("up \(TimeText.duration(current.duration))")
        // The last record of a stream may cover less than the others did.
        let regular = current.isFinal ? scene.board.history[scene.board.history.cursor - 1] : nil
        parts.append("every \(TimeText.interval((regular ?? current).interval))")
        parts.append("#\(current.sequence)")
        return parts
    }

    /// The state in a few words, and its colour.
    package static func wording(_ status: Status, offset: Int) -> (String, Ink) {
        switch status {
        case .waiting: return ("WAITING", .warning)
        case .packetsInstead: return ("PACKETS, NOT STATISTICS", .critical)
        case .live: return ("LIVE", .good)
        case .behind(let length): return ("BEHIND \(TimeText.lag(length))", .warning)
        case .stale(let length): return ("STALE \(TimeText.lag(length))", .warning)
        case .ended: return ("END", .dim)
        case .paused(let timestamp, let back, let newer):
            let place = back == 0 && newer == 0 ? "" : " (\(TimeText.back(back)), \(newer) new)"
            return ("PAUSED \(TimeText.time(timestamp, utcOffset: offset))\(place)", .bits)
        case .stopped(let timestamp, let fraction):
            return ("PAUSED \(TimeText.time(timestamp, utcOffset: offset)) \(percent(fraction))", .bits)
        case .replay(let speed, let fraction):
            let place = fraction.map { " " + percent($0) } ?? ""
            return ("REPLAY x\(Units.scale(speed).digits)\(place)", .packets)
        }
    }

    private static func percent(_ fraction: Double) -> String {
        "\(Int((min(max(fraction, 0), 1) * 100).rounded(.down)))%"
    }
}
