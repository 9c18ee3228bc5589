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

    /// 16 bytes. While hosts keep their ids it holds those of both; from then on the opener, for the conversation has texts.
    struct Opener {
        var timestamp = Int64.max
        /// Of the first host, or the opener. Ids leave eight bits of their words, and the marks stand there.
        private var markedId: UInt32
        /// The id of the second host, or the tag of the opener.
        private var other: UInt32

        private static let idMask = UInt32.max >> 8

        init(first: UInt32, second: UInt32) {
            (markedId, other) = (first, second)
            isFirst = true
        }

        /// The hosts of the pair, while they keep their ids.
        var first: UInt32 { markedId & Self.idMask }
        var second: UInt32 { other }

        /// The opener, from then on. While the conversation is counted, for whom it is.
        var owner: HostOwner {
            get { HostOwner(id: markedId & Self.idMask, tag: other) }
            set {
                markedId = markedId & ~Self.idMask | newValue.id
                other = newValue.tag
            }
        }

        var hasSYN: Bool {
            get { isMarked(0) }
            set { mark(0, newValue) }
        }
        /// Is the first of the pair the opener?
        var isFirst: Bool {
            get { isMarked(1) }
            set { mark(1, newValue) }
        }
        /// Is the conversation counted for the owner?
        var isCounted: Bool {
            get { isMarked(2) }
            set { mark(2, newValue) }
        }

        private func isMarked(_ mark: UInt32) -> Bool { markedId >> (24 + mark) & 1 != 0 }
        private mutating func mark(_ mark: UInt32, _ isSet: Bool) {
            let bit: UInt32 = 1 << (24 + mark)
            markedId = isSet ? markedId | bit : markedId & ~bit
        }
    }

    /// Conversations that were given up while they were in the window, by their openers.
    private(set) var gone: [HostOwner] = []

    init(limit: Int, openPanes: Int, isByBytes: Bool) {
        keys = KeyTally(limit: limit, openPanes: openPanes, isByBytes: isByBytes)
        keys.tally.recordsPassage = true
    }

    /// Gives a conversation that the index has not found an id, that of another one where there are too many; `first` and
    /// `second` are the ids of its hosts, which do not change: they are `inout` because the compiler (6.3) copies what is
    /// borrowed from a property onto the stack.
    mutating func insert(
        _ pair: KeyHash, _ first: UInt32, _ second: UInt32, _ hosts: inout HostTally, _ oldest: Int64
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
            if openers[id].isCounted { gone.append(owner(id, hosts.index)) }
            openers[id] = opener
        }
        return id
    }

    /// Hosts are about to lose their ids: from now on conversations keep the texts of theirs.
    mutating func keepNames(_ hosts: borrowing KeyIndex) {
        guard !hasNames else { return }
        for id in 0..<openers.count {
            let owner = owner(id, hosts)
            hosts.withText(Int(openers[id].first)) { one in
                hosts.withText(Int(openers[id].second)) { other in keys.index.name(id, one, other) }
            }
            openers[id].owner = owner
        }
        hasNames = true
    }

    /// Who opened a conversation, or the first of the pair where that is not known.
    private func owner(_ id: Int, _ hosts: borrowing KeyIndex) -> HostOwner {
        let opener = openers[id]
        return hasNames ? opener.owner : HostOwner(opener.isFirst ? opener.first : opener.second, hosts)
    }

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
        openers[id].timestamp = timestamp
        openers[id].hasSYN = isSYN
        // Still counted for the same host, under the id and hash by which it was.
        guard !known.isCounted || known.isFirst != isFirst else { return }
        if known.isCounted {
            gone.append(owner(id, hosts))
            changed.append(id)
            openers[id].isCounted = false
        }
        openers[id].isFirst = isFirst
        if hasNames { openers[id].owner = HostOwner(host, hosts) }
    }

    /// Brings near who opened a conversation.
    @inline(__always)
    func prefetch(_ id: Int) { openers.prefetch(id) }

    /// Is the opener the first of the pair, as far as is known?
    @inline(__always)
    func isOpenedByFirst(_ id: Int) -> Bool { openers[id].isFirst }

    /// Conversations in the window whose opener has changed.
    private var changed: [Int] = []

    /// After a pane was closed: tells whose conversations have come into the window and whose have left it.
    mutating func report(to fanOut: inout FanOutTally, _ hosts: borrowing KeyIndex) {
        for owner in gone { fanOut.removeDestination(of: owner) }
        gone = []
        for id in keys.tally.left where openers[id].isCounted {
            openers[id].isCounted = false
            fanOut.removeDestination(of: owner(id, hosts))
        }
        for id in changed + keys.tally.come where keys.tally.window[id].packets > 0 && !openers[id].isCounted
        {
            openers[id].isCounted = true
            fanOut.addDestination(of: owner(id, hosts))
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
