import Statistics
import Terminal

/// Packets and bits per second over time: a rule with the figures, the columns, and one time axis below.
///
///     ─ Packets/s ─ now 5.33 kp/s  avg 5.30 kp/s  max 11.7 kp/s ──────── 1 column = 4 s ─
///       15.0 k     ⣀⣤⣀
///       7.50 k  ⣀⣾⣿⣿⣿⣿⣦⣀⣀⣤⣄
///            0 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣷⣶⣤
///                 -2m            -1m           now
package enum TimelinePanel {
    private static let axisWidth = 9  // `  15.0 k `

    /// The columns of a chart on a screen of this width.
    package static func columns(width: Int) -> Int { max(width - axisWidth, 1) }

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        if scene.layout.size == .compact, !scene.choices.isExpanded {
            let graph = scene.choices.graph ?? .packets
            let area = Rect(x: 1, y: 0, width: canvas.width - 2, height: canvas.height)
            let chart = Chart(scene, isBits: graph == .bits, columns: area.width, canvas.glyphs)
            return chart.draw(on: &canvas, in: area)
        }
        let (charts, axis) = canvas.bounds.splitTop(canvas.height - 1)
        let canShowBoth = charts.height >= 8
        let isFull = scene.layout.size == .full || scene.choices.isExpanded
        let graph = scene.choices.graph ?? (isFull ? .both : .packets)
        if graph == .both, canShowBoth {
            let (upper, lower) = charts.splitTop((charts.height + 1) / 2)
            canvas.draw(in: upper) { drawChart(on: &$0, scene, isBits: false, note: columnNote(scene)) }
            canvas.draw(in: lower) { drawChart(on: &$0, scene, isBits: true, note: "linear, auto") }
        } else {
            let isBits = graph == .bits
            let note = isFull ? columnNote(scene) : isBits ? "g packets/s" : "g bits/s"
            canvas.draw(in: charts) { drawChart(on: &$0, scene, isBits: isBits, note: note) }
        }
        canvas.draw(in: axis) { drawAxis(on: &$0, scene) }
    }

    private static func columnNote(_ scene: Scene) -> String {
        let seconds = scene.secondsPerColumn
        return seconds > 4 ? "peaks over means  1 column = \(seconds) s" : "1 column = \(seconds) s"
    }

    private static func drawChart(on canvas: inout Canvas, _ scene: Scene, isBits: Bool, note: String) {
        let area = Rect(
            x: axisWidth, y: 1, width: canvas.width - axisWidth, height: canvas.height - 1)
        let chart = Chart(scene, isBits: isBits, columns: area.width, canvas.glyphs)
        canvas.rule(
            y: 0, title: isBits ? "Bits/s" : "Packets/s", detail: chart.figures, Style(chart.ink), note: note,
            focused: scene.isFocused(.chart))
        guard area.height > 0 else { return }
        chart.draw(on: &canvas, in: area)
        label(on: &canvas, chart.maximum, row: 1)
        if area.height >= 5 { label(on: &canvas, chart.maximum / 2, row: 1 + area.height / 2) }
        if area.height >= 2 { label(on: &canvas, 0, row: area.height) }
    }

    private static func label(on canvas: inout Canvas, _ value: Double, row: Int) {
        canvas.text(Units.tick(value), right: axisWidth - 1, y: row, Style(.dim))
    }

    /// Ticks a round length of time apart, at least twelve columns from one another.
    private static func drawAxis(on canvas: inout Canvas, _ scene: Scene) {
        let perColumn = scene.secondsPerColumn
        let steps = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
        let step = steps.first { $0 >= 12 * perColumn } ?? 7200
        let isNow: Bool
        switch scene.status {
        case .live, .stale, .behind: isNow = true
        default: isNow = false
        }
        let end = isNow ? "now" : TimeText.time(scene.current.timestamp, utcOffset: scene.board.utcOffset)
        guard canvas.width >= axisWidth + end.utf8.count else { return }
        canvas.text(end, right: canvas.width, y: 0, Style(.dim))
        var ago = step
        while true {
            let text = TimeText.tick(secondsAgo: ago)
            let x = canvas.width - 1 - ago / perColumn - text.utf8.count / 2
            guard x >= axisWidth else { break }
            if x + text.utf8.count < canvas.width - end.utf8.count {
                canvas.text(text, x: x, y: 0, Style(.dim))
            }
            ago += step
        }
    }
}

/// The values of one chart: what is visible, its scale and its figures.
struct Chart {
    var ink: Ink
    var maximum: Double
    /// `now 5.33 kp/s  avg 5.30 kp/s  max 11.7 kp/s`, over what is visible.
    var figures: String
    private var peaks: [Double?]
    private var means: [Double?]
    private var showsMeans: Bool

    init(_ scene: Scene, isBits: Bool, columns: Int, _ glyphs: Glyphs) {
        ink = isBits ? .bits : .packets
        let series = scene.board.history.series
        let value: (Series.Sample) -> Double = isBits ? { Double($0.bytes) * 8 } : { Double($0.packets) }
        let perColumn = scene.secondsPerColumn
        let perCell = glyphs.valuesPerCell
        // A dot of half a second would say nothing: both dots of such a column show its second.
        let step = Int64(max(perColumn / perCell, 1))
        let repeats = perColumn < perCell ? perCell : 1
        let count = max(columns, 0) * perCell / repeats
        let last = TimeText.floor(scene.current.timestamp &- 1)
        // Buckets stand on multiples of their length, so that they do not change while they move.
        let lastBucket = last.quotientRoundedDown(by: step)
        (peaks, means) = ([], [])
        for offset in stride(from: Int64(count) - 1, through: 0, by: -1) {
            let start = (lastBucket - offset) * step
            let range = start..<min(start + step, last + 1)
            let isBeforeAll = start + step <= series.start
            for _ in 0..<repeats {
                peaks.append(isBeforeAll ? 0 : series.peak(range, value))
                means.append(isBeforeAll ? 0 : series.mean(range, value))
            }
        }
        showsMeans = perColumn > 4
        let visible = max((lastBucket - Int64(count) + 1) * step, series.start)..<(last + 1)
        let highest = peaks.reduce(0.0) { max($0, $1 ?? 0) }
        maximum = Scale.niceMaximum(highest)
        let unit = isBits ? Units.bitRate : Units.packetRate
        let now = isBits ? scene.current.bitsPerSecond : scene.current.packetsPerSecond
        figures =
            visible.isEmpty
            ? ""
            : [
                "now \(unit(now))", "avg \(unit(series.mean(visible, value) ?? 0))", "max \(unit(highest))",
            ].joined(separator: "  ")
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard showsMeans else { return canvas.columns(peaks, in: area, maximum: maximum, ink) }
        canvas.columns(peaks, in: area, maximum: maximum, .grey)
        // Where the mean reaches, the column has its colour; what stands above it in grey is the peak.
        var overlay = Grid(width: area.width, height: area.height, glyphs: canvas.glyphs)
        overlay.draw(in: overlay.bounds) { $0.columns(means, in: $0.bounds, maximum: maximum, ink) }
        for y in 0..<area.height {
            for x in 0..<area.width where overlay[x, y].scalar != " " {
                canvas.restyle(Rect(x: area.x + x, y: area.y + y, width: 1, height: 1)) {
                    $0 = overlay[x, y].style
                }
            }
        }
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
