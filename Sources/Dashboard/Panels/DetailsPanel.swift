import Statistics
import Terminal

/// One row of a list by itself: its share, its history, whom it talks to.
package enum DetailsPanel {
    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        let kind = scene.choices.focus == .protocols ? .protocols : scene.choices.list
        let ranked = scene.rows(kind)
        guard !ranked.rows.isEmpty else {
            canvas.rule(y: 0, title: ListPanel.title(kind, scene.current), note: "esc back")
            canvas.text("This row is no longer among the top.", x: 1, y: 1, Style(.dim))
            return
        }
        let row = ranked.rows[min(scene.choices.selection, ranked.rows.count - 1)]
        canvas.rule(
            y: 0, title: row.peer.map { "\(row.label) → \($0)" } ?? row.label,
            detail: ListPanel.title(kind, scene.current),
            note: scene.choices.showsDetails ? "esc back" : "enter alone", focused: scene.choices.showsDetails
        )
        var y = 1
        for (title, value) in facts(row, ranked, kind, scene) {
            canvas.text(title, x: 1, y: y, Style(.dim), width: 14)
            canvas.text(value, x: 16, y: y, width: canvas.width - 17)
            y += 1
        }
        let peers = self.peers(of: row, kind, scene)
        let peerRows = peers.isEmpty ? 0 : min(peers.count, max((canvas.height - y) / 3, 1)) + 1
        let chart = Rect(x: 0, y: y, width: canvas.width, height: canvas.height - y - peerRows)
        canvas.draw(in: chart) { drawHistory(on: &$0, row, kind, scene) }
        let below = Rect(x: 0, y: canvas.height - peerRows, width: canvas.width, height: peerRows)
        canvas.draw(in: below) { drawPeers(on: &$0, peers) }
    }

    private static func facts(
        _ row: Snapshot.Row, _ ranked: RankedRows, _ kind: Snapshot.Ranking.Kind, _ scene: Scene
    ) -> [(String, String)] {
        let about = row.error.map { " (at most \(Units.grouped($0)) too high)" } ?? ""
        let mean = row.packets == 0 ? 0 : Double(row.bytes) / Double(row.packets)
        var facts = [
            (
                "packets",
                "\(Units.grouped(row.packets))\(about)  \(Units.percent(Double(row.packets), of: Double(ranked.packets)))"
                    + " in \(ranked.period)"
            ),
            (
                "bytes",
                "\(Units.bytes(row.bytes))  \(Units.percent(Double(row.bytes), of: Double(ranked.bytes)))"
                    + " in \(ranked.period)  avg \(Units.bytes(mean))/pkt"
            ),
        ]
        let name = scene.board.names.host(row.label)
        if name != row.label { facts.append(("name", name)) }
        if let port = UInt16(row.label), kind == .ports, let service = Names.service(port: port) {
            facts.append(("service", service))
        }
        if kind == .sources, let fan = scene.current.fanOuts.first(where: { $0.source == row.label }) {
            let about = fan.isEstimate ? "~" : ""
            facts.append(
                (
                    "touched",
                    "\(about)\(Units.grouped(fan.destinations)) destinations  \(about)\(Units.grouped(fan.ports)) ports"
                        + "  \(Units.grouped(fan.unansweredSYNs)) SYNs without answer"
                ))
        }
        return facts
    }

    private static func drawHistory(
        on canvas: inout Canvas, _ row: Snapshot.Row, _ kind: Snapshot.Ranking.Kind, _ scene: Scene
    ) {
        guard canvas.height >= 2 else { return }
        let width = canvas.width - 9
        let values = RowHistory.values(row, kind, scene, count: max(width, 0) * canvas.glyphs.valuesPerCell)
        let highest = values.reduce(0.0) { max($0, $1 ?? 0) }
        // A short history is drawn wide: each record has as many dots as there is room for.
        let dots = values.isEmpty ? 1 : min(max(width * canvas.glyphs.valuesPerCell / values.count, 1), 8)
        let wide = values.flatMap { [Double?](repeating: $0, count: dots) }
        let maximum = Scale.niceMaximum(highest)
        canvas.rule(
            y: 0, title: "History", detail: "max \(Units.count(highest)) packets per record", Style(.packets),
            note: "\(values.count) records, \(TimeText.back(reach(values.count, scene)))")
        let area = Rect(x: 9, y: 1, width: width, height: canvas.height - 1)
        canvas.columns(wide, in: area, maximum: maximum, .packets)
        canvas.text(Units.tick(maximum), right: 8, y: 1, Style(.dim))
        if area.height > 1 { canvas.text("0", right: 8, y: area.height, Style(.dim)) }
    }

    /// How far back so many records lie.
    private static func reach(_ count: Int, _ scene: Scene) -> Int64 {
        let history = scene.board.history
        guard let oldest = history[max(history.cursor - count + 1, history.first)] else { return 0 }
        let start = oldest.timestamp.subtractingReportingOverflow(oldest.interval).partialValue
        return scene.current.timestamp.subtractingReportingOverflow(start).partialValue
    }

    /// Conversations that this address takes part in: the other end, packets and bytes.
    static func peers(
        of row: Snapshot.Row, _ kind: Snapshot.Ranking.Kind, _ scene: Scene
    ) -> [Snapshot.Row] {
        guard kind == .sources || kind == .destinations else { return [] }
        return scene.current.rows(.conversations).compactMap { conversation in
            guard let peer = conversation.peer else { return nil }
            if Endpoint.host(conversation.label) == row.label {
                return Snapshot.Row(label: peer, packets: conversation.packets, bytes: conversation.bytes)
            }
            guard Endpoint.host(peer) == row.label else { return nil }
            return Snapshot.Row(
                label: conversation.label, packets: conversation.packets, bytes: conversation.bytes)
        }
    }

    private static func drawPeers(on canvas: inout Canvas, _ peers: [Snapshot.Row]) {
        guard canvas.height > 1 else { return }
        canvas.rule(y: 0, title: "Peers", note: "packets · bytes")
        for (index, peer) in peers.prefix(canvas.height - 1).enumerated() {
            canvas.text(Endpoint.fitted(peer.label, to: canvas.width - 22), x: 4, y: index + 1)
            canvas.text(Units.countInColumn(peer.packets), right: canvas.width - 9, y: index + 1)
            canvas.text(Units.bytes(peer.bytes), right: canvas.width - 1, y: index + 1, Style(.dim))
        }
    }
}
