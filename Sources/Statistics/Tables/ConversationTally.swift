/// Rows for pairs of hosts, both directions as one, and which of the two opened the conversation.
///
/// The first of a pair is the end with the lower hash, whichever of them sends.
/// The opener is the sender of the earliest TCP SYN without ACK between them; without one, of the earliest packet.
///
/// Conversations are called by their hosts. Only from when hosts lose their ids on do they keep texts of their own.
struct ConversationTally: ~Copyable {
    var keys: KeyTally
    private var openers = Chunks<Opener>()
    private var hasNames = false

    private struct Opener {
        var timestamp = Int64.max
        var hasSYN = false
        /// Is the first of the pair the opener?
        var isFirst = true
        /// Is the conversation counted for the host below?
        var isCounted = false
        var host = CachedFlow.absent
        var hash: UInt64 = 0
        /// The ids of both hosts.
        var first: UInt32
        var second: UInt32
    }
    /// Conversations that were given up while they were in the window, by their openers.
    private(set) var gone: [(host: UInt32, hash: UInt64)] = []

    init(limit: Int, openPanes: Int, isByBytes: Bool) {
        keys = KeyTally(limit: limit, openPanes: openPanes, isByBytes: isByBytes)
        keys.tally.recordsPassage = true
    }

    /// Gives a conversation that the index has not found an id, that of another one where there are too many; `first` and
    /// `second` are the ids of its hosts.
    mutating func insert(
        _ pair: KeyHash, _ first: UInt32, _ second: UInt32, _ hosts: borrowing HostTally, _ oldest: Int64
    ) -> Int {
        let id =
            hasNames
            ? hosts.index.withText(Int(first)) { one in
                hosts.index.withText(Int(second)) { other in keys.insert(pair, one, other, oldest) }
            } : keys.insert(pair, RawSpan(), RawSpan(), oldest)
        let opener = Opener(first: first, second: second)
        if id == openers.count {
            openers.append(opener)
        } else {
            if openers[id].isCounted { gone.append((openers[id].host, openers[id].hash)) }
            openers[id] = opener
        }
        return id
    }

    /// Hosts are about to lose their ids: from now on conversations keep the texts of theirs.
    mutating func keepNames(_ hosts: borrowing KeyIndex) {
        guard !hasNames else { return }
        hasNames = true
        for id in 0..<openers.count {
            hosts.withText(Int(openers[id].first)) { one in
                hosts.withText(Int(openers[id].second)) { other in keys.index.name(id, one, other) }
            }
        }
    }

    /// Packets of the conversation in the open pane of `slot`.
    @inline(__always)
    func packets(_ id: Int, slot: Int) -> UInt64 { keys.tally.packets(id, slot: slot) }

    /// Counts packets of a conversation.
    @inline(__always)
    mutating func add(_ id: Int, _ cell: Cell, pane: Int64, slot: Int) {
        keys.count(id, cell, pane: pane, slot: slot)
    }

    /// A packet that may have opened the conversation, and whether the first of the pair sent it, which is `host`.
    mutating func open(
        _ id: Int, at timestamp: Int64, isSYN: Bool, isFirst: Bool, by host: UInt32,
        _ hosts: borrowing KeyIndex
    ) {
        let known = openers[id]
        guard isSYN == known.hasSYN ? timestamp < known.timestamp : isSYN else { return }
        openers[id] = Opener(
            timestamp: timestamp, hasSYN: isSYN, isFirst: isFirst, host: host,
            hash: hosts.hash(of: Int(host)), first: known.first, second: known.second)
        guard known.isCounted else { return }
        if known.isFirst == isFirst {
            // Still counted for the same host, under the id and hash by which it was.
            (openers[id].isCounted, openers[id].host, openers[id].hash) = (true, known.host, known.hash)
        } else {
            gone.append((known.host, known.hash))
            changed.append(id)
        }
    }

    /// Is the opener the first of the pair, as far as is known?
    @inline(__always)
    func isOpenedByFirst(_ id: Int) -> Bool { openers[id].isFirst }

    /// Conversations in the window whose opener has changed.
    private var changed: [Int] = []

    /// After a pane was closed: tells whose conversations have come into the window and whose have left it.
    mutating func report(to fanOut: inout FanOutTally) {
        for owner in gone where fanOut.hasOwner(owner) {
            fanOut.count(owner.host, owner.hash, hasCome: false)
        }
        gone = []
        for id in keys.tally.left where openers[id].isCounted {
            openers[id].isCounted = false
            if fanOut.hasOwner((openers[id].host, openers[id].hash)) {
                fanOut.count(openers[id].host, openers[id].hash, hasCome: false)
            }
        }
        for id in changed + keys.tally.come where keys.tally.window[id].packets > 0 && !openers[id].isCounted
        {
            openers[id].isCounted = true
            fanOut.count(openers[id].host, openers[id].hash, hasCome: true)
        }
        changed = []
    }

    /// When a conversation was opened, and whether by a SYN, as far as is known.
    func opening(_ id: Int) -> (timestamp: Int64, hasSYN: Bool) {
        (openers[id].timestamp, openers[id].hasSYN)
    }

    /// The opener of a conversation and its peer.
    func ends(_ id: Int, _ hosts: borrowing KeyIndex) -> (opener: String, peer: String) {
        let opener = openers[id]
        let (first, second) =
            hasNames
            ? keys.index.texts(id) : (hosts.text(Int(opener.first)), hosts.text(Int(opener.second)))
        return opener.isFirst ? (first, second) : (second, first)
    }

    /// Do the texts of one conversation stand before those of another, byte by byte?
    func isOrdered(_ left: Int, _ right: Int, _ hosts: borrowing KeyIndex) -> Bool {
        if hasNames { return keys.index.isOrdered(left, right) }
        let (one, other) = (openers[left], openers[right])
        return hosts.isOrdered(
            (Int(one.first), Int(one.second)), (Int(other.first), Int(other.second)))
    }
}
