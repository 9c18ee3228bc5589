import Statistics
import Terminal

/// One frame's worth of facts, worked out once and handed to every panel.
package struct Scene {
    package let board: Board
    package let now: Int64
    package let layout: Layout
    package let status: Status
    /// The record that is shown; an empty one when nothing came yet.
    package let current: Snapshot
    /// Up to the record that is shown, newest first.
    package let alerts: [Alert]
    package let activeAlerts: Int
    package let secondsPerColumn: Int

    package init(_ board: Board, width: Int, height: Int, now: Int64) {
        self.board = board
        self.now = now
        status = board.status(now: now)
        current = board.history.current ?? Snapshot()
        alerts = board.alerts.upTo(board.history.isHeld ? current.timestamp : .max)
        activeAlerts = board.alerts.activeCount(at: current.timestamp)
        let sideRows = alerts.isEmpty ? (current.tcpShown == nil ? 0 : 2) : min(alerts.count, 3)
        layout = Layout(width: width, height: height, sideRows: sideRows)
        secondsPerColumn = board.secondsPerColumn(columns: TimelinePanel.columns(width: width))
    }

    package var choices: Choices { board.choices }
    package var isEmpty: Bool { board.history.isEmpty }

    func isFocused(_ panel: Choices.Panel) -> Bool { choices.focus == panel }

    /// What is wrong with the stream, the worst first; each a few words.
    package var warnings: [(text: String, ink: Ink)] {
        var warnings: [(String, Ink)] = []
        if let dropped = current.dropped, dropped > 0 {
            warnings.append(("dropping \(Units.count(dropped))", .critical))
        } else if layout.size < .full, let total = current.totalDropped, total > 0 {
            warnings.append(("drop \(Units.grouped(total))", .warning))
        }
        if board.history.missing > 0 {
            warnings.append(("missing \(Units.count(Double(board.history.missing)))", .warning))
        }
        if board.history.late > 0 { warnings.append(("late \(Units.count(board.history.late))", .warning)) }
        let malformed = board.history.malformed.saturatingAdd(UInt64(max(board.feed.malformed, 0)))
        if malformed > 0 { warnings.append(("malformed \(Units.count(malformed))", .warning)) }
        return warnings
    }

    /// The rows that a list shows, filtered and sorted, and what the whole of the period is.
    ///
    /// A filter is for the panel that has the focus and its like: where no protocol matches the name of a host, the
    /// protocols are shown as they are.
    package func rows(_ kind: Snapshot.Ranking.Kind) -> RankedRows {
        let ranked = RankedRows(self, kind, filter: choices.filter)
        let isAside = kind == .protocols || kind == .applications && choices.list != .applications
        guard ranked.rows.isEmpty, isAside, choices.focus != .protocols else { return ranked }
        return RankedRows(self, kind, filter: "")
    }
}

extension Snapshot {
    /// The window's health where the stream has it, the interval's otherwise.
    var tcpShown: TCPHealth? { tcpWindow ?? tcp }

    func rankings(_ period: Choices.Period) -> [Ranking] {
        switch period {
        case .window: rankings
        case .current: intervalRankings
        case .total: totalRankings
        }
    }
}

/// The rows of one list as they are shown.
package struct RankedRows {
    package var rows: [Snapshot.Row]
    /// Packets and bytes of the whole period.
    package var packets: UInt64
    package var bytes: UInt64
    /// `60 s`, `total`, `now`: what period it is.
    package var period: String
    package var isByBytes: Bool
    /// False when the stream does not carry this list for this period.
    package var isCarried: Bool

    init(_ scene: Scene, _ kind: Snapshot.Ranking.Kind, filter: String) {
        let (current, choices) = (scene.current, scene.choices)
        var chosen = choices.period
        if current.rankings(chosen).isEmpty { chosen = .window }
        let ranking = current.rankings(chosen).first { $0.kind == kind }
        switch chosen {
        case .window:
            (packets, bytes) = (current.windowPackets, current.windowBytes)
            period = TimeText.interval(current.window)
        case .total: (packets, bytes, period) = (current.totalPackets, current.totalBytes, "total")
        case .current: (packets, bytes, period) = (current.packets, current.bytes, "now")
        }
        isCarried = ranking != nil
        isByBytes = choices.sort == .bytes
        rows = ranking?.rows ?? []
        if !filter.isEmpty {
            rows.removeAll { !RankedRows.matches($0, filter, kind, scene.board.names) }
        }
        switch choices.sort {
        case .packets: rows.sort { ($0.packets, $0.bytes) > ($1.packets, $1.bytes) }
        case .bytes: rows.sort { ($0.bytes, $0.packets) > ($1.bytes, $1.packets) }
        case .name: rows.sort { ($0.label, $0.peer ?? "") < ($1.label, $1.peer ?? "") }
        }
    }

    package var largest: UInt64 { rows.reduce(0) { max($0, value($1)) } }
    package var whole: UInt64 { isByBytes ? bytes : packets }
    package func value(_ row: Snapshot.Row) -> UInt64 { isByBytes ? row.bytes : row.packets }

    private static func matches(
        _ row: Snapshot.Row, _ filter: String, _ kind: Snapshot.Ranking.Kind, _ names: Names
    ) -> Bool {
        if row.label.holds(filter) || (row.peer?.holds(filter) ?? false) { return true }
        if kind == .ports, let port = UInt16(row.label), let service = Names.service(port: port) {
            return service.holds(filter)
        }
        return names.host(row.label).holds(filter)
    }
}

extension String {
    /// Whether `other` occurs in this text, ASCII letters in any case.
    func holds(_ other: String) -> Bool {
        let (text, sought) = (Array(utf8).map(\.lowered), Array(other.utf8).map(\.lowered))
        guard !sought.isEmpty, sought.count <= text.count else { return sought.isEmpty }
        return (0...(text.count - sought.count)).contains {
            text[$0..<$0 + sought.count].elementsEqual(sought)
        }
    }
}

extension UInt8 {
    fileprivate var lowered: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
