import CPcap

/// The process at the local end of each flow: looked for at the first packet, remembered for those that follow, looked
/// for again from time to time and when a connection begins anew.
///
/// Its memory is fixed, and so is the work it does in a second, however many flows there are: what is over that is
/// answered with `limited` or `pending`, never waited for.
package struct ProcessFinder: ~Copyable {
    private struct Entry {
        var flow: SocketFlow
        var owner: SocketOwner
        /// The number of its socket; 0 when it has none.
        var inode: UInt32
        var user: UInt32
        /// When it was asked for last, and when it is time to look again (monotonic nanoseconds). A place that was
        /// never used is all zeros.
        var used: Int64
        var stale: Int64
    }

    private var table: SocketTable?
    private var search: ProcessSearch
    private var budget = WorkBudget()
    private let entries: UnsafeMutablePointer<Entry>
    private let seesAll: Bool

    private static let entryCount = 1 << 14
    /// Places in which a flow can be found.
    private static let reach = 8
    private static let second: Int64 = 1_000_000_000

    /// `seesAll` when this process may look into those of other users.
    package init(seesAll: Bool) {
        table = SocketTable()
        search = ProcessSearch()
        self.seesAll = seesAll
        // Zeros from the system cost no memory until they are written.
        let memory = calloc(Self.entryCount, MemoryLayout<Entry>.stride)!
        entries = memory.bindMemory(to: Entry.self, capacity: Self.entryCount)
    }

    deinit { free(entries) }

    /// Whether the system can tell whose a socket is.
    package var isAvailable: Bool { table != nil }
    /// Whether there is something to go on with although no packet comes.
    package var isSearching: Bool { search.isSearching }

    /// Goes on with what is searched for; `now` is monotonic, in nanoseconds.
    package mutating func advance(now: Int64) {
        budget.refill(now)
        search.advance(&budget.work)
    }

    /// Whose the local end of `flow` is. `begins` when this packet asks for a new connection, which may be that of
    /// another process than before; `now` is monotonic, in nanoseconds.
    package mutating func owner(of flow: SocketFlow, begins: Bool, now: Int64) -> SocketOwner {
        let entry = entries + place(of: flow)
        if entry.pointee.used == 0 || entry.pointee.flow != flow {
            entry.pointee = Entry(
                flow: flow, owner: SocketOwner(.limited), inode: 0, user: 0, used: now, stale: now)
        } else if begins {
            entry.pointee.owner = SocketOwner(.limited)
            entry.pointee.inode = 0
            entry.pointee.stale = now
        }
        entry.pointee.used = max(now, 1)
        guard now >= entry.pointee.stale else { return entry.pointee.owner }
        budget.refill(now)
        if budget.work > 0 { look(entry, now) }
        return entry.pointee.owner
    }

    /// Where the flow is, or where it is to be put: in the place that was not used for longest.
    private func place(of flow: SocketFlow) -> Int {
        let start = Int(truncatingIfNeeded: flow.spread & UInt64(Self.entryCount - 1))
        var oldest = start
        for step in 0..<Self.reach {
            let place = (start &+ step) & (Self.entryCount - 1)
            if entries[place].used != 0 && entries[place].flow == flow { return place }
            if entries[place].used < entries[oldest].used { oldest = place }
        }
        return oldest
    }

    // MARK: Looking

    private mutating func look(_ entry: UnsafeMutablePointer<Entry>, _ now: Int64) {
        let isPending = entry.pointee.inode != 0 && entry.pointee.owner.pid == 0
        if isPending && entry.pointee.owner.reason == .pending { return find(entry, now) }
        budget.work -= 4
        switch table?.answer(entry.pointee.flow) ?? .unknown {
        case .socket(let inode, let user):
            entry.pointee.inode = inode
            entry.pointee.user = user
            find(entry, now)
        case .noSocket: settle(entry, .noSocket, now + Self.second)
        case .unowned(let state):
            let waits = [1, 3, 8].contains(state)  // established, half open, or closed by the other already
            settle(entry, waits ? .notAccepted : .closed, now + (waits ? Self.second / 100 : Self.second))
        case .unknown: settle(entry, .noTable, now + 60 * Self.second)
        }
    }

    /// The flow has no socket now. Its last packets are still those of the process that had it; but what comes later to
    /// a port without connections is nobody's.
    private func settle(
        _ entry: UnsafeMutablePointer<Entry>, _ reason: SocketOwner.Reason, _ stale: Int64
    ) {
        entry.pointee.stale = stale
        if entry.pointee.owner.pid != 0 && entry.pointee.flow.transport == 6 { return }
        entry.pointee.owner = SocketOwner(reason)
        entry.pointee.inode = 0
    }

    /// The process of the socket that the entry has.
    private mutating func find(_ entry: UnsafeMutablePointer<Entry>, _ now: Int64) {
        switch search.find(entry.pointee.inode, work: &budget.work) {
        case .owner(let owner):
            entry.pointee.owner = owner
            entry.pointee.stale = now + 5 * Self.second
        case .searching:
            entry.pointee.owner = SocketOwner(.pending)
            entry.pointee.stale = now
        case .nowhere(let sawAll):
            // While the search went on the process may have let go of it.
            budget.work -= 4
            let socket = SocketTable.Answer.socket(inode: entry.pointee.inode, user: entry.pointee.user)
            guard table?.answer(entry.pointee.flow) == socket else {
                return settle(entry, .closed, now + Self.second)
            }
            let mayAll = sawAll && (seesAll || entry.pointee.user == geteuid())
            entry.pointee.owner = SocketOwner(mayAll ? .noProcess : .noPermission)
            entry.pointee.stale = now + (mayAll ? 1 : 10) * Self.second
        }
    }
}

/// How many system calls may be made: a fixed number in a second, some of them at once.
struct WorkBudget {
    private var last: Int64?
    /// What may be done now; below zero when the last piece of work was larger than what was left.
    var work = burst

    /// A call is about a microsecond: at most a twentieth of a core, and never more than eight milliseconds at once.
    static let perSecond = 50_000
    static let burst = 8_000

    /// `now` is monotonic, in nanoseconds.
    mutating func refill(_ now: Int64) {
        guard let last else {
            last = now
            return
        }
        let elapsed = min(max(now - last, 0), 1_000_000_000)
        let more = Int(elapsed) * Self.perSecond / 1_000_000_000
        guard more > 0 else { return }
        work = min(work + more, Self.burst)
        self.last = now
    }
}
