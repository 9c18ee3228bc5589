/// Rows for pairs of hosts, both directions as one, and which of the two opened the conversation.
///
/// The first of a pair is the end with the lower hash, whichever of them sends.
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

    /// Counts packets between two hosts, and tells of each whether it came from the opener, as far as is known.
    mutating func count(_ packets: inout [Arrival], _ hosts: borrowing HostTally, oldest: Int64) {
        if packets.count > 1 { approach(&packets) }
        for index in packets.indices where packets[index].hasBothEnds {
            packets[index].isFromOpener = add(packets[index], hosts, oldest: oldest)
        }
    }

    /// Looks up all packets before any is counted, so that the processor waits for their memory together.
    private mutating func approach(_ packets: inout [Arrival]) {
        var sum: UInt64 = 0
        for index in packets.indices where packets[index].hasBothEnds {
            sum &+= keys.index.approach(packets[index].pairKey)
        }
        for index in packets.indices where packets[index].hasBothEnds {
            let id = keys.index.find(packets[index].pairKey)
            packets[index].conversation = Int32(truncatingIfNeeded: id)
            if id >= 0 {
                sum &+= keys.tally.packets(id, slot: Int(packets[index].slot))
                sum &+= UInt64(openers[id].host)
            }
        }
        approached = sum
        replacements = keys.index.replacements
    }
    private var approached: UInt64 = 0
    /// Of the index, when the packets were looked up.
    private var replacements = 0

    @inline(__always)
    private mutating func add(_ packet: Arrival, _ hosts: borrowing HostTally, oldest: Int64) -> Bool {
        let isFromFirst = packet.isFromFirst
        var id = Int(packet.conversation)
        if id < 0 || keys.index.replacements != replacements { id = keys.index.find(packet.pairKey) }
        if id < 0 { id = insert(packet, isFromFirst: isFromFirst, hosts, oldest) }
        keys.count(id, packet.pairKey, packet.cell, pane: packet.pane, slot: Int(packet.slot))
        let (isSYN, timestamp) = (packet.isOpening, packet.segment.timestamp)
        if id < openers.count && !keys.hasReplaced {
            let isEarlier =
                isSYN == openers[id].hasSYN ? timestamp < openers[id].timestamp : isSYN
            if !isEarlier { return openers[id].isFirst == isFromFirst }
        }
        setOpener(
            id,
            Opener(
                timestamp: timestamp, hasSYN: isSYN, isFirst: isFromFirst, host: packet.source,
                hash: packet.segment.source))
        return true
    }

    @inline(never)
    private mutating func insert(
        _ packet: Arrival, isFromFirst: Bool, _ hosts: borrowing HostTally, _ oldest: Int64
    ) -> Int {
        let first = isFromFirst ? packet.source : packet.destination
        let second = isFromFirst ? packet.destination : packet.source
        return hosts.index.withText(Int(first)) { one in
            hosts.index.withText(Int(second)) { other in keys.insert(packet.pairKey, one, other, oldest) }
        }
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

    /// When a conversation was opened, and whether by a SYN, as far as is known.
    func opening(_ id: Int) -> (timestamp: Int64, hasSYN: Bool) {
        (openers[id].timestamp, openers[id].hasSYN)
    }

    /// The opener of a conversation and its peer.
    func ends(_ id: Int) -> (opener: String, peer: String) {
        let (first, second) = keys.index.texts(id)
        return openers[id].isFirst ? (first, second) : (second, first)
    }
}
