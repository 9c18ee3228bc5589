import BasicContainers

/// Frame sizes over the rolling window: how many packets of each size, in one array of counts.
///
/// Sizes below 2,048 bytes have a count of their own; from there to 65,536 each octave has 1,024 (the error is below
/// 0.1 %), beyond it 64 (1.6 %). A percentile costs one walk over the counts, at the end of an interval.
///
/// Memory: 8 bytes for each of the counts in the window and in every open pane, up to the largest size that came; 9,280
/// counts at most.
struct SizeTally: ~Copyable {
    /// Counts of the open panes: bucket times their number plus the slot.
    private var open = UniqueArray<UInt64>()
    /// The buckets that the open panes hold, one bit each: word times their number plus the slot.
    private var touched = UniqueArray<UInt64>()
    private let openPanes: Int
    private var window: [UInt64] = []
    private var log = PaneLog()
    /// The smallest and the largest size of each pane in the window, and the sum of all.
    private var extremes: [(pane: Int64, least: UInt64, most: UInt64, sum: Cell)] = []
    private var openExtremes: [(least: UInt64, most: UInt64, sum: Cell)]

    private static let exact: UInt64 = 2048
    private static let fine = 2048 + 5 * 1024
    static let buckets = fine + 33 * 64

    init(openPanes: Int) {
        self.openPanes = openPanes
        openExtremes = .init(repeating: (.max, 0, Cell()), count: openPanes)
    }

    /// Counts packets, of which there must be one.
    mutating func count(_ packets: Span<Arrival>, _ range: Range<Int>) {
        // The extremes of one pane stay at hand while its packets come.
        var slot = Int(packets[range.lowerBound].slot)
        var extremes = openExtremes[slot]
        for index in range {
            if packets[index].slot != slot {
                openExtremes[slot] = extremes
                slot = Int(packets[index].slot)
                extremes = openExtremes[slot]
            }
            // A record that stands for many packets does not know their sizes, and counts for nothing.
            guard packets[index].cell.packets == 1 else { continue }
            let size = packets[index].cell.bytes
            count(1, in: Self.bucket(size), slot)
            extremes.sum.add(packets[index].cell)
            extremes.least = min(extremes.least, size)
            extremes.most = max(extremes.most, size)
        }
        openExtremes[slot] = extremes
    }

    @inline(__always)
    private mutating func count(_ packets: UInt64, in bucket: Int, _ slot: Int) {
        let index = bucket &* openPanes &+ slot
        if index >= open.count { grow(bucket) }
        let before = open[index]
        open[index] = before &+ packets
        if before == 0 {
            touched[(bucket >> 6) &* openPanes &+ slot] |= 1 &<< UInt64(truncatingIfNeeded: bucket & 63)
        }
    }

    /// Makes room for a bucket, and for those of the sizes that are common everywhere.
    @inline(never)
    private mutating func grow(_ bucket: Int) {
        let buckets = max(bucket + 1, 1536)
        window += .init(repeating: 0, count: buckets - window.count)
        open.addZeros(buckets * openPanes - open.count)
        touched.addZeros((buckets + 63) / 64 * openPanes - touched.count)
    }

    @inline(__always)
    static func bucket(_ size: UInt64) -> Int {
        if size < exact { return Int(truncatingIfNeeded: size) }
        let octave = 63 &- size.leadingZeroBitCount
        if octave < 16 {
            let within = Int(truncatingIfNeeded: size >> UInt64(octave &- 10)) & 1023
            return 2048 &+ (octave &- 11) &* 1024 &+ within
        }
        let within = Int(truncatingIfNeeded: size >> UInt64(octave &- 6)) & 63
        return min(fine &+ (octave &- 16) &* 64 &+ within, buckets &- 1)
    }

