/// Keeps the candidates for the top rows of a column of counts that changes a little at a time.
///
/// Holds every id whose count is at least `threshold`, so that a question looks at them alone. When too few are left
/// the owner lets it look at all counts once, and the threshold settles near four times the rows asked for;
/// between two such looks at least as many counts have changed as rows were taken.
struct TopRows {
    private var candidates: [UInt32] = []
    private var isCandidate: [Bool] = []
    private var threshold: UInt64 = 1

    /// The count of `id` has changed, to `count`.
    @inline(__always)
    mutating func changed(_ id: Int, _ count: UInt64) {
        guard count >= threshold else { return }
        while isCandidate.count <= id { isCandidate.append(false) }
        guard !isCandidate[id] else { return }
        isCandidate[id] = true
        candidates.append(UInt32(id))
    }

    /// All ids that may be among the `rows` highest of `counts` that are above zero; in no order.
    mutating func query(rows: Int, among ids: Int, _ count: (Int) -> UInt64) -> [Int] {
        prune(count)
        if candidates.count < rows && threshold > 1 { rebuild(rows, ids, count) }
        if candidates.count > max(1024, rows * 16) { tighten(rows, count) }
        return candidates.map(Int.init)
    }

    private mutating func prune(_ count: (Int) -> UInt64) {
        var kept = 0
        for id in candidates {
            if count(Int(id)) >= threshold {
                candidates[kept] = id
                kept += 1
            } else {
                isCandidate[Int(id)] = false
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
        let ordered = candidates.map { count(Int($0)) }.sorted(by: >)
        let deep = max(rows * 4, 64)
        guard deep < ordered.count, ordered[deep] >= threshold else { return }
        threshold = ordered[deep]
        prune(count)
    }
}
