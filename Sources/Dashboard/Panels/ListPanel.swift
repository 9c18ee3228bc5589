import Statistics
import Terminal

/// ` 1 192.168.1.34     █████████ ⣀⣤⣶⣿⣶   564 k  361 MB`: the top rows of one kind, with the recent history of each.
package enum ListPanel {
    /// Where the parts of a row stand.
    ///
    /// A label has the columns of the longest one that is shown, as far as a bar and, in wide panels, a history are
    /// left. What labels do not need goes to the bar, the history and the share; where there is no room for an
    /// IPv4 address and a bar, the bytes give way.
    struct Columns: Equatable {
        var label: Int
        var bar: Int
        var spark = 0
        var share = 0
        var bytes = true

        private static let rank = 4  // ` 1 `
        private static let leastHistory = 8

        init(width: Int, longestLabel: Int, leastBar: Int = 6) {
            var room = max(width - Columns.rank - 18, 0)  // ` 18.3 k 14.7 MB ` is what the figures take.
            if room < 15 + 2 + 6 {
                (bytes, room) = (false, max(width - Columns.rank - 9, 0))
            }
            // In steps of three, so that a newcomer does not move the bars each time.
            let wanted = max((longestLabel + 2) / 3 * 3, 15)
            let reserve = 1 + (room >= 40 ? 2 * Columns.leastHistory + 2 : leastBar)
            label = max(min(wanted, room - reserve), min(room, 15))
            room -= label + 2
            if room >= 44 { (share, room) = (8, room - 8) }
            if room >= 2 * Columns.leastHistory {
                spark = min(max(room * 2 / 5, Columns.leastHistory), 30)
                room -= spark + 1
            }
            bar = max(room, 0)
        }
    }

    package static func draw(on canvas: inout Canvas, _ scene: Scene, _ kind: Snapshot.Ranking.Kind) {
        let ranked = scene.rows(kind)
        let isMain = kind == scene.choices.list
        canvas.rule(
            y: 0, title: title(kind, scene.current),
            note: note(ranked, scene.choices.sort, width: canvas.width),
            focused: isMain && scene.isFocused(.list))
        guard !ranked.rows.isEmpty else {
            canvas.text(emptiness(ranked, scene), x: 4, y: 1, Style(.dim), width: canvas.width - 5)
            return
        }
        let rows = visible(ranked.rows, height: canvas.height - 1, scene, isMain ? .list : nil)
        // Two ends need all the room there is; of one a bar may take some.
        let columns = Columns(
            width: canvas.width, longestLabel: longestLabel(rows, kind, scene, canvas.glyphs),
            leastBar: kind == .conversations && canvas.width < 60 ? 0 : 6)
        for (offset, row) in rows.enumerated() {
            let number = rows.startIndex + offset
            drawRow(on: &canvas, y: offset + 1, number: number, row, ranked, columns, kind, scene)
            if isMain { mark(on: &canvas, y: offset + 1, row: number, of: ranked.rows.count, scene, .list) }
        }
    }

    private static func drawRow(
        on canvas: inout Canvas, y: Int, number: Int, _ row: Snapshot.Row, _ ranked: RankedRows,
        _ columns: Columns, _ kind: Snapshot.Ranking.Kind, _ scene: Scene
    ) {
        let width = canvas.width
        canvas.text("\(number + 1)", right: 3, y: y, Style(.dim))
        canvas.text(label(row, kind, scene, width: columns.label), x: 4, y: y, width: columns.label)
        var x = 4 + columns.label + 1
        let (value, largest) = (ranked.value(row), ranked.largest)
        let ink: Ink = ranked.isByBytes ? .bits : .packets
        if largest > 0, columns.bar > 0 {
            canvas.bar(Double(value) / Double(largest), x: x, y: y, width: columns.bar, Style(ink))
        }
        x += columns.bar + 1
        if columns.spark > 0 {
            let points = RowHistory.values(
                row, kind, scene, count: columns.spark * canvas.glyphs.valuesPerCell)
            canvas.sparkline(points, x: x, y: y, width: columns.spark, Style(ink, shade: 3))
        }
        if columns.share > 0 {
            let share = Units.percent(Double(value), of: Double(ranked.whole))
            canvas.text(share, right: width - 17, y: y, Style(.dim))
        }
        // An estimate says so.
        let about = row.error == nil ? "" : "~"
        let packets = about + Units.countInColumn(row.packets)
        if columns.bytes {
            canvas.text(packets, right: width - 9, y: y)
            canvas.text(Units.bytes(row.bytes), right: width - 1, y: y, Style(.dim))
        } else {
            canvas.text(ranked.isByBytes ? Units.bytes(row.bytes) : packets, right: width - 1, y: y)
        }
    }

    /// The columns that the longest of the labels would take; those of a conversation have both ends whole.
    private static func longestLabel(
        _ rows: ArraySlice<Snapshot.Row>, _ kind: Snapshot.Ranking.Kind, _ scene: Scene, _ glyphs: Glyphs
    ) -> Int {
        rows.reduce(0) {
            max($0, Printable.width(of: label($1, kind, scene, width: labelLimit), glyphs))
        }
    }

    private static let labelLimit = 100

    /// The list without rank, history and bytes, for the smallest screens.
    package static func drawCompact(on canvas: inout Canvas, _ scene: Scene, _ kind: Snapshot.Ranking.Kind) {
        let ranked = scene.rows(kind)
        let labelWidth = max((canvas.width - 2) * 15 / 38, 8)
        let barWidth = canvas.width - labelWidth - 2 - 8
        let rows = visible(ranked.rows, height: canvas.height, scene, .list)
        for (y, row) in rows.enumerated() {
            canvas.text(label(row, kind, scene, width: labelWidth), x: 1, y: y, width: labelWidth)
            if ranked.largest > 0 {
                canvas.bar(
                    Double(ranked.value(row)) / Double(ranked.largest), x: labelWidth + 2, y: y,
                    width: barWidth,
                    Style(ranked.isByBytes ? .bits : .packets))
            }
            let text = ranked.isByBytes ? Units.bytes(row.bytes) : Units.countInColumn(row.packets)
            canvas.text(text, right: canvas.width - 1, y: y)
            mark(on: &canvas, y: y, row: rows.startIndex + y, of: ranked.rows.count, scene, .list)
        }
    }

    // MARK: Shared by the panels with rows

    /// Why there is no row.
    static func emptiness(_ ranked: RankedRows, _ scene: Scene) -> String {
        guard ranked.isCarried else { return "not in this stream" }
        return scene.choices.filter.isEmpty ? "none" : "no row matches the filter"
    }

    /// The rows that fit, scrolled so that the selected one is among them.
    static func visible(
        _ rows: [Snapshot.Row], height: Int, _ scene: Scene, _ panel: Choices.Panel?
    ) -> ArraySlice<Snapshot.Row> {
        guard height > 0 else { return [] }
        var first = 0
        if let panel, scene.isFocused(panel) {
            first = max(min(scene.choices.selection, rows.count - 1) - height + 1, 0)
        }
        return rows[first..<min(first + height, rows.count)]
    }

    /// Marks row `y` when it holds the selected one of `count` rows.
    static func mark(
        on canvas: inout Canvas, y: Int, row: Int, of count: Int, _ scene: Scene, _ panel: Choices.Panel
    ) {
        guard scene.isFocused(panel), row == min(scene.choices.selection, count - 1) else { return }
        // Bars keep their colours: reversed, as without a background of its own, they would vanish.
        for x in 0..<canvas.width where !isBar(canvas[x, y].scalar) {
            canvas.restyle(Rect(x: x, y: y, width: 1, height: 1)) { $0.isSelected = true }
        }
    }

    private static func isBar(_ scalar: Unicode.Scalar) -> Bool {
        (0x2580...0x259F).contains(scalar.value) || scalar == "="
    }

    static func label(
        _ row: Snapshot.Row, _ kind: Snapshot.Ranking.Kind, _ scene: Scene, width: Int
    ) -> String {
        let names = scene.board.names
        switch kind {
        case .conversations:
            guard let peer = row.peer else { return row.label }
            var (from, to) = (names.host(row.label), names.host(peer))
            // What one end does not need the other may have; the port that is nobody's service goes first.
            let room = max(width - 3, 2)
            if Printable.width(of: from) + Printable.width(of: to) > room {
                let (first, second) = (Endpoint.port(from) ?? 0, Endpoint.port(to) ?? 0)
                if first > second {
                    from = Endpoint.host(from)
                } else if second > first {
                    to = Endpoint.host(to)
                }
            }
            let (fromWidth, toWidth) = (Printable.width(of: from), Printable.width(of: to))
            let left = min(fromWidth, max(room / 2, room - toWidth))
            return Endpoint.fitted(from, to: left) + " → " + Endpoint.fitted(to, to: room - left)
        case .ports:
            guard let port = UInt16(row.label), let service = Names.service(port: port) else {
                return row.label
            }
            return "\(row.label) \(service)"
        case .sources, .destinations: return names.host(row.label)
        default: return row.label
        }
    }

    static func title(_ kind: Snapshot.Ranking.Kind, _ current: Snapshot) -> String {
        switch kind {
        case .protocols: "Protocols"
        case .applications: "Top applications"
        case .sources: "Top sources"
        case .destinations: "Top destinations"
        case .conversations: "Top conversations"
        case .ports: "Top ports"
        case .vlans: "VLANs"
        case .interfaces: "Interfaces"
        case .groups: "By \(current.groupKey ?? "group")"
        }
    }

    private static func note(_ ranked: RankedRows, _ sort: Choices.Sort, width: Int) -> String {
        let order = sort == .packets ? "" : "by \(sort.rawValue), "
        return order + ranked.period + (width < 44 + order.utf8.count ? "" : "  packets · bytes")
    }
}

/// What one row counted in the last records: the sparkline beside it.
enum RowHistory {
    /// Packets per interval, oldest first, up to the record that is shown. Where the row was not among the
    /// top it counts as zero: it was less than the last one there.
    static func values(
        _ row: Snapshot.Row, _ kind: Snapshot.Ranking.Kind, _ scene: Scene, count: Int
    ) -> [Double?] {
        let history = scene.board.history
        var values: [Double?] = []
        for number in (history.cursor - count + 1)...history.cursor {
            guard let record = history[number] else { continue }
            // Without rows by interval those of the window tell the same story, smoothed.
            let ranking =
                record.intervalRankings.first { $0.kind == kind } ?? record.rankings.first { $0.kind == kind }
            let rows = ranking?.rows ?? []
            let found = rows.first { $0.label == row.label && $0.peer == row.peer }
            values.append(found.map { Double($0.packets) } ?? 0)
        }
        return values
    }
}
