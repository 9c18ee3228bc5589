import DequeModule

/// What the tracker measured in one interval.
struct TCPMeasures: Sendable {
    var health = Snapshot.TCPHealth()
    /// Handshakes, from the SYN to the ACK that completes them, in nanoseconds.
    var roundTrips = QuantileSketch()

    /// `health` with the percentiles of the round trips filled in.
    var summary: Snapshot.TCPHealth {
        var summary = health
        summary.roundTrip = roundTrips.summary
        return summary
    }
}

extension QuantileSketch {
    /// The percentiles that a snapshot shows; nil when there was no handshake.
    var summary: Snapshot.TCPHealth.RoundTrip? {
        guard let median = quantile(0.5), let high = quantile(0.95) else { return nil }
        return .init(count: count, median: median, percentile95: high, maximum: maximum)
    }
}

/// The same over a rolling window of intervals: adding one costs what happened in it, and so does its leaving.
struct TCPWindow {
    private var sum = Snapshot.TCPHealth()
    private var sketch = QuantileSketch()
    private var panes = Deque<Pane>()
    /// The highest round trip of every pane that no younger one exceeds, oldest first.
    private var peaks = Deque<(pane: Int64, value: Int64)>()
    private var open: UInt64 = 0

    private struct Pane {
        var number: Int64
        var health: Snapshot.TCPHealth
        var filled: [(bin: Int, count: UInt64)]
    }

    /// Adds the interval with this number, which is higher than those before; panes up to `expired` leave.
    mutating func add(_ measures: TCPMeasures, pane: Int64, expired: Int64) {
        let filled = measures.roundTrips.filled
        open = measures.health.open
        if measures.health.hasCounts || !filled.isEmpty {
            sum.add(measures.health)
            sketch.merge(filled, maximum: measures.roundTrips.maximum)
            panes.append(Pane(number: pane, health: measures.health, filled: filled))
            if !filled.isEmpty { rise(pane, measures.roundTrips.maximum) }
        }
        expire(through: expired)
    }

    /// Panes up to `expired` leave the window.
    mutating func expire(through expired: Int64) {
        while let first = peaks.first, first.pane <= expired { peaks.removeFirst() }
        while let first = panes.first, first.number <= expired {
            panes.removeFirst()
            sum.subtract(first.health)
            sketch.remove(first.filled, maximum: peaks.first?.value ?? 0)
        }
    }

    private mutating func rise(_ pane: Int64, _ value: Int64) {
        while let last = peaks.last, last.value <= value { peaks.removeLast() }
        peaks.append((pane, value))
    }

    var summary: Snapshot.TCPHealth {
        var summary = sum
        summary.open = open
        summary.roundTrip = sketch.summary
        return summary
    }
}

extension Snapshot.TCPHealth {
    fileprivate var hasCounts: Bool {
        var blank = Snapshot.TCPHealth()
        blank.open = open
        return self != blank
    }

    /// Adds the counts of another interval; `open` and the round trips are not counts.
    mutating func add(_ other: Self) { combine(other) { $0 &+ $1 } }

    /// Takes back what `add` added.
    mutating func subtract(_ other: Self) { combine(other) { $0 &- $1 } }

    private mutating func combine(_ other: Self, _ with: (UInt64, UInt64) -> UInt64) {
        syn = with(syn, other.syn)
        synAck = with(synAck, other.synAck)
        fin = with(fin, other.fin)
        reset = with(reset, other.reset)
        handshakesBegun = with(handshakesBegun, other.handshakesBegun)
        handshakesCompleted = with(handshakesCompleted, other.handshakesCompleted)
        handshakesRefused = with(handshakesRefused, other.handshakesRefused)
        handshakesUnanswered = with(handshakesUnanswered, other.handshakesUnanswered)
        retransmissions = with(retransmissions, other.retransmissions)
        outOfOrder = with(outOfOrder, other.outOfOrder)
        fastRetransmissions = with(fastRetransmissions, other.fastRetransmissions)
        evicted = with(evicted, other.evicted)
        duplicateAcks = with(duplicateAcks, other.duplicateAcks)
        zeroWindows = with(zeroWindows, other.zeroWindows)
        opened = with(opened, other.opened)
        closed = with(closed, other.closed)
    }
}
