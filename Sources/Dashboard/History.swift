import DequeModule
import Statistics

/// The last records of a stream, and a cursor on the one that is shown.
///
/// Live and replay are the same thing: a cursor in a ring. Appending never moves a cursor that is held,
/// unless the ring drops the record under it; then it holds on to the oldest that is left.
package struct History: Sendable {
    package let capacity: Int
    /// About so many bytes of memory for the records.
    package let memoryLimit: Int
    private var memory = 0
    private var records: Deque<Snapshot> = []
    /// The number of the oldest record kept; numbers count arrivals and are never used again.
    package private(set) var first = 0
    /// The number of the record that is shown; nil follows the newest.
    package private(set) var held: Int?
    /// Records that the sequence numbers say were lost on the way.
    package private(set) var missing = 0
    /// Late packets and malformed lines over all records.
    package private(set) var late: UInt64 = 0
    package private(set) var malformed: UInt64 = 0
    package private(set) var series: Series

    /// Six hundred records are twenty minutes at the default interval. Where they are large, there are fewer.
    package init(capacity: Int = 600, memoryLimit: Int = 9 << 19, seconds: Int = 9000) {
        self.capacity = max(capacity, 1)
        self.memoryLimit = max(memoryLimit, 0)
        series = Series(capacity: seconds)
    }

    package var count: Int { records.count }
    package var isEmpty: Bool { records.isEmpty }
    /// The number of the newest record; -1 when there is none.
    package var last: Int { first + records.count - 1 }
    package var newest: Snapshot? { records.last }
    package var oldest: Snapshot? { records.first }
    package var cursor: Int { held ?? last }
    package var isHeld: Bool { held != nil }
    /// The record under the cursor.
    package var current: Snapshot? { self[cursor] }
    /// How many records came after the one that is shown.
    package var newer: Int { last - cursor }

    /// The record with this number; nil when it was never there or is gone.
    package subscript(number: Int) -> Snapshot? {
        number >= first && number <= last ? records[number - first] : nil
    }

    /// Takes the next record of the stream.
    package mutating func append(_ snapshot: Snapshot) {
        if let previous = records.last {
            if snapshot.sequence > previous.sequence {
                missing = missing &+ (snapshot.sequence &- previous.sequence &- 1)
            } else if snapshot.timestamp <= previous.timestamp {
                series.removeAll()  // another stream begins, with a time of its own
            }
        }
        late = late.saturatingAdd(snapshot.late)
        malformed = malformed.saturatingAdd(snapshot.malformed)
        series.add(snapshot)
        memory += snapshot.memory
        while !records.isEmpty, records.count >= capacity || memory > memoryLimit { dropFirst() }
        records.append(snapshot.compacted)
    }

    private mutating func dropFirst() {
        memory -= records.removeFirst().memory
        first += 1
        // The record under the cursor gives way to the one after it, at most the one that comes now.
        if let number = held { held = max(number, first) }
    }

    /// Forgets every record and keeps the numbers going, for a source that seeks.
    package mutating func removeAll() {
        first = last + 1
        records.removeAll(keepingCapacity: true)
        memory = 0
        series.removeAll()
        held = nil
    }

    // MARK: The cursor

    /// Holds the record that is shown now.
    package mutating func hold() { if !isEmpty { held = cursor } }

    /// Follows the newest record again.
    package mutating func follow() { held = nil }

    /// Moves the cursor by so many records, and holds it there; stays within what is kept.
    package mutating func step(by records: Int) {
        guard !isEmpty else { return }
        let (number, overflow) = cursor.addingReportingOverflow(records)
        held = overflow ? (records > 0 ? last : first) : min(max(number, first), last)
    }

    /// Moves the cursor by a length of time, and by one record at least.
    package mutating func jump(by nanoseconds: Int64) {
        guard let current, nanoseconds != 0 else { return }
        let (sum, overflow) = current.timestamp.addingReportingOverflow(nanoseconds)
        let target = overflow ? (nanoseconds > 0 ? Int64.max : .min) : sum
        let direction = nanoseconds > 0 ? 1 : -1
        var number = cursor
        repeat {
            guard let next = self[number + direction] else { break }
            let isPast = direction > 0 ? next.timestamp > target : next.timestamp < target
            if isPast, number != cursor { break }
            number += direction
        } while self[number]?.timestamp != target
        held = number
    }

    /// Holds the oldest record that is kept.
    package mutating func goToFirst() { if !isEmpty { held = first } }
}

extension Snapshot {
    /// The same record in arrays of just its size: those that a reader has grown are half empty.
    fileprivate var compacted: Snapshot {
        func tight(_ rankings: [Ranking]) -> [Ranking] {
            rankings.map { ranking in
                var ranking = ranking
                ranking.rows = ranking.rows.map { $0 }
                return ranking
            }
        }
        var record = self
        record.rankings = tight(rankings)
        record.intervalRankings = tight(intervalRankings)
        record.totalRankings = tight(totalRankings)
        record.recent = recent.map { $0 }
        record.fanOuts = fanOuts.map { $0 }
        record.timeline = timeline.map { $0 }
        return record
    }

    /// About how many bytes of memory the record takes.
    var memory: Int {
        func rows(_ rankings: [Ranking]) -> Int {
            rankings.reduce(0) { sum, ranking in
                ranking.rows.reduce(sum + 64) {
                    $0 + MemoryLayout<Row>.stride + $1.label.heapBytes + ($1.peer?.heapBytes ?? 0)
                }
            }
        }
        let texts = recent.reduce(0) { $0 + $1.source.heapBytes + $1.destination.heapBytes }
        return MemoryLayout<Snapshot>.stride + timeline.count * MemoryLayout<Moment>.stride
            + recent.count * MemoryLayout<Recent>.stride + texts
            + fanOuts.reduce(0) { $0 + MemoryLayout<FanOut>.stride + $1.source.heapBytes }
            + rows(rankings) + rows(intervalRankings) + rows(totalRankings)
            + (sizes?.histogram.count ?? 0) * MemoryLayout<Sizes.Bin>.stride
    }
}

extension String {
    /// Texts of up to fifteen bytes live in the string itself.
    fileprivate var heapBytes: Int { utf8.count > 15 ? utf8.count + 32 : 0 }
}
