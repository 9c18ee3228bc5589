/// Follows every connection from its first packet to its last, and measures the health of TCP and, when asked to,
/// one `Flow` for each.
///
/// - Memory: at most `capacity` connections of about 104 bytes, 400 when it keeps flows; beyond that old ones are given
///   up and counted (`TCPHealth.evicted`).
/// - Time is that of the packets alone. `advance` is always believed; a packet moves time on by at most `reach`, so
///   that one absurd timestamp cannot end every connection.
/// - The order of packets matters to TCP's analysis as it does to Wireshark's: what one packet means depends on those
///   before it. What it means is counted in the interval (`slot`) to which the packet belongs.
///
/// What counts, and when:
/// - begun: a SYN without ACK that is not a repetition. Another initial sequence number begins another connection.
/// - completed: SYN, SYN-ACK and the opener's acknowledgement of it were all seen. The round trip is from the latest
///   SYN to that ACK, as in `tcp.analysis.initial_rtt`.
/// - refused: a RST from the other end while the SYN waited.
/// - unanswered: neither of them within 3 s of the first SYN, or until its place or its ports were needed; once, and also when the
///   answer comes later.
/// - opened: completed, or found open when its first packet came; closed: FIN from both ends, a RST, 5 to 5.3 minutes
///   without a packet, or given up. Open now is always opened less closed.
/// - the rest: see `Findings`.
///
///     tracker.add(segment, slot: 0)
///     let measures = tracker.take(slot: 0)
struct ConnectionTracker: ~Copyable {
    /// How far one packet can move time on.
    static let reach: Int64 = 3_600_000_000_000

    let isKeepingFlows: Bool
    var table: ConnectionTable
    var measures: [TCPMeasures]
    /// Beside the connections of the table, when flows are kept.
    var flows: [Flow] = []
    /// Flows that have ended and wait to be written; the owner takes them.
    var finished: [Flow] = []
    /// SYNs that found no answer, for the owner to take: see `takeUnanswered`.
    private var unanswered: [(host: UInt32, hash: UInt64)] = []
    /// Those beyond `capacity` that did not fit because nobody took them.
    private(set) var unansweredLost: UInt64 = 0
    /// Has the stream held TCP at all?
    private(set) var hasSeenTCP = false
    /// The latest time that was believed; nil before there was one.
    private(set) var front: Int64?
    /// Opened less closed in the intervals taken; below 0 while a late interval is to come.
    private var open: Int64 = 0
    /// The connection whose texts are still to be given: see `name`.
    private var unnamed = -1

    /// Watches at most `capacity` connections, and measures up to `slots` intervals at the same time.
    init(capacity: Int, slots: Int = 1, isKeepingFlows: Bool = false) {
        self.isKeepingFlows = isKeepingFlows
        table = ConnectionTable(capacity: capacity)
        measures = [TCPMeasures](repeating: TCPMeasures(), count: max(slots, 1))
    }

    // MARK: Packets

    /// Adds a packet of the interval `slot`, whose connection is looked for by its ends; returns the connection's place,
    /// -1 where nothing is kept of it. `flow` is the owner's number for both ends, by which the place stays known.
    @discardableResult
    mutating func add(_ segment: Segment, flow: Int32 = -1, slot: Int) -> Int32 {
        unnamed = -1
        guard segment.isTCP || isKeepingFlows else { return -1 }
        observe(segment.timestamp, slot)
        let (key, isFromLow) = ConnectionKey.of(segment)
        let index = add(segment, table.find(key), key, isFromLow, slot)
        table.connections[index].flow = flow
        return Int32(truncatingIfNeeded: index)
    }

    /// Adds a packet whose connection stood in `place` when the flow's last one was added; returns where it is now, and -1, when
    /// it has ended since: then the packet must be added by its ends.
    @inline(__always)
    mutating func add(_ segment: Segment, isFromLow: Bool, at place: ConnectionPlace, slot: Int) -> Int32 {
        unnamed = -1
        observe(segment.timestamp, slot)
        guard table.holds(place) else { return -1 }
        let known = Int(place.connection)
        let index = add(segment, known, table.connections[known].key, isFromLow, slot)
        if index != known { table.connections[index].flow = place.flow }
        return Int32(truncatingIfNeeded: index)
    }

    @inline(__always)
    private mutating func add(
        _ segment: Segment, _ found: Int, _ key: UInt64, _ isFromLow: Bool, _ slot: Int
    ) -> Int {
        var index = found
        if index >= 0 && segment.isTCP && segment.isOpening
            && table.connections[index].isReused(by: segment, isFromLow: isFromLow)
        {
            if table.connections[index].phase == .begun { countUnanswered(index, slot) }
            finish(index, .reused, slot)
            index = -1
        }
        if index < 0 { index = begin(key, segment, isFromLow, slot) }
        if segment.isTCP {
            follow(index, segment, isFromLow, slot)
        } else {
            table.touch(index, now: front ?? 0)
        }
        if isKeepingFlows {
            flows[index].add(segment, isFromOpener: isFromLow == table.connections[index].isOpenerLow)
        }
        return index
    }

    /// Does the last packet begin a flow, so that `name` is wanted?
    var isNameWanted: Bool { unnamed >= 0 }

    /// Gives the texts of the last packet to the flow that it began.
    mutating func name(source: AddressText, destination: AddressText, proto: AddressText) {
        guard unnamed >= 0 else { return }
        flows[unnamed].name(source: source, destination: destination, proto: proto)
        unnamed = -1
    }

