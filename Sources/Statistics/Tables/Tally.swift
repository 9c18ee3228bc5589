#if canImport(Glibc)
import Glibc
#else
import Musl
#endif
import BasicContainers

/// Packets and bytes per id: in the panes that are open, over the window, and since the start.
///
/// A packet touches one cell of one open pane; closing a pane costs what changed in it and in the pane that leaves
/// the window. Besides the rows it keeps the number of different ids and the sum for the entropy, both exact.
///
/// When ids are given up for others (`KeyIndex` is full) every row keeps a bound for what its key may have missed:
/// the sum, over the panes of the window before it came, of the most that any one key lost there. That is the
/// counter merge of Agarwal et al., "Mergeable Summaries" (PODS 2012), over panes of Space-Saving (Metwally et al.,
/// ICDT 2005): at most the packets of the window over the keys held, plus one for each pane.
struct Tally: ~Copyable {
    /// Cells of the open panes: id times `stride` plus the pane modulo `stride`.
    private var open = CellColumn()
    /// The ids that the open panes hold, one bit each: word times `stride` plus the pane modulo `stride`.
    private var touched = UniqueArray<UInt64>()
    let stride: Int
    private(set) var window = CellColumn()
    private(set) var total = CellColumn()
    private var log = PaneLog()
    private var windowTop = TopRows()
    private var totalTop = TopRows()
    private let isByBytes: Bool
    /// Does anyone ask for what was counted since the start?
    private let hasTotal: Bool
    /// Ids with packets in the window, and those of them without any before the pane that was closed last.
    private(set) var distinct: UInt64 = 0
    private(set) var new: UInt64 = 0
    private var latestPane = Int64.min
    /// Whether to note the ids that came into the window with the last pane, and those that left it.
    var recordsPassage = false
    private(set) var come: [Int] = []
    private(set) var left: [Int] = []
    /// The sum of c log2 c over the window's counts, in units of 2^-16: integers cancel without a rest.
    private var disorder: Int64 = 0
    private let disorders: [Int64] = Self.commonDisorders

    /// Packets lost to `giveUp`: the most of one key per pane, and since the start.
    private var lost: [(pane: Int64, packets: UInt64, sum: UInt64)] = []
    private var lostTotal: UInt64 = 0
    private var inherited: [(window: UInt64, total: UInt64)] = []
    private(set) var hasLost = false
    /// Packets of the window: of the rows, and of those that were given up, by the pane in which that was.
    private var held: UInt64 = 0
    private var forgotten: UInt64 { lost.reduce(0) { $0 &+ $1.sum } }

    init(openPanes: Int, isByBytes: Bool = false, hasTotal: Bool = true) {
        stride = openPanes
        self.isByBytes = isByBytes
        self.hasTotal = hasTotal
    }

    var count: Int { window.count }

    /// Makes room for the id that follows the last one.
    mutating func append() {
        if count & 63 == 0 { for _ in 0..<stride { touched.append(0) } }
        for _ in 0..<stride { open.append() }
        window.append()
        if hasTotal { total.append() }
        if hasLost { inherited.append(inheritance) }
    }

    /// Adds to the pane in `slot`; true when it is the first packet of `id` there.
    @inline(__always)
    @discardableResult
    mutating func add(_ id: Int, slot: Int, _ cell: Cell) -> Bool {
        let index = id &* stride &+ slot
        let isFirst = open.add(index, cell).packets == cell.packets
        if isFirst { touch(id, slot) }
        return isFirst
    }

    /// Ids, some maybe more than once, and what is to be added to each.
    typealias Rows = [(id: Int, cell: Cell)]

    /// Adds many rows to the pane in `slot`.
    mutating func add(_ rows: Rows, slot: Int) {
        open.add(rows, stride: stride, offset: slot)
        let stride = stride
        var touched = touched.mutableSpan
        for row in rows {
            touched[(row.id >> 6) &* stride &+ slot] |= 1 &<< UInt64(truncatingIfNeeded: row.id & 63)
        }
    }

    @inline(__always)
    private mutating func touch(_ id: Int, _ slot: Int) {
        touched[(id >> 6) &* stride &+ slot] |= 1 &<< UInt64(truncatingIfNeeded: id & 63)
    }

    /// The ids of 64 that the pane in `slot` holds.
    private func touched(_ word: Int, _ slot: Int) -> UInt64 { touched[word &* stride &+ slot] }

