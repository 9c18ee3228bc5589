/// What the health of TCP is counted in, for one pane or for the window.
struct TCPCounters: Equatable {
    /// In the order of `Counter`.
    private var values = InlineArray<14, UInt64>(repeating: 0)

    enum Counter: Int, CaseIterable {
        case syn, synAck, fin, reset, begun, completed, refused, unanswered
        case retransmissions, outOfOrder, duplicateAcks, zeroWindows, opened, closed
    }

    @inline(__always)
    mutating func count(_ counter: Counter) { values[counter.rawValue] &+= 1 }

    func of(_ counter: Counter) -> UInt64 { values[counter.rawValue] }

    mutating func add(_ other: TCPCounters) {
        for index in values.indices { values[index] &+= other.values[index] }
    }

    mutating func subtract(_ other: TCPCounters) {
        for index in values.indices { values[index] &-= other.values[index] }
    }

    var isEmpty: Bool { self == TCPCounters() }

    static func == (one: TCPCounters, other: TCPCounters) -> Bool {
        one.values.indices.allSatisfy { one.values[$0] == other.values[$0] }
    }

    /// As the record has it; `open` connections.
    func health(open: UInt64, roundTrip: Snapshot.TCPHealth.RoundTrip?) -> Snapshot.TCPHealth {
        var health = Snapshot.TCPHealth()
        (health.syn, health.synAck, health.fin, health.reset) = (of(.syn), of(.synAck), of(.fin), of(.reset))
        (health.handshakesBegun, health.handshakesCompleted) = (of(.begun), of(.completed))
        (health.handshakesRefused, health.handshakesUnanswered) = (of(.refused), of(.unanswered))
        (health.retransmissions, health.outOfOrder) = (of(.retransmissions), of(.outOfOrder))
        (health.duplicateAcks, health.zeroWindows) = (of(.duplicateAcks), of(.zeroWindows))
        (health.opened, health.closed, health.open) = (of(.opened), of(.closed), open)
        health.roundTrip = roundTrip
        return health
    }
}
