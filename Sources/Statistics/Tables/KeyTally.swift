/// Rows for one kind of key: the keys, their counts, and what is left of those that did not fit.
///
/// Up to `limit` keys everything is exact. Beyond it the key with the fewest packets among the next `sample` takes turns
/// to be given up (see `Tally` for the bound), and the number of different keys is estimated
/// (see `SlidingHyperLogLog`).
struct KeyTally: ~Copyable {
    var index: KeyIndex
    var tally: Tally
    private var hand = 0
    private var sketch: SlidingHyperLogLog?
    /// The last pane that held keys which only a sketch of it knows.
    private var sketchedPane = Int64.min
    /// The last key took the place of another; whoever keeps more about ids takes it back to false.
    var hasReplaced = false
    /// Whether that other key had packets in the window.
    private(set) var replacedWasInWindow = false

    static let sample = 32

    init(limit: Int, openPanes: Int, isByBytes: Bool, hasTotal: Bool = true) {
        index = KeyIndex(limit: limit)
        tally = Tally(openPanes: openPanes, isByBytes: isByBytes, hasTotal: hasTotal)
    }

    /// Counts a packet of a key in `pane`, and returns the key's id. `oldest` is the oldest pane that is open.
    @inline(__always)
    @discardableResult
    mutating func add(
        _ key: KeyHash, _ first: RawSpan, _ second: RawSpan, _ cell: Cell, pane: Int64, slot: Int,
        oldest: Int64
    ) -> Int {
        var id = index.find(key)
        if id < 0 { id = insert(key, first, second, oldest) }
        count(id, cell, pane: pane, slot: slot)
        return id
    }

    /// Counts a packet of the key that has this id.
    @inline(__always)
    mutating func count(_ id: Int, _ cell: Cell, pane: Int64, slot: Int) {
        if tally.add(id, slot: slot, cell), sketch != nil { sketch!.add(index.hash(of: id), pane: pane) }
    }

    /// Counts packets of many keys by their ids.
    mutating func count(_ rows: Tally.Rows, pane: Int64, slot: Int) {
        tally.add(rows, slot: slot)
        if sketch != nil { for row in rows { sketch!.add(index.hash(of: row.id), pane: pane) } }
    }

    /// Gives a key that `index.find` has not found an id, that of another key where there are too many.
    mutating func insert(_ key: KeyHash, _ first: RawSpan, _ second: RawSpan, _ oldest: Int64) -> Int {
        guard index.isFull else {
            tally.append()
            return index.insert(key, first, second, born: oldest)
        }
        if sketch == nil { sketch = tally.sketch(index, oldest: oldest) }
        let id = victim(oldest)
        replacedWasInWindow = tally.window[id].packets > 0
        tally.giveUp(id, pane: oldest, born: index.born(id))
        index.replace(id, key, first, second, born: oldest)
        hasReplaced = true
        return id
    }

    private mutating func victim(_ oldest: Int64) -> Int {
        let enough = tally.loss(in: oldest)
        var best = (id: 0, weight: UInt64.max)
        for _ in 0..<Self.sample {
            hand = hand + 1 < index.count ? hand + 1 : 0
            let weight = tally.weight(hand)
            if weight < best.weight { best = (hand, weight) }
            if weight <= enough { return hand }
        }
        // Those behind the one that was found have not had their turn yet.
        hand = best.id
        return best.id
    }

    /// Closes a pane, the oldest open one; what it counted moves into the window.
    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        tally.close(pane, slot: slot, expired: expired, keys: index)
        if !tally.isWindowPartial && sketchedPane <= expired { sketch = nil }
    }

    /// Adds the keys that another table saw in `pane`, from its `SlidingHyperLogLog.ranks`.
    mutating func add(ranks: [UInt8], pane: Int64) {
        if sketch == nil { sketch = tally.sketch(index, oldest: pane) }
        sketch!.add(ranks: ranks, pane: pane)
        sketchedPane = max(sketchedPane, pane)
    }

    /// See `Tally`.
    mutating func lostAtMost(in pane: Int64) -> UInt64 { tally.lostAtMost(in: pane) }

    /// The ranks of `pane` for another table; nil where every key has a row.
    func ranks(in pane: Int64) -> [UInt8]? { sketch?.ranks(in: pane) }

    /// Different keys over the panes after `expired` and up to `pane`, which was closed last.
    func distinct(_ pane: Int64, expired: Int64) -> Snapshot.Distinct {
        Snapshot.Distinct(tally, sketch, pane: pane, expired: expired)
    }
}

extension Snapshot.Distinct {
    init(_ tally: borrowing Tally, _ sketch: SlidingHyperLogLog?, pane: Int64, expired: Int64) {
        guard let sketch else {
            self.init(count: tally.distinct, new: tally.new)
            return
        }
        let all = sketch.estimate(from: expired + 1, through: pane)
        let before = sketch.estimate(from: expired + 1, through: pane - 1)
        self.init(
            count: UInt64(all.rounded()), new: UInt64(max(0, all - before).rounded()),
            error: UInt64((all * SlidingHyperLogLog.standardError).rounded(.up)))
    }
}
