/// The hosts, as sources and as destinations: one set of keys, two sets of counts. See `KeyTally`.
struct HostTally: ~Copyable {
    var index: KeyIndex
    var sources: Tally
    var destinations: Tally
    private var hand = 0
    private var sketches: (sources: SlidingHyperLogLog, destinations: SlidingHyperLogLog)?
    /// See `KeyTally`.
    private var sketchedPane = Int64.min

    init(limit: Int, openPanes: Int, isByBytes: Bool) {
        index = KeyIndex(limit: limit)
        sources = Tally(openPanes: openPanes, isByBytes: isByBytes)
        destinations = Tally(openPanes: openPanes, isByBytes: isByBytes)
    }

    /// Counts packets of many hosts that sent them, and of those that received them.
    mutating func add(
        sources sent: Tally.Rows, destinations received: Tally.Rows, pane: Int64, slot: Int
    ) {
        sources.add(sent, slot: slot)
        destinations.add(received, slot: slot)
        guard sketches != nil else { return }
        for row in sent { sketches!.sources.add(index.hash(of: row.id), pane: pane) }
        for row in received { sketches!.destinations.add(index.hash(of: row.id), pane: pane) }
    }

    @inline(__always)
    mutating func addSource(_ id: Int, _ cell: Cell, pane: Int64, slot: Int) {
        if sources.add(id, slot: slot, cell), sketches != nil {
            sketches!.sources.add(index.hash(of: id), pane: pane)
        }
    }

    @inline(__always)
    mutating func addDestination(_ id: Int, _ cell: Cell, pane: Int64, slot: Int) {
        if destinations.add(id, slot: slot, cell), sketches != nil {
            sketches!.destinations.add(index.hash(of: id), pane: pane)
        }
    }

    /// Gives a host that `index.find` has not found an id, that of another host where there are too many, but not
    /// that of `spared`, which is the other end of the same packet.
    mutating func insert(_ key: KeyHash, _ text: RawSpan, _ oldest: Int64, sparing spared: Int = -1) -> Int {
        let none = text.extracting(0..<0)
        guard index.isFull else {
            sources.append()
            destinations.append()
            return index.insert(key, text, none, born: oldest)
        }
        if sketches == nil {
            sketches = (sources.sketch(index, oldest: oldest), destinations.sketch(index, oldest: oldest))
        }
        let id = victim(oldest, sparing: spared)
        sources.giveUp(id, pane: oldest, born: index.born(id))
        destinations.giveUp(id, pane: oldest, born: index.born(id))
        index.replace(id, key, text, none, born: oldest)
        return id
    }

    /// A host that is little in both roles.
    private mutating func victim(_ oldest: Int64, sparing spared: Int) -> Int {
        let enough = (sources.loss(in: oldest), destinations.loss(in: oldest))
        var best = (id: 0, weight: UInt64.max)
        for _ in 0..<KeyTally.sample {
            hand = hand + 1 < index.count ? hand + 1 : 0
            if hand == spared { continue }
            let weights = (sources.weight(hand), destinations.weight(hand))
            if weights.0 <= enough.0 && weights.1 <= enough.1 { return hand }
            if max(weights.0, weights.1) < best.weight { best = (hand, max(weights.0, weights.1)) }
        }
        // Those behind the one that was found have not had their turn yet.
        hand = best.id
        return best.id
    }

    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        sources.close(pane, slot: slot, expired: expired, keys: index)
        destinations.close(pane, slot: slot, expired: expired, keys: index)
        if !sources.isWindowPartial && !destinations.isWindowPartial && sketchedPane <= expired {
            sketches = nil
        }
    }

    /// Adds the hosts that another table saw in `pane`, from its `SlidingHyperLogLog.ranks`.
    mutating func add(ranks: [UInt8], isSources: Bool, pane: Int64) {
        if sketches == nil {
            sketches = (sources.sketch(index, oldest: pane), destinations.sketch(index, oldest: pane))
        }
        if isSources {
            sketches!.sources.add(ranks: ranks, pane: pane)
        } else {
            sketches!.destinations.add(ranks: ranks, pane: pane)
        }
        sketchedPane = max(sketchedPane, pane)
    }

    /// The ranks of `pane` for another table; nil where every host has a row.
    func ranks(in pane: Int64) -> (sources: [UInt8], destinations: [UInt8])? {
        sketches.map { ($0.sources.ranks(in: pane), $0.destinations.ranks(in: pane)) }
    }

    func distinctSources(_ pane: Int64, expired: Int64) -> Snapshot.Distinct {
        Snapshot.Distinct(sources, sketches?.sources, pane: pane, expired: expired)
    }

    func distinctDestinations(_ pane: Int64, expired: Int64) -> Snapshot.Distinct {
        Snapshot.Distinct(destinations, sketches?.destinations, pane: pane, expired: expired)
    }
}
