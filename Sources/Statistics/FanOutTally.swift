/// What each source touched over the window: how many destinations, how many of their ports, how many SYNs in vain.
///
/// Destinations are the conversations that the source opened, which `ConversationTally` reports as they come into the
/// window and leave it; ports are rows of their own here, one for each source and destination port of its TCP SYNs and UDP
/// packets. Exact as long as those tables are.
struct FanOutTally: ~Copyable {
    private var pairs: KeyTally
    /// The source of each pair, by id and hash.
    private var owners: [(host: UInt32, port: UInt16, hash: UInt64)] = []
    private var hosts: [Touched] = []
    private var top = TopRows()
    /// SYNs without answer, by pane.
    private var vain: [(pane: Int64, host: UInt32, hash: UInt64)] = []

    private struct Touched {
        /// The host that has this id, by its hash.
        var hash: UInt64 = 0
        var destinations: UInt32 = 0
        var ports: UInt32 = 0
        var unanswered: UInt32 = 0
        var widest: UInt64 { UInt64(max(destinations, max(ports, unanswered))) }
    }

    init(limit: Int, openPanes: Int) {
        pairs = KeyTally(limit: limit, openPanes: openPanes, isByBytes: false)
        pairs.tally.recordsPassage = true
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
        let owner = (
            host: UInt32(truncatingIfNeeded: host), port: UInt16(truncatingIfNeeded: port), hash: key.hash
        )
        if id == owners.count {
            owners.append(owner)
        } else if pairs.hasReplaced {
            pairs.hasReplaced = false
            if pairs.replacedWasInWindow && hasOwner((owners[id].host, owners[id].hash)) {
                change(owners[id].host, owners[id].hash) { $0.ports -= min($0.ports, 1) }
            }
            owners[id] = owner
        }
    }

    /// Time begins anew: see `KeyIndex`.
    mutating func restart() { pairs.index.restart() }

    /// A conversation that `host` opened has come into the window, or left it.
    mutating func count(_ host: UInt32, _ hash: UInt64, hasCome: Bool) {
        change(host, hash) { touched in
            if hasCome {
                touched.destinations &+= 1
            } else if touched.destinations > 0 {
                touched.destinations &-= 1
            }
        }
    }

    private mutating func change(_ host: UInt32, _ hash: UInt64, _ body: (inout Touched) -> Void) {
        let index = Int(host)
        while hosts.count <= index { hosts.append(Touched()) }
        // The id has another owner now: what the old one touched goes with it.
        if hosts[index].hash != hash { hosts[index] = Touched(hash: hash) }
        body(&hosts[index])
        top.changed(index, hosts[index].widest)
    }

    /// Closes a pane in which the SYNs of `unanswered` have run out of time; `keys` tells which hosts are still held.
    mutating func close(
        _ pane: Int64, slot: Int, expired: Int64, unanswered: [(host: UInt32, hash: UInt64)],
        keys: borrowing KeyIndex
    ) {
        pairs.close(pane, slot: slot, expired: expired)
        for id in pairs.tally.left where hasOwner((owners[id].host, owners[id].hash)) {
            change(owners[id].host, owners[id].hash) { if $0.ports > 0 { $0.ports &-= 1 } }
        }
        for id in pairs.tally.come { change(owners[id].host, owners[id].hash) { $0.ports &+= 1 } }
        let leaving = vain.prefix { $0.pane <= expired }
        for entry in leaving where hasOwner((entry.host, entry.hash)) {
            change(entry.host, entry.hash) { if $0.unanswered > 0 { $0.unanswered &-= 1 } }
        }
        vain.removeFirst(leaving.count)
        for entry in unanswered where keys.hash(of: Int(entry.host)) == entry.hash {
            vain.append((pane, entry.host, entry.hash))
            change(entry.host, entry.hash) { $0.unanswered &+= 1 }
        }
        // A flood from many sources must not be remembered longer than they are.
        if vain.count > 2 * keys.limit {
            vain.removeAll { keys.hash(of: Int($0.host)) != $0.hash }
        }
    }

    /// What was touched in the pane that was closed last.
    var latest: [(host: UInt32, hash: UInt64, port: UInt16, packets: UInt64)] {
        pairs.tally.latest.map {
            (owners[$0.id].host, owners[$0.id].hash, owners[$0.id].port, $0.cell.packets)
        }
    }

    func lostAtMost(in pane: Int64) -> UInt64 { pairs.tally.lostAtMost(in: pane) }

    func hasOwner(_ owner: (host: UInt32, hash: UInt64)) -> Bool {
        Int(owner.host) < hosts.count && hosts[Int(owner.host)].hash == owner.hash
    }

    /// The `limit` sources that touched most, widest first, of those that touched more than one of anything.
    mutating func rows(_ limit: Int, _ keys: borrowing HostTally, isEstimate: Bool) -> [Snapshot.FanOut] {
        let candidates = top.query(rows: limit, among: hosts.count) { [hosts] in hosts[$0].widest }
        var rows: [(id: Int, widest: UInt64)] = []
        for id in candidates where hosts[id].widest > 1 && keys.index.hash(of: id) == hosts[id].hash {
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