    private mutating func begin(
        _ key: UInt64, _ segment: Segment, _ isFromLow: Bool, _ slot: Int
    ) -> Int {
        if table.isFull { evict(slot) }
        // A SYN-ACK comes from the end that did not open the connection.
        let isAnswer = segment.isTCP && segment.has(Segment.syn) && !segment.isOpening
        let (phase, queue) = segment.isTCP ? Self.start(segment) : (.datagrams, .other)
        var connection =
            phase == .begun
            ? Connection(key: key, opening: segment, isOpenerLow: isFromLow)
            : Connection(key: key, phase: phase, isOpenerLow: isFromLow != isAnswer)
        if segment.isTCP {
            connection.host = segment.host
            hasSeenTCP = true
            if phase == .begun { measures[slot].health.handshakesBegun &+= 1 }
            if phase == .open { measures[slot].health.opened &+= 1 }
        }
        let index = table.insert(connection)
        table.link(index, queue, now: front ?? 0)
        guard isKeepingFlows else { return index }
        let flow = Flow(segment, isReversed: isAnswer)
        if index < flows.count { flows[index] = flow } else { flows.append(flow) }
        unnamed = index
        return index
    }

    private static func start(_ segment: Segment) -> (Connection.Phase, ConnectionTable.Queue) {
        if segment.isOpening { return (.begun, .handshake) }
        if segment.has(Segment.reset) { return (.reset, .ended) }
        return segment.has(Segment.syn) ? (.answered, .tcp) : (.open, .tcp)
    }

    // MARK: Time

    @inline(__always)
    private mutating func observe(_ timestamp: Int64, _ slot: Int) {
        guard let front else {
            front = timestamp
            return
        }
        guard timestamp > front else { return }
        let (step, isOverflow) = timestamp.subtractingReportingOverflow(front)
        if isOverflow || step > Self.reach { return }
        self.front = timestamp
        if timestamp >= table.deadline { expire(slot) }
    }

    /// Time is at least `now`: ends what has waited too long. What happens then is counted in `slot`.
    mutating func advance(to now: Int64, slot: Int) {
        front = max(front ?? now, now)
        if front ?? now >= table.deadline { expire(slot) }
    }

    private mutating func expire(_ slot: Int) {
        guard let now = front else { return }
        while true {
            let index = table.overdue(now)
            if index < 0 { return }
            if table.connections[index].queue == .handshake {
                countUnanswered(index, slot)
                // From when its time was over, however late that was noticed.
                let armed = table.connections[index].armed
                let due = armed.addingSaturating(ConnectionTable.Queue.handshake.patience)
                table.move(index, to: .unanswered, now: due)
            } else {
                finish(index, .timeout, slot)
            }
        }
    }

    private mutating func countUnanswered(_ index: Int, _ slot: Int) {
        let opener = table.connections[index].opener
        table.connections[index].enter(.unanswered)
        measures[slot].health.handshakesUnanswered &+= 1
        guard let opener else { return }
        if unanswered.count < table.capacity {
            unanswered.append((table.connections[index].host, opener))
        } else {
            unansweredLost &+= 1
        }
    }

    private mutating func evict(_ slot: Int) {
        let index = table.victim()
        guard index >= 0 else { return }
        measures[slot].health.evicted &+= 1
        if table.connections[index].phase == .begun { countUnanswered(index, slot) }
        finish(index, .evicted, slot)
    }

    /// Ends a connection for this reason.
    private mutating func finish(_ index: Int, _ ending: Flow.Ending, _ slot: Int) {
        let connection = table.connections[index]
        if connection.phase == .open { measures[slot].health.closed &+= 1 }
        if isKeepingFlows {
            flows[index].end(connection, ending)
            finished.append(flows[index])
        }
        table.remove(index)
    }

    /// The stream has ended, or begins anew at another time: ends every connection, oldest first. What was open
    /// does not count as closed, for it may well live on. Take the intervals first.
    mutating func finishAll() {
        while isKeepingFlows {
            let index = table.any()
            if index < 0 { break }
            flows[index].end(table.connections[index], .streamEnd)
            finished.append(flows[index])
            table.remove(index)
        }
        // Where no flows are kept there is nothing to tell of each.
        table = ConnectionTable(capacity: table.capacity)
        (front, open) = (nil, 0)
    }

    // MARK: Merging

    /// Takes over what others measured in the interval `slot`, which holds nothing of its own; `openNow` connections are
    /// open at its end.
    mutating func adopt(
        _ taken: TCPMeasures, openNow: UInt64, unanswered senders: [(host: UInt32, hash: UInt64)], slot: Int
    ) {
        hasSeenTCP = true
        measures[slot] = taken
        open =
            Int64(clamping: openNow) &- Int64(truncatingIfNeeded: taken.health.opened &- taken.health.closed)
        unanswered += senders.prefix(max(0, table.capacity - unanswered.count))
    }

    // MARK: Answers

    /// What was measured in the interval `slot`, which begins anew.
    mutating func take(slot: Int) -> TCPMeasures {
        var taken = measures[slot]
        measures[slot] = TCPMeasures()
        open &+= Int64(truncatingIfNeeded: taken.health.opened &- taken.health.closed)
        taken.health.open = UInt64(max(open, 0))
        return taken
    }

    /// The senders of the SYNs that were given up as unanswered since the last call, by the `host` and the hash that
    /// their segments gave: one entry for each SYN.
    mutating func takeUnanswered() -> [(host: UInt32, hash: UInt64)] {
        let taken = unanswered
        unanswered = []
        return taken
    }
}
