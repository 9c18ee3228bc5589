/// How much too low the sums of several sensors' rows may be, because a sensor had no room for a key: for each table
/// the sum of what each sensor may have missed, which bounds every row (Agarwal et al., 2012, theorem 2).
struct MergedBounds {
    typealias Counts = [Snapshot.State.Table: UInt64]

    /// Of the interval that is being put together, of those in the window, and since the start.
    private(set) var open: Counts = [:]
    private var panes: [(pane: Int64, lost: Counts, missing: Counts)] = []
    private var total: Counts = [:]
    private var latest: Counts = [:]
    /// Packets that no row counts.
    private var openMissing: Counts = [:]

    /// A sensor says that a key without a row may have had `most` packets; `missing` packets are in no row.
    mutating func add(_ table: Snapshot.State.Table, most: UInt64, missing: UInt64) {
        let bound = min(most, missing)
        guard bound > 0 else { return }
        open[table, default: 0] &+= bound
        total[table, default: 0] &+= bound
        openMissing[table, default: 0] &+= missing
    }

    mutating func close(_ pane: Int64, expired: Int64) {
        panes.removeAll { $0.pane <= expired }
        if !open.isEmpty { panes.append((pane, open, openMissing)) }
        (latest, open, openMissing) = (open, [:], [:])
    }

    mutating func forgetWindow() { (panes, latest, open, openMissing) = ([], [:], [:], [:]) }

    /// Puts the bounds on the rows of a record.
    func apply(to snapshot: inout Snapshot) {
        guard !total.isEmpty else { return }
        Self.raise(&snapshot.rankings) { table in panes.reduce(0) { $0 &+ ($1.lost[table] ?? 0) } }
        Self.raise(&snapshot.intervalRankings) { latest[$0] ?? 0 }
        Self.raise(&snapshot.totalRankings) { total[$0] ?? 0 }
    }

    private static func raise(
        _ rankings: inout [Snapshot.Ranking], _ bound: (Snapshot.State.Table) -> UInt64
    ) {
        for index in rankings.indices {
            guard let table = Snapshot.State.Table(rawValue: rankings[index].kind.rawValue) else { continue }
            let bound = bound(table)
            guard bound > 0 else { continue }
            for row in rankings[index].rows.indices {
                rankings[index].rows[row].packets &+= bound
                rankings[index].rows[row].error = (rankings[index].rows[row].error ?? 0) &+ bound
            }
        }
    }

    /// Packets of the window that no row of the table counts.
    func missing(_ table: Snapshot.State.Table) -> UInt64 {
        panes.reduce(0) { $0 &+ ($1.missing[table] ?? 0) }
    }
}
