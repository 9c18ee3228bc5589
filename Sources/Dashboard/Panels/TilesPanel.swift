import Statistics
import Terminal

/// The figures at the top: a title, the value, and its change, in tiles 19 columns wide; or the values in one line.
package enum TilesPanel {
    struct Tile {
        var title: String
        var value: String
        var detail: String
        var ink: Ink
        /// In the one-line forms; empty leaves it out.
        var short = ""
    }

    private static let tileWidth = 19  // `+10.7 k this tick` and two blanks

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        if scene.layout.size == .full { return drawTiles(on: &canvas, tiles(scene)) }
        drawLine(on: &canvas, scene)
    }

    private static func drawTiles(on canvas: inout Canvas, _ tiles: [Tile]) {
        let count = min(tiles.count, max((canvas.width - 1) / tileWidth, 1))
        let pitch = max((canvas.width - 1) / max(count, 1), 1)
        let width = count == tiles.count ? min(pitch, 24) : pitch
        for (index, tile) in tiles.prefix(count).enumerated() {
            let x = 1 + index * width
            canvas.text(tile.title, x: x, y: 0, Style(.dim), width: width - 1)
            canvas.text(tile.value, x: x, y: 1, Style(tile.ink, bold: true), width: width - 1)
            canvas.text(tile.detail, x: x, y: 2, Style(.dim), width: width - 1)
        }
    }

    private static func drawLine(on canvas: inout Canvas, _ scene: Scene) {
        let isMedium = scene.layout.size == .medium
        // What is wrong has its place at the right before anything else has.
        var right = canvas.width
        if isMedium, let (text, ink) = scene.warnings.first {
            right -= canvas.text(text, right: canvas.width - 1, y: 0, Style(ink, bold: ink == .critical)) + 2
        }
        let gap = isMedium ? 2 : 3
        let forms = forms(scene.current, isMedium: isMedium)
        let parts = forms.first { width(of: $0, gap: gap) < right } ?? forms[forms.count - 1]
        var x = 1
        for (text, ink) in parts {
            guard x + text.utf8.count < right else { break }
            x += canvas.text(text, x: x, y: 0, Style(ink, bold: true)) + gap
        }
    }

    private static func width(of parts: [(text: String, ink: Ink)], gap: Int) -> Int {
        parts.reduce(1 - gap) { $0 + gap + $1.text.utf8.count }
    }

    /// The line in full, and shorter and shorter: the rates are the last to go.
    private static func forms(_ current: Snapshot, isMedium: Bool) -> [[(text: String, ink: Ink)]] {
        let rates: [(text: String, ink: Ink)] = [
            (Units.packetRate(current.packetsPerSecond), .packets),
            (Units.bitRate(current.bitsPerSecond), .bits),
        ]
        let packets = Units.count(current.totalPackets)
        guard isMedium else { return [[("pkts \(packets)", .strong)] + rates, rates] }
        let bytes = (Units.bytes(current.totalBytes), Ink.strong)
        return [
            [("\(Units.grouped(current.totalPackets)) packets", .strong), bytes] + rates,
            [("\(packets) packets", .strong), bytes] + rates, [("\(packets) packets", .strong)] + rates,
            rates,
        ]
    }

    static func tiles(_ scene: Scene) -> [Tile] {
        let current = scene.current
        let mean = current.totalPackets == 0 ? 0 : Double(current.totalBytes) / Double(current.totalPackets)
        var tiles = [
            Tile(
                title: "PACKETS", value: Units.grouped(current.totalPackets),
                detail: "+\(Units.count(current.packets)) this tick", ink: .strong),
            Tile(
                title: "BYTES", value: Units.bytes(current.totalBytes),
                detail: "avg \(Units.bytes(mean))/pkt", ink: .strong),
            Tile(
                title: "PACKET RATE", value: Units.packetRate(current.packetsPerSecond),
                detail: change(scene, to: current.packetsPerSecond) { Double($0.packets) }, ink: .packets),
            Tile(
                title: "BIT RATE", value: Units.bitRate(current.bitsPerSecond),
                detail: change(scene, to: current.bitsPerSecond) { Double($0.bytes) * 8 }, ink: .bits),
            dropped(current),
        ]
        if !scene.alerts.isEmpty { tiles.append(alerts(scene)) }
        if let distinct = current.distinctSources {
            tiles.append(self.distinct("SOURCES", distinct, current))
        }
        if let distinct = current.distinctConversations {
            tiles.append(self.distinct("CONVERSATIONS", distinct, current))
        }
        if let sizes = current.sizes {
            tiles.append(
                Tile(
                    title: "MEDIAN SIZE", value: Units.bytes(sizes.median),
                    detail: "95% \(Units.bytes(sizes.percentile95))", ink: .strong))
        }
        return tiles
    }

    private static func dropped(_ current: Snapshot) -> Tile {
        guard let total = current.totalDropped else {
            return Tile(title: "DROPPED", value: "–", detail: "not counted", ink: .dim)
        }
        let all = Double(current.totalPackets) + Double(total)
        if let now = current.dropped, now > 0 {
            return Tile(
                title: "DROPPED", value: Units.grouped(total), detail: "+\(Units.count(now)) this tick",
                ink: .critical)
        }
        return Tile(
            title: "DROPPED", value: Units.grouped(total),
            detail: total == 0 ? "none" : "\(Units.percent(Double(total), of: all)) of packets",
            ink: total == 0 ? .good : .warning)
    }

    private static func alerts(_ scene: Scene) -> Tile {
        let worst = scene.alerts.max { $0.severity < $1.severity }
        return Tile(
            title: "ALERTS", value: Units.grouped(UInt64(scene.activeAlerts)), detail: worst?.title ?? "none",
            ink: scene.activeAlerts == 0 ? .good : AlertsPanel.ink(worst?.severity ?? .info))
    }

    private static func distinct(_ title: String, _ distinct: Snapshot.Distinct, _ current: Snapshot) -> Tile
    {
        let about = distinct.error == nil ? "" : "~"
        return Tile(
            title: title, value: about + Units.grouped(distinct.count),
            detail: distinct.new == 0
                ? "in \(TimeText.interval(current.window))" : "+\(Units.count(distinct.new)) new",
            ink: .strong)
    }

    /// `▲ 32% vs 1 min`: against the mean of the minute before this interval.
    private static func change(_ scene: Scene, to now: Double, _ value: (Series.Sample) -> Double) -> String {
        let current = scene.current
        let start = TimeText.floor(current.timestamp &- max(current.interval, 0))
        guard start > Int64.min / 2,
            let before = scene.board.history.series.mean(start - 60..<start, value),
            let text = Units.change(from: before, to: now)
        else { return "" }
        return "\(text) vs 1 min"
    }
}
