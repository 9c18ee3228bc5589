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
    }

    init(limit: Int, openPanes: Int, isByBytes: Bool) {
        keys = KeyTally(limit: limit, openPanes: openPanes, isByBytes: isByBytes)
    }

    /// The order of the two ends of a pair: the same whichever of them sends.
    @inline(__always)
    static func isOrdered(_ source: UInt64, _ destination: UInt64) -> Bool { source <= destination }

    @inline(__always)
    static func hash(_ low: UInt64, _ high: UInt64) -> UInt64 {
        TextHash.fold(low ^ 0x2545_F491_4F6C_DD1D, high &* 3)
    }

    /// Counts a packet between `first` and `second`, which stand in their order; `isFromFirst` says who sent it.
    @inline(__always)
    mutating func add(
        _ hash: UInt64, _ first: RawSpan, _ second: RawSpan, isFromFirst: Bool, isSYN: Bool, timestamp: Int64,
        _ cell: Cell, pane: Int64, slot: Int, oldest: Int64
    ) {
        let id = keys.add(hash, first, second, cell, pane: pane, slot: slot, oldest: oldest)
        let opener = Opener(timestamp: timestamp, hasSYN: isSYN, isFirst: isFromFirst)
        if id == openers.count {
            openers.append(opener)
        } else if keys.hasReplaced {
            openers[id] = opener
            keys.hasReplaced = false
        } else if isSYN && !openers[id].hasSYN {
            openers[id] = opener
        } else if isSYN == openers[id].hasSYN && timestamp < openers[id].timestamp {
            openers[id] = opener
        }
    }

    /// The opener of a conversation and its peer.
    func ends(_ id: Int) -> (opener: String, peer: String) {
        let (first, second) = keys.index.texts(id)
        return openers[id].isFirst ? (first, second) : (second, first)
    }
}
