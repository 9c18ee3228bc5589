import DequeModule
import Statistics

/// Packets and bytes second by second over the last hours: what the charts draw.
///
/// A second that no record covered is a gap (nil), not a zero. At most `capacity` seconds are kept
/// (24 bytes each); a jump in time larger than that leaves only what comes after it.
package struct Series: Sendable {
    /// One second that a record covered.
    package struct Sample: Equatable, Sendable {
        package var packets: UInt64
        package var bytes: UInt64
    }

    package let capacity: Int
    private var samples: Deque<Sample?> = []
    /// The second (since the epoch) after the newest sample.
    package private(set) var end: Int64 = 0

    /// Two hours and a half hold 111 columns of 60 s, and the minute before.
    package init(capacity: Int = 9000) { self.capacity = max(capacity, 1) }

    /// The oldest second kept; equal to `end` when there is none.
    package var start: Int64 { end - Int64(samples.count) }

    package subscript(second: Int64) -> Sample? {
        second >= start && second < end ? samples[Int(second - start)] : nil
    }

    package mutating func removeAll() { samples.removeAll(keepingCapacity: true) }

    /// Adds what `snapshot` says about its own seconds.
    package mutating func add(_ snapshot: Snapshot) {
        let last = TimeText.floor(snapshot.timestamp &- 1)
        let first = max(
            TimeText.floor(snapshot.timestamp &- max(snapshot.interval, 1)), last - Int64(capacity) + 1)
        guard last >= first else { return }
        open(from: first, through: last)
        if snapshot.timeline.isEmpty {
            spread(snapshot, from: first, through: last)
        } else {
            for moment in snapshot.timeline {
                let second = TimeText.floor(moment.timestamp)
                if second >= first, second <= last { accumulate(moment.packets, moment.bytes, at: second) }
            }
        }
    }

    /// Makes the seconds known (zero where they were not), with a gap before them where time jumped.
    private mutating func open(from first: Int64, through last: Int64) {
        if samples.isEmpty || first >= end &+ Int64(capacity) || first < start {
            samples.removeAll(keepingCapacity: true)
            end = first
        }
        while end < first { push(nil) }
        for second in first...last where second < end {
            let index = Int(second - start)
            if samples[index] == nil { samples[index] = Sample(packets: 0, bytes: 0) }
        }
        while end <= last { push(Sample(packets: 0, bytes: 0)) }
    }

    private mutating func push(_ sample: Sample?) {
        if samples.count >= capacity { samples.removeFirst() }
        samples.append(sample)
        end += 1
    }

    private mutating func accumulate(_ packets: UInt64, _ bytes: UInt64, at second: Int64) {
        let index = Int(second - start)
        guard samples.indices.contains(index), let old = samples[index] else { return }
        samples[index] = Sample(
            packets: old.packets.saturatingAdd(packets), bytes: old.bytes.saturatingAdd(bytes))
    }

    /// A record without a timeline: its packets lie evenly over its seconds.
    private mutating func spread(_ snapshot: Snapshot, from first: Int64, through last: Int64) {
        let count = UInt64(last - first + 1)
        for (index, second) in (first...last).enumerated() {
            let index = UInt64(index)
            accumulate(
                snapshot.packets / count + (index < snapshot.packets % count ? 1 : 0),
                snapshot.bytes / count + (index < snapshot.bytes % count ? 1 : 0), at: second)
        }
    }

    /// The mean per second over the known seconds of `range`; nil when none is known.
    package func mean(_ range: Range<Int64>, _ value: (Sample) -> Double) -> Double? {
        var (sum, known) = (0.0, 0)
        for second in range.clamped(to: start..<end) {
            if let sample = self[second] { (sum, known) = (sum + value(sample), known + 1) }
        }
        return known == 0 ? nil : sum / Double(known)
    }

    /// The largest second of `range`; nil when none is known.
    package func peak(_ range: Range<Int64>, _ value: (Sample) -> Double) -> Double? {
        var peak: Double?
        for second in range.clamped(to: start..<end) {
            if let sample = self[second] { peak = max(peak ?? 0, value(sample)) }
        }
        return peak
    }
}

extension UInt64 {
    func saturatingAdd(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
