import Statistics
import Terminal

/// `TLS      ███████████████████████████  1.80 M  40.9%`: what the packets of the period are made of.
package enum ProtocolsPanel {
    private static let inks: [Ink] = [.packets, .bits, .good, .warning, .magenta, .blue, .critical]
    private static let labelWidth = 8

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        let ranked = scene.rows(.protocols)
        canvas.rule(
            y: 0, title: "Protocols", note: note(ranked, scene.choices.sort, width: canvas.width),
            focused: scene.isFocused(.protocols))
        let rows = ListPanel.visible(ranked.rows, height: canvas.height - 1, scene, .protocols)
        for (offset, row) in rows.enumerated() {
            drawRow(on: &canvas, y: offset + 1, row, ranked)
            ListPanel.mark(
                on: &canvas, y: offset + 1, row: rows.startIndex + offset, of: ranked.rows.count, scene,
                .protocols)
        }
        if rows.isEmpty {
            canvas.text(
                ListPanel.emptiness(ranked, scene), x: 1, y: 1, Style(.dim), width: canvas.width - 2)
        }
        drawApplications(on: &canvas, from: max(rows.count, 1) + 1, scene)
    }

    private static func drawRow(on canvas: inout Canvas, y: Int, _ row: Snapshot.Row, _ ranked: RankedRows) {
        let (width, value, largest) = (canvas.width, ranked.value(row), ranked.largest)
        // Where there is no room for both, the bar says what the count would.
        let figures = width < 32 ? 18 : 26
        canvas.text(row.label, x: 1, y: y, width: labelWidth)
        if largest > 0 {
            // The colours of a protocol stay with its name, not with its rank.
            canvas.bar(
                Double(value) / Double(largest), x: 2 + labelWidth, y: y, width: max(width - figures, 0),
                Style(ink(row.label)))
        }
        if figures > 18 {
            let text = ranked.isByBytes ? Units.bytes(value) : Units.countInColumn(value)
            canvas.text(text, right: width - 8, y: y, Style(.dim))
        }
        canvas.text(Units.percent(Double(value), of: Double(ranked.whole)), right: width - 1, y: y)
    }

    /// `by packets, 1 min`, and in few columns only the period.
    private static func note(_ ranked: RankedRows, _ sort: Choices.Sort, width: Int) -> String {
        width < 36 ? ranked.period : "by \(sort.rawValue), \(ranked.period)"
    }

    /// Few protocols leave room for what they carry: the top applications, under a rule of their own.
    private static func drawApplications(on canvas: inout Canvas, from y: Int, _ scene: Scene) {
        let ranked = scene.rows(.applications)
        guard canvas.height - y >= 3, !ranked.rows.isEmpty else { return }
        let area = Rect(x: 0, y: y, width: canvas.width, height: canvas.height - y)
        canvas.draw(in: area) { canvas in
            canvas.rule(y: 0, title: "Applications")
            for (offset, row) in ranked.rows.prefix(canvas.height - 1).enumerated() {
                drawRow(on: &canvas, y: offset + 1, row, ranked)
            }
        }
    }

    /// The well-known ones have their own; others get one by their letters.
    static func ink(_ name: String) -> Ink {
        switch name.uppercased() {
        case "TCP", "TLS": .packets
        case "UDP": .bits
        case "HTTPS": .good
        case "QUIC", "ICMP", "ICMPV6": .magenta
        case "DNS", "MDNS": .warning
        case "HTTP": .blue
        case "SSH": .critical
        case "ARP", "IGMP", "STP", "LLDP", "NTP", "DHCP": .grey
        default: inks[Int(name.utf8.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) } % UInt32(inks.count))]
        }
    }
}