    /// The smallest size in a bucket.
    static func floor(_ bucket: Int) -> UInt64 {
        if bucket < 2048 { return UInt64(bucket) }
        if bucket < fine {
            let (octave, within) = (bucket - 2048).quotientAndRemainder(dividingBy: 1024)
            return UInt64(1024 + within) << UInt64(octave + 1)
        }
        let (octave, within) = (bucket - fine).quotientAndRemainder(dividingBy: 64)
        return UInt64(64 + within) << UInt64(octave + 10)
    }

    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        while let oldest = log.oldest, oldest <= expired {
            var reader = PaneLog.Reader(log.removeOldest())
            while let (bucket, cell) = reader.next() { window[bucket] &-= cell.packets }
        }
        extremes.removeAll { $0.pane <= expired }
        let words = touched.count / openPanes
        let rows = (0..<words).reduce(0) { $0 + touched[$1 * openPanes + slot].nonzeroBitCount }
        guard rows > 0 else { return }
        var block = PaneLog.block(rows: rows)
        var last = 0
        for word in 0..<words {
            var bits = touched[word * openPanes + slot]
            touched[word * openPanes + slot] = 0
            while bits != 0 {
                let bucket = word * 64 + bits.trailingZeroBitCount
                bits &= bits - 1
                let count = open[bucket * openPanes + slot]
                open[bucket * openPanes + slot] = 0
                window[bucket] &+= count
                PaneLog.append(bucket, Cell(packets: count, bytes: 0), to: &block, last: &last)
            }
        }
        log.add(pane, block)
        let (least, most, sum) = openExtremes[slot]
        extremes.append((pane, least, most, sum))
        openExtremes[slot] = (.max, 0, Cell())
    }

    /// The counts of `pane`, which was closed last, by the smallest size of their buckets, and its extremes; nil when it had none.
    func latest(_ pane: Int64) -> (bins: [Snapshot.Sizes.Bin], least: UInt64, most: UInt64, bytes: UInt64)? {
        guard let block = log.blocks.last, block.pane == pane, let extremes = extremes.last else {
            return nil
        }
        var bins: [Snapshot.Sizes.Bin] = []
        var reader = PaneLog.Reader(block.rows)
        while let (bucket, cell) = reader.next() {
            bins.append(.init(from: Self.floor(bucket), packets: cell.packets))
        }
        return (bins, extremes.least, extremes.most, extremes.sum.bytes)
    }

    /// Adds what `latest` of another tally gave.
    mutating func add(_ bins: [Snapshot.Sizes.Bin], least: UInt64, most: UInt64, bytes: UInt64, slot: Int) {
        for bin in bins where bin.packets > 0 {
            count(bin.packets, in: Self.bucket(bin.from), slot)
            openExtremes[slot].sum.packets &+= bin.packets
        }
        openExtremes[slot].sum.bytes &+= bytes
        openExtremes[slot].least = min(openExtremes[slot].least, least)
        openExtremes[slot].most = max(openExtremes[slot].most, most)
    }

    /// The measures of the window; nil when no packet of a known size is in it.
    func measures() -> Snapshot.Sizes? {
        var total = Cell()
        for pane in extremes { total.add(pane.sum) }
        guard total.packets > 0 else { return nil }
        var sizes = Snapshot.Sizes()
        sizes.minimum = extremes.reduce(.max) { min($0, $1.least) }
        sizes.maximum = extremes.reduce(0) { max($0, $1.most) }
        sizes.mean = Double(total.bytes) / Double(total.packets)
        var seen: UInt64 = 0
        var bins = Self.bins.map { Snapshot.Sizes.Bin(from: $0, packets: 0) }
        var bin = 0
        // The ranks of the percentiles, counted from 1.
        let ranks = [50, 95, 99].map { Self.rank($0, of: total.packets) }
        var found: [UInt64] = []
        for bucket in window.indices where window[bucket] > 0 {
            let size = Self.floor(bucket)
            while bin + 1 < bins.count && bins[bin + 1].from <= size { bin += 1 }
            bins[bin].packets &+= window[bucket]
            seen &+= window[bucket]
            while found.count < ranks.count && ranks[found.count] <= seen {
                found.append(max(size, sizes.minimum))
            }
        }
        while found.count < ranks.count { found.append(sizes.maximum) }
        (sizes.median, sizes.percentile95, sizes.percentile99) = (found[0], found[1], found[2])
        sizes.histogram = bins
        return sizes
    }

    /// Where the bins of the histogram begin; the bounds of RFC 2819's etherStatsPkts, without the checksum's 4 bytes.
    static let bins: [UInt64] = [0, 61, 124, 252, 508, 1020, 1515]

    /// The rank of a percentile by the nearest-rank method.
    static func rank(_ percent: UInt64, of count: UInt64) -> UInt64 {
        let (whole, rest) = count.quotientAndRemainder(dividingBy: 100)
        return max(1, whole * percent + (rest * percent + 99) / 100)
    }
}