    /// Closes a pane: what it counted moves into the window and the totals, and panes up to `expired` leave.
    /// A row of the log counts only for the key that held its id then, which `keys` tells.
    mutating func close(_ pane: Int64, slot: Int, expired: Int64, keys: borrowing KeyIndex) {
        (come, left) = ([], [])
        while let oldest = log.oldest, oldest <= expired {
            var reader = PaneLog.Reader(log.removeOldest())
            while let (id, cell) = reader.next() {
                if keys.born(id) <= oldest { takeBack(id, cell) }
            }
        }
        // What was given up then may have been counted in any pane that was open.
        lost.removeAll { $0.pane <= expired - Int64(stride - 1) }
        take(pane, slot)
    }

    /// The same for ids that never change hands.
    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        while let oldest = log.oldest, oldest <= expired {
            var reader = PaneLog.Reader(log.removeOldest())
            while let (id, cell) = reader.next() { takeBack(id, cell) }
        }
        take(pane, slot)
    }

    private mutating func take(_ pane: Int64, _ slot: Int) {
        latestPane = pane
        new = 0
        let words = touched.count / stride
        let rows = (0..<words).reduce(0) { $0 + touched($1, slot).nonzeroBitCount }
        guard rows > 0 else { return }
        var block = PaneLog.block(rows: rows)
        var last = 0
        for word in 0..<words {
            var bits = touched(word, slot)
            touched[word &* stride &+ slot] = 0
            while bits != 0 {
                let id = word &* 64 &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                let cell = open.take(id &* stride &+ slot)
                // What was given up leaves nothing.
                guard cell.packets > 0 else { continue }
                PaneLog.append(id, cell, to: &block, last: &last)
                enter(id, cell)
            }
        }
        log.add(pane, block)
    }

    /// Adds to the window and the total.
    @inline(__always)
    private mutating func enter(_ id: Int, _ cell: Cell) {
        let after = window.add(id, cell)
        let before = after.packets &- cell.packets
        if before == 0 {
            new &+= 1
            distinct &+= 1
            if recordsPassage { come.append(id) }
        }
        weigh(before, after.packets)
        windowTop.changed(id, rank(after))
        if hasTotal { totalTop.changed(id, rank(total.add(id, cell))) }
    }

    /// Takes back from the window what `enter` added.
    @inline(__always)
    private mutating func takeBack(_ id: Int, _ cell: Cell) {
        let after = window.subtract(id, cell)
        let before = after.packets &+ cell.packets
        if before > 0 && after.packets == 0 {
            distinct &-= 1
            if recordsPassage { left.append(id) }
        }
        weigh(before, after.packets)
        windowTop.changed(id, rank(after))
    }

    @inline(__always)
    private mutating func weigh(_ before: UInt64, _ after: UInt64) {
        held = held &+ after &- before
        disorder &+= disorder(after) &- disorder(before)
    }

    @inline(__always)
    private func disorder(_ count: UInt64) -> Int64 {
        count < UInt64(truncatingIfNeeded: disorders.count)
            ? disorders[Int(truncatingIfNeeded: count)] : Self.disorder(count)
    }

    /// Of the counts that most keys have.
    private static let commonDisorders: [Int64] = (0..<1024).map { disorder(UInt64($0)) }

    private static func disorder(_ count: UInt64) -> Int64 {
        guard count > 1 else { return 0 }
        let bounded = Double(min(count, 1 << 40))
        return Int64((bounded * log2(bounded) * 65536).rounded())
    }

    @inline(__always)
    private func rank(_ cell: Cell) -> UInt64 {
        isByBytes ? max(cell.bytes, min(cell.packets, 1)) : cell.packets
    }

    // MARK: Giving up

    /// Packets of `id` that would be forgotten with it.
    @inline(__always)
    func weight(_ id: Int) -> UInt64 {
        var sum = window.packets(id)
        for slot in 0..<stride { sum &+= open.packets(id &* stride &+ slot) }
        return sum
    }

    private var inheritance: (window: UInt64, total: UInt64) { (lost.last?.packets ?? 0, lostTotal) }

    /// Forgets what `id` counted, for another key takes its place; `pane` is the oldest open one.
    mutating func giveUp(_ id: Int, pane: Int64, born: Int64) {
        if !hasLost {
            hasLost = true
            inherited = .init(repeating: (0, 0), count: window.count)
        }
        let gone = weight(id) &+ (born == pane ? inherited[id].window : 0)
        if lost.last?.pane != pane { lost.append((pane, 0, 0)) }
        lost[lost.count - 1].sum &+= weight(id)
        lost[lost.count - 1].packets = max(lost[lost.count - 1].packets, gone)
        if hasTotal {
            lostTotal = max(
                lostTotal, total.packets(id) &+ weight(id) &- window.packets(id) &+ inherited[id].total)
            total.take(id)
        }
        if window.packets(id) > 0 { takeBack(id, window[id]) }
        if recordsPassage { (come, left) = ([], []) }
        for slot in 0..<stride { open.take(id * stride + slot) }
        inherited[id] = inheritance
    }

    /// The most packets of the window that the key of `id` may have had before it came; nil when none.
    func windowError(_ id: Int, born: Int64) -> UInt64? {
        guard hasLost, !lost.isEmpty else { return nil }
        var sum: UInt64 = 0
        for loss in lost where loss.pane < born { sum &+= loss.packets }
        if lost.contains(where: { $0.pane == born }) { sum &+= inherited[id].window }
        return sum == 0 ? nil : sum
    }

    /// The same for the pane that was closed last.
    func intervalError(_ id: Int, born: Int64) -> UInt64? {
        guard hasLost, latestPane < born + Int64(stride), inherited[id].window > 0 else { return nil }
        return inherited[id].window
    }

    func totalError(_ id: Int) -> UInt64? {
        guard hasLost, inherited[id].total > 0 else { return nil }
        return inherited[id].total
    }

    /// The most packets of `pane`, which was closed last, that a key may have had which holds no id.
    func lostAtMost(in pane: Int64) -> UInt64 {
        lost.reduce(0) { $1.pane > pane - Int64(stride) && $1.pane <= pane ? $0 &+ $1.packets : $0 }
    }

    /// Packets of the window, those that were given up included.
    var counted: UInt64 { held &+ forgotten }

    /// Have keys with packets in the window been given up, so that `distinct` is too low?
    var isWindowPartial: Bool { !lost.isEmpty }

    /// The most that a key lost in `pane` so far: giving up one with no more than that costs no accuracy.
    func loss(in pane: Int64) -> UInt64 {
        guard let last = lost.last, last.pane == pane else { return 0 }
        return last.packets
    }

    // MARK: Answers

    /// Shannon entropy of the window in bits; packets that were given up count as all different.
    var entropy: Double {
        let count = Double(held &+ forgotten)
        guard count > 0 else { return 0 }
        return max(0, log2(count) - Double(disorder) / 65536 / count)
    }

    /// The ids of the pane that was closed last, and what they counted there.
    var latest: [(id: Int, cell: Cell)] {
        var rows: [(id: Int, cell: Cell)] = []
        readLatest { rows.append(($0, $1)) }
        return rows
    }

    /// Those of `latest` that may be among its first `rows`.
    func latestCandidates(_ rows: Int) -> [(id: Int, cell: Cell)] {
        // What was lost may lift any row.
        guard !hasLost else { return latest }
        var best: [(id: Int, cell: Cell)] = []
        var (least, enough): (UInt64, Int) = (0, 4 * rows + 64)
        readLatest { id, cell in
            guard rank(cell) >= least else { return }
            best.append((id, cell))
            guard best.count >= enough else { return }
            var counts = Ranks()
            for row in best { counts.add(rank(row.cell)) }
            least = counts.floor(of: rows)
            best.removeAll { rank($0.cell) < least }
            // Many may be as high as the last of the rows.
            enough = max(enough, 2 * best.count)
        }
        return best
    }

    @inline(__always)
    private func readLatest(_ body: (Int, Cell) -> Void) {
        guard log.youngest == latestPane, let block = log.blocks.last else { return }
        var reader = PaneLog.Reader(block.rows)
        while let (id, cell) = reader.next() { body(id, cell) }
    }

    mutating func windowCandidates(_ rows: Int) -> [Int] {
        windowTop.query(rows: rows, among: window.count) {
            Self.rank(window[$0], isByBytes)
        }
    }

    mutating func totalCandidates(_ rows: Int) -> [Int] {
        totalTop.query(rows: rows, among: total.count) {
            Self.rank(total[$0], isByBytes)
        }
    }

    private static func rank(_ cell: Cell, _ isByBytes: Bool) -> UInt64 {
        isByBytes ? max(cell.bytes, min(cell.packets, 1)) : cell.packets
    }

    /// A sketch of the keys that the window and the open panes hold.
    func sketch(_ keys: borrowing KeyIndex, oldest: Int64) -> SlidingHyperLogLog {
        var sketch = SlidingHyperLogLog(base: oldest &- Configuration.windowLimit)
        for (pane, block) in log.blocks {
            var reader = PaneLog.Reader(block)
            while let (id, _) = reader.next() {
                if keys.born(id) <= pane { sketch.add(keys.hash(of: id), pane: pane) }
            }
        }
        for pane in oldest..<oldest + Int64(stride) {
            let slot = Int(pane.floorModulo(Int64(stride)))
            for word in 0..<touched.count / stride {
                let bits = touched(word, slot)
                for id in word * 64..<word * 64 + 64 where bits >> UInt64(id & 63) & 1 == 1 {
                    if open.packets(id * stride + slot) > 0 { sketch.add(keys.hash(of: id), pane: pane) }
                }
            }
        }
        return sketch
    }
}
