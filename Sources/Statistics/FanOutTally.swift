/// What each source touched over the window: how many destinations, how many of their ports, how many SYNs in vain.
///
/// Destinations are the conversations that the source opened, which `ConversationTally` reports as they come into the
/// window and leave it; ports are rows of their own here, one for each source and destination port of its TCP SYNs and UDP
/// packets. Exact as long as those tables are.
///
/// Memory: 16 bytes for each host, and 12 for each source and port, besides what a `KeyTally` takes.
struct FanOutTally: ~Copyable {
    private var pairs: KeyTally
    private var touches = Chunks<Touch>()
    private var hosts = Chunks<Touched>()
    private var top = TopRows()
    /// SYNs without answer, by pane.
    private var vain: [(pane: Int64, owner: HostOwner)] = []

    /// The source and the port of a pair.
    struct Touch {
        var owner: HostOwner
        var port: UInt16
    }

    struct Touched {
        /// The tag of the host that has this id.
        var tag: UInt32 = 0
        var destinations: UInt32 = 0
        var ports: UInt32 = 0
        var unanswered: UInt32 = 0
        var widest: UInt64 { UInt64(max(destinations, max(ports, unanswered))) }
    }

    init(limit: Int, openPanes: Int) {
        pairs = KeyTally(limit: limit, openPanes: openPanes, isByBytes: false, hasTotal: false)
        pairs.tally.recordsPassage = true
    }

    /// Brings near where counting a port of a source looks first: see `Aggregator.settle`.
    @inline(__always)
    func prefetch(_ key: KeyHash, port: Int32) {
        pairs.index.prefetch(KeyHash(key, UInt32(bitPattern: port)))
    }

    /// Counts packets by which a source touches a port: TCP SYNs, and what is not TCP, of those who opened the conversation.
    @inline(__always)
    mutating func add(
        _ host: Int, _ key: KeyHash, port: Int32, _ cell: Cell, pane: Int64, slot: Int, oldest: Int64
    ) {
        // The key has no text: nobody asks for it.
        let none = RawSpan()
        let id = pairs.add(
            KeyHash(key, UInt32(bitPattern: port)), none, none, cell, pane: pane, slot: slot, oldest: oldest)
        let owner = HostOwner(UInt32(truncatingIfNeeded: host), hash: key.hash)
        let touch = Touch(owner: owner, port: UInt16(truncatingIfNeeded: port))
        if id == touches.count {
            touches.append(touch)
        } else if pairs.hasReplaced {
            pairs.hasReplaced = false
            if pairs.replacedWasInWindow { changeKnown(touches[id].owner) { $0.ports -= min($0.ports, 1) } }
            touches[id] = touch
        }
    }

    /// Time begins anew: see `KeyIndex`.
    mutating func restart() { pairs.index.restart() }

    /// A conversation that this host opened has come into the window.
    mutating func addDestination(of owner: HostOwner) { change(owner) { $0.destinations &+= 1 } }

    /// A conversation that this host opened has left the window.
    mutating func removeDestination(of owner: HostOwner) {
        changeKnown(owner) { $0.destinations -= min($0.destinations, 1) }
    }

    private mutating func change(_ owner: HostOwner, _ body: (inout Touched) -> Void) {
        let index = Int(owner.id)
        while hosts.count <= index { hosts.append(Touched()) }
        // The id has another owner now: what the old one touched goes with it.
        if hosts[index].tag != owner.tag { hosts[index] = Touched(tag: owner.tag) }
        body(&hosts[index])
        top.changed(index, hosts[index].widest)
    }

    /// Changes what a host touched, unless its id has gone to another one.
    private mutating func changeKnown(_ owner: HostOwner, _ body: (inout Touched) -> Void) {
        guard Int(owner.id) < hosts.count && hosts[Int(owner.id)].tag == owner.tag else { return }
        change(owner, body)
    }

    /// Closes a pane in which the SYNs of `unanswered` have run out of time; `keys` tells which hosts are still held.
    mutating func close(
        _ pane: Int64, slot: Int, expired: Int64, unanswered: [(host: UInt32, hash: UInt64)],
        keys: borrowing KeyIndex
    ) {
        pairs.close(pane, slot: slot, expired: expired)
        for id in pairs.tally.left { changeKnown(touches[id].owner) { $0.ports -= min($0.ports, 1) } }
        for id in pairs.tally.come { change(touches[id].owner) { $0.ports &+= 1 } }
        let leaving = vain.prefix { $0.pane <= expired }
        for entry in leaving { changeKnown(entry.owner) { $0.unanswered -= min($0.unanswered, 1) } }
        vain.removeFirst(leaving.count)
        for entry in unanswered where keys.hash(of: Int(entry.host)) == entry.hash {
            let owner = HostOwner(entry.host, hash: entry.hash)
            vain.append((pane, owner))
            change(owner) { $0.unanswered &+= 1 }
        }
        // A flood from many sources must not be remembered longer than they are.
        if vain.count > 2 * keys.limit { vain.removeAll { $0.owner != HostOwner($0.owner.id, keys) } }
    }

    /// What was touched in the pane that was closed last.
    var latest: [(owner: HostOwner, port: UInt16, packets: UInt64)] {
        pairs.tally.latest.map { (touches[$0.id].owner, touches[$0.id].port, $0.cell.packets) }
    }

    func lostAtMost(in pane: Int64) -> UInt64 { pairs.tally.lostAtMost(in: pane) }

    /// Is what is kept of an id that of the host which has it now?
    private func isCurrent(_ id: Int, _ keys: borrowing KeyIndex) -> Bool {
        hosts[id].tag == HostOwner(UInt32(truncatingIfNeeded: id), keys).tag
    }

    /// The `limit` sources that touched most, widest first, of those that touched more than one of anything.
    mutating func rows(_ limit: Int, _ keys: borrowing HostTally, isEstimate: Bool) -> [Snapshot.FanOut] {
        let candidates = top.query(rows: limit, among: hosts.count) { hosts[$0].widest }
        var rows: [(id: Int, widest: UInt64)] = []
        for id in candidates where hosts[id].widest > 1 && isCurrent(id, keys.index) {
            let row = (id: id, widest: hosts[id].widest)
            func precedes(_ other: (id: Int, widest: UInt64)) -> Bool {
                row.widest == other.widest
                    ? keys.index.isOrdered(row.id, other.id) : row.widest > other.widest
            }
            var place = rows.count
            while place > 0 && precedes(rows[place - 1]) { place -= 1 }
            rows.insert(row, at: place)
            if rows.count > limit { rows.removeLast() }
        }
        var made: [Snapshot.FanOut] = []
        for row in rows {
            let touched = hosts[row.id]
            made.append(
                Snapshot.FanOut(
                    source: keys.index.text(row.id), packets: keys.sources.window[row.id].packets,
                    destinations: UInt64(touched.destinations), ports: UInt64(touched.ports),
                    unansweredSYNs: UInt64(touched.unanswered),
                    isEstimate: isEstimate || pairs.tally.isWindowPartial))
        }
        return made
    }
}
