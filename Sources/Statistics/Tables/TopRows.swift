import BasicContainers

/// Keeps the candidates for the top rows of a column of counts that changes a little at a time.
///
/// Holds every id whose count is at least `threshold`, so that a question looks at them alone. When too few are left
/// the owner lets it look at all counts once, and the threshold settles near four times the rows asked for;
/// between two such looks at least as many counts have changed as rows were taken.
struct TopRows: ~Copyable {
    private var candidates = UniqueArray<UInt32>()
    /// One bit for each id.
    private var isCandidate = UniqueArray<UInt64>()
    private var threshold: UInt64 = 1

    /// The count of `id` has changed, to `count`.
    @inline(__always)
    mutating func changed(_ id: Int, _ count: UInt64) {
        if count >= threshold { join(id) }
    }

    private mutating func join(_ id: Int) {
        let (word, bit) = (id >> 6, 1 &<< UInt64(id & 63) as UInt64)
        while isCandidate.count <= word { isCandidate.append(0) }
        guard isCandidate[word] & bit == 0 else { return }
        isCandidate[word] |= bit
        candidates.append(UInt32(id))
    }

    /// All ids that may be among the `rows` highest of `counts` that are above zero; in no order.
    mutating func query(rows: Int, among ids: Int, _ count: (Int) -> UInt64) -> [Int] {
        prune(count)
        if candidates.count < rows && threshold > 1 { rebuild(rows, ids, count) }
        if candidates.count > max(1024, rows * 16) { tighten(rows, count) }
        // The first pane has made candidates of all ids.
        if candidates.capacity > 4 * max(1024, candidates.count) {
            candidates.reallocate(capacity: 2 * candidates.count)
        }
        return candidates.indices.map { Int(candidates[$0]) }
    }

    private mutating func prune(_ count: (Int) -> UInt64) {
        var kept = 0
        for place in candidates.indices {
            let id = candidates[place]
            if count(Int(id)) >= threshold {
                candidates[kept] = id
                kept += 1
            } else {
                isCandidate[Int(id >> 6)] &= ~(1 &<< UInt64(id & 63))
            }
        }
        candidates.removeLast(candidates.count - kept)
    }

    private mutating func rebuild(_ rows: Int, _ ids: Int, _ count: (Int) -> UInt64) {
        threshold = 1
        for id in 0..<ids { changed(id, count(id)) }
    }

    /// Raises the threshold to the count of the row four times as deep as asked for; ties with it stay.
    private mutating func tighten(_ rows: Int, _ count: (Int) -> UInt64) {
        let deep = max(rows * 4, 64)
        guard deep < candidates.count else { return }
        var ranks = Ranks()
        for place in candidates.indices { ranks.add(count(Int(candidates[place]))) }
        // The exact one is among those that share its bin: the highest that so many reach.
        let near = ranks.bounds(of: deep + 1)
        var (exact, most) = (near.lowerBound, near.upperBound)
        while exact < most {
            let middle = exact + (most - exact + 1) / 2
            let reaching = candidates.indices.count { count(Int(candidates[$0])) >= middle }
            if reaching > deep { exact = middle } else { most = middle - 1 }
        }
        guard exact >= threshold else { return }
        threshold = exact
        prune(count)
    }
}

/// How many counts are how high, in 8 bins for each power of two: finds a row's rank without sorting.
struct Ranks: ~Copyable {
    private var bins = UniqueArray<UInt32>.zeros(Self.size)

    private static let size = 512

    @inline(__always)
    mutating func add(_ count: UInt64) { bins[Self.bin(count)] &+= 1 }

    /// Below 8 the count itself, then the three bits behind its highest one.
    @inline(__always)
    private static func bin(_ count: UInt64) -> Int {
        guard count >= 8 else { return Int(truncatingIfNeeded: count) }
        let octave = 63 &- count.leadingZeroBitCount
        return (octave &- 2) &* 8 &+ Int(truncatingIfNeeded: count >> UInt64(octave &- 3)) & 7
    }

    /// The least count in a bin.
    private static func least(_ bin: Int) -> UInt64 {
        bin < 8 ? UInt64(bin) : UInt64(8 + bin % 8) << UInt64(bin / 8 - 1)
    }

    /// The bin that holds the count of the row at this place, counted from 1.
    func bounds(of place: Int) -> ClosedRange<UInt64> {
        var above = 0
        for bin in stride(from: Self.size - 1, through: 1, by: -1) where bins[bin] > 0 {
            if above + Int(bins[bin]) >= place {
                let next = bin + 1 < Self.last ? Self.least(bin + 1) &- 1 : .max
                return Self.least(bin)...next
            }
            above += Int(bins[bin])
        }
        return 0...0
    }

    /// A count that all of the first `rows` have; little more than they do.
    func floor(of rows: Int) -> UInt64 { rows > 0 ? bounds(of: rows).lowerBound : .max }

    /// The bin behind the one of the highest 64-bit number.
    private static let last = 62 * 8
}
