/// Rows for pairs of hosts, both directions as one, and which of the two opened the conversation.
///
/// The opener is the sender of the earliest TCP SYN without ACK between them; without one, of the earliest packet.
struct ConversationTally: ~Copyable {
    var keys: KeyTally
    private var openers: [Opener] = []

    private struct Opener {
        var timestamp: Int64
        var hasSYN: Bool
        /// Is the first text of the pair, which is the lower one, the opener?
        var isFirst: Bool
        /// Is the conversation counted for the host below?
        var isCounted = false
        var host: UInt32
        var hash: UInt64
    }
    /// Conversations that were given up while they were in the window, by their openers.
    private(set) var gone: [(host: UInt32, hash: UInt64)] = []

    init(limit: Int, openPanes: Int, isByBytes: Bool) {
        keys = KeyTally(limit: limit, openPanes: openPanes, isByBytes: isByBytes)
        keys.tally.recordsPassage = true
    }

    /// The order of the two ends of a pair: the same whichever of them sends.
    @inline(__always)
    static func isOrdered(_ source: UInt64, _ destination: UInt64) -> Bool { source <= destination }

    /// Counts a packet between `first` and `second`, which stand in their order; `isFromFirst` says who sent it.
    /// True when its sender, `host`, is the one that opened the conversation, as far as is known.
    @inline(__always)
    mutating func add(
        _ key: KeyHash, _ first: RawSpan, _ second: RawSpan, isFromFirst: Bool, isSYN: Bool, timestamp: Int64,
        _ cell: Cell, pane: Int64, slot: Int, oldest: Int64, host: Int, hostHash: UInt64
    ) -> Bool {
        let id = keys.add(key, first, second, cell, pane: pane, slot: slot, oldest: oldest)
        if id < openers.count && !keys.hasReplaced {
            let known = openers[id]
            let isEarlier = isSYN == known.hasSYN ? timestamp < known.timestamp : isSYN
            if !isEarlier { return known.isFirst == isFromFirst }
        }
        setOpener(
            id,
            Opener(
                timestamp: timestamp, hasSYN: isSYN, isFirst: isFromFirst,
                host: UInt32(truncatingIfNeeded: host),
                hash: hostHash))
        return true
    }

    private mutating func setOpener(_ id: Int, _ opener: Opener) {
        guard id < openers.count else { return openers.append(opener) }
        let known = openers[id]
        openers[id] = opener
        if keys.hasReplaced {
            keys.hasReplaced = false
            if known.isCounted { gone.append((known.host, known.hash)) }
        } else if known.isCounted {
            if known.isFirst == opener.isFirst {
                // Still counted for the same host, under the id and hash by which it was.
                (openers[id].isCounted, openers[id].host, openers[id].hash) = (true, known.host, known.hash)
            } else {
                gone.append((known.host, known.hash))
                changed.append(id)
            }
        }
    }

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

    /// The opener of a conversation and its peer.
    func ends(_ id: Int) -> (opener: String, peer: String) {
        let (first, second) = keys.index.texts(id)
        return openers[id].isFirst ? (first, second) : (second, first)
    }
}
