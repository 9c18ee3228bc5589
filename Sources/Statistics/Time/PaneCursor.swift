/// Where a timestamp belongs: its pane, the pane's slot, and the second within it; remembers the last answer.
struct PaneCursor {
    private(set) var pane: Int64 = .min
    /// The pane modulo the number of open panes.
    private(set) var slot = 0
    /// The cell of the timeline, counted from the first second that the pane touches.
    private(set) var cell = 0
    private var from = Int64.max
    private var to = Int64.min

    let every: Int64
    let openPanes: Int

    static let second: Int64 = 1_000_000_000

    init(every: Int64, openPanes: Int) {
        self.every = every
        self.openPanes = openPanes
    }

    @inline(__always)
    mutating func move(to timestamp: Int64) {
        if holds(timestamp) { return }
        seek(timestamp)
    }

    /// Is this in the second of the last answer?
    @inline(__always)
    func holds(_ timestamp: Int64) -> Bool { timestamp >= from && timestamp < to }

    private mutating func seek(_ timestamp: Int64) {
        pane = timestamp.floorDivided(by: every)
        slot = slot(of: pane)
        let start = pane * every
        let second = timestamp.floorDivided(by: Self.second)
        cell = Int(second - start.floorDivided(by: Self.second))
        from = max(start, second * Self.second)
        to = min(start + every, (second + 1) * Self.second)
    }

    /// The open pane of a slot, while `oldest` is the oldest of them.
    func pane(in slot: Int, from oldest: Int64) -> Int64 {
        oldest + Int64(slot - self.slot(of: oldest)).floorModulo(Int64(openPanes))
    }

    func slot(of pane: Int64) -> Int { Int(pane.floorModulo(Int64(openPanes))) }

    /// How many seconds of the epoch a pane touches at most.
    var cellsPerPane: Int { Int((every + Self.second - 1) / Self.second) + 1 }

    /// The seconds that a pane touches: where each begins within the pane.
    func moments(of pane: Int64) -> [Int64] {
        let start = pane * every
        let first = start.floorDivided(by: Self.second)
        let last = (start + every - 1).floorDivided(by: Self.second)
        return (first...last).map { max(start, $0 * Self.second) }
    }
}
