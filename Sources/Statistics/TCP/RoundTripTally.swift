/// Handshake round-trip times of the open panes and of the rolling window.
///
/// Counts in buckets of 64 per octave of nanoseconds: a percentile is at most 1.6 % too low, the maximum is exact.
struct RoundTripTally {
    private var open: [[UInt16]]
    private var openMost: [Int64]
    private var window = [UInt64](repeating: 0, count: buckets)
    private var count: UInt64 = 0
    private var log = PaneLog()
    private var most: [(pane: Int64, value: Int64)] = []
    private var latest: [UInt16] = []
    private var latestMost: Int64 = 0

    private static let buckets = 64 * 58

    init(openPanes: Int) {
        open = .init(repeating: [], count: openPanes)
        openMost = .init(repeating: 0, count: openPanes)
    }

    mutating func add(_ nanoseconds: Int64, slot: Int) {
        open[slot].append(UInt16(truncatingIfNeeded: Self.bucket(UInt64(max(nanoseconds, 0)))))
        openMost[slot] = max(openMost[slot], nanoseconds)
    }

    private static func bucket(_ value: UInt64) -> Int {
        guard value >= 64 else { return Int(value) }
        let octave = 63 - value.leadingZeroBitCount
        return min((octave - 5) * 64 + Int(value >> UInt64(octave - 6)) & 63, buckets - 1)
    }

    private static func floor(_ bucket: Int) -> Int64 {
        guard bucket >= 64 else { return Int64(bucket) }
        let (octave, within) = bucket.quotientAndRemainder(dividingBy: 64)
        return Int64(64 + within) << Int64(octave - 1)
    }

    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        while let oldest = log.oldest, oldest <= expired {
            var reader = PaneLog.Reader(log.removeOldest())
            while let (bucket, cell) = reader.next() {
                window[bucket] &-= cell.packets
                count &-= cell.packets
            }
        }
        most.removeAll { $0.pane <= expired }
        latest = open[slot].sorted()
        latestMost = openMost[slot]
        (open[slot], openMost[slot]) = ([], 0)
        guard !latest.isEmpty else { return }
        log.begin(pane)
        for bucket in latest {
            window[Int(bucket)] &+= 1
            log.append(Int(bucket), Cell(packets: 1, bytes: 0))
        }
        log.end()
        count &+= UInt64(latest.count)
        most.append((pane, latestMost))
    }

    /// Of the pane that was closed last.
    var interval: Snapshot.TCPHealth.RoundTrip? {
        guard !latest.isEmpty else { return nil }
        let count = UInt64(latest.count)
        return .init(
            count: count, median: Self.floor(Int(latest[Int(SizeTally.rank(50, of: count)) - 1])),
            percentile95: Self.floor(Int(latest[Int(SizeTally.rank(95, of: count)) - 1])), maximum: latestMost
        )
    }

    var rolling: Snapshot.TCPHealth.RoundTrip? {
        guard count > 0 else { return nil }
        let ranks = (SizeTally.rank(50, of: count), SizeTally.rank(95, of: count))
        var (seen, median, high): (UInt64, Int64?, Int64?) = (0, nil, nil)
        for bucket in window.indices where window[bucket] > 0 {
            seen &+= window[bucket]
            if median == nil && seen >= ranks.0 { median = Self.floor(bucket) }
            if high == nil && seen >= ranks.1 { high = Self.floor(bucket) }
        }
        return .init(
            count: count, median: median ?? 0, percentile95: high ?? 0,
            maximum: most.reduce(0) { max($0, $1.value) })
    }
}
