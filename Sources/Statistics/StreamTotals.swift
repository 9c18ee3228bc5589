import BasicContainers
import Packets

/// What is counted of all packets together: the timeline of the open panes, the window, the totals and the rates.
struct StreamTotals: ~Copyable {
    /// The seconds of the open panes, `cellsPerPane` for each slot.
    private var cells = UniqueArray<Cell>()
    private let cellsPerPane: Int
    /// What the panes of the window held, oldest first; panes without packets are not there.
    private var panes: [(pane: Int64, cell: Cell)] = []
    private let ratePanes: Int64
    private let every: Int64

    private(set) var window = Cell()
    /// Of the closed panes and of what came late.
    private(set) var total = Cell()
    private(set) var firstTimestamp: Int64?
    /// The first pane that was closed since the time began.
    private var firstPane: Int64?

    /// Since the last record.
    var late: UInt64 = 0
    var malformed: UInt64 = 0

    /// The second of the epoch that the timeline has come to, and the busiest one so far.
    private var second: (index: Int64, cell: Cell)?
    private var peak = Cell()

    init(_ configuration: Configuration) {
        let cursor = PaneCursor(every: configuration.every, openPanes: configuration.openPanes)
        cellsPerPane = cursor.cellsPerPane
        every = configuration.every
        ratePanes = max(1, 60_000_000_000 / configuration.every)
        for _ in 0..<cellsPerPane * configuration.openPanes { cells.append(Cell()) }
    }

    @inline(__always)
    mutating func add(_ cell: Cell, slot: Int, second: Int, timestamp: Int64) {
        cells[slot &* cellsPerPane &+ second].add(cell)
        if timestamp < firstTimestamp ?? .max { firstTimestamp = timestamp }
    }

    /// Packets that no open pane can take.
    mutating func countLate(cells: [Cell]) {
        for cell in cells {
            late &+= cell.packets
            total.add(cell)
        }
    }

    func hasPackets(slot: Int) -> Bool {
        (0..<cellsPerPane).contains { cells[slot * cellsPerPane + $0].packets > 0 }
    }

    /// The last second of the pane in `slot` that has packets; nil when none has.
    func lastSecond(slot: Int) -> Int? {
        (0..<cellsPerPane).last { cells[slot * cellsPerPane + $0].packets > 0 }
    }

    /// Closes a pane and takes panes up to `expired` out of the window; returns the pane's seconds.
    mutating func close(_ pane: Int64, slot: Int, expired: Int64, moments: [Int64]) -> [Snapshot.Moment] {
        if firstPane == nil { firstPane = pane }
        var sum = Cell()
        var timeline: [Snapshot.Moment] = []
        for (offset, moment) in moments.enumerated() {
            let cell = cells[slot * cellsPerPane + offset]
            cells[slot * cellsPerPane + offset] = Cell()
            sum.add(cell)
            timeline.append(Snapshot.Moment(timestamp: moment, packets: cell.packets, bytes: cell.bytes))
            passSecond(moment.floorDivided(by: PaneCursor.second), cell)
        }
        while let oldest = panes.first, oldest.pane <= expired, oldest.pane <= pane - ratePanes {
            panes.removeFirst()
        }
        if sum.packets > 0 { panes.append((pane, sum)) }
        window = Cell()
        for held in panes where held.pane > expired { window.add(held.cell) }
        total.add(sum)
        return timeline
    }

    private mutating func passSecond(_ index: Int64, _ cell: Cell) {
        if second?.index == index { second!.cell.add(cell) } else { second = (index, cell) }
        peak.packets = max(peak.packets, second!.cell.packets)
        peak.bytes = max(peak.bytes, second!.cell.bytes)
    }

    /// The rates after `pane` was closed as the last one.
    func rates(_ pane: Int64) -> Snapshot.Rates {
        var rates = Snapshot.Rates()
        let span = min(ratePanes, pane - (firstPane ?? pane) + 1)
        var sum = Cell()
        for held in panes where held.pane > pane - span { sum.add(held.cell) }
        let seconds = Double(span) * Double(every) / 1e9
        rates.meanPacketsPerSecond = Double(sum.packets) / seconds
        rates.meanBitsPerSecond = Double(sum.bytes) * 8 / seconds
        rates.peakPacketsPerSecond = Double(peak.packets)
        rates.peakBitsPerSecond = Double(peak.bytes) * 8
        return rates
    }

    /// Time begins anew: the window and the rates are forgotten, the totals are kept.
    mutating func restart() {
        panes = []
        window = Cell()
        (firstPane, second, firstTimestamp) = (nil, nil, nil)
    }
}

/// What capture records say was lost, from counters that each interface counts from its own start.
struct DropCounters {
    private var last: [(interface: String, dropped: UInt64)] = []
    private(set) var names: [String] = []
    private(set) var total: UInt64?
    private var reported: UInt64 = 0

    static let nameLimit = 64

    mutating func add(_ capture: CaptureRecord) {
        note(capture.interface)
        guard capture.dropped != nil || capture.interfaceDropped != nil else { return }
        let (sum, overflow) = (capture.dropped ?? 0).addingReportingOverflow(capture.interfaceDropped ?? 0)
        let dropped = overflow ? .max : sum
        let index = last.firstIndex { $0.interface == capture.interface }
        let before = index.map { last[$0].dropped } ?? 0
        // A counter that went back belongs to a capture that was started again.
        let (grown, tooMuch) = (total ?? 0).addingReportingOverflow(
            dropped >= before ? dropped - before : dropped)
        total = tooMuch ? .max : grown
        if let index {
            last[index].dropped = dropped
        } else if last.count < Self.nameLimit {
            last.append((capture.interface, dropped))
        }
    }

    /// An interface was named.
    mutating func note(_ name: String) {
        guard !name.isEmpty, names.count < Self.nameLimit, !names.contains(name) else { return }
        names.append(name)
    }

    /// What was dropped since the last call; nil when no capture has said.
    mutating func take() -> UInt64? {
        guard let total else { return nil }
        defer { reported = total }
        return total - reported
    }
}
