import Packets

/// Follows TCP connections packet by packet, for `Snapshot.TCPHealth`.
///
/// Modelled on tshark's `tcp.analysis`, with these differences: a segment counts as out of order only when it fills a gap
/// that was seen, within 3 ms or one handshake round trip of its opening; keep-alives are neither retransmissions nor
/// duplicate acknowledgements; and spurious, fast and ordinary retransmissions are one number.
struct TCPAnalyzer {
    var table: ConnectionTable
    private var open: [TCPCounters]
    private(set) var window = TCPCounters()
    private(set) var latest = TCPCounters()
    private var panes: [(pane: Int64, counters: TCPCounters)] = []
    var roundTrips: RoundTripTally
    /// SYNs that wait for an answer, and connections that may fall silent, in the order of their time.
    private var pending = Agenda()
    private var silent = Agenda()
    private(set) var openConnections: UInt64 = 0
    /// Has the stream held TCP at all?
    private(set) var hasSeen = false
    /// Hosts whose SYN found no answer since the owner looked, by id and hash.
    var unanswered: [(host: UInt32, hash: UInt64)] = []

    /// A SYN without answer for so long is unanswered; a connection silent for so long is closed.
    static let answerTimeout: Int64 = 5_000_000_000
    static let silenceTimeout: Int64 = 300_000_000_000
    /// A gap that is filled sooner was made by the network, not by a loss.
    static let reorderTime: Int64 = 3_000_000

    init(limit: Int, openPanes: Int) {
        table = ConnectionTable(limit: limit)
        open = .init(repeating: TCPCounters(), count: openPanes)
        roundTrips = RoundTripTally(openPanes: openPanes)
    }

    /// A segment, as far as the stream says what it holds.
    struct Segment {
        var timestamp: Int64
        var flags: TCPFlags
        var isFirst: Bool
        /// -1 when absent.
        var sequence: Int64
        var acknowledgement: Int64
        var window: Int64
        var payload: Int64
        var host: UInt32
        var hostHash: UInt64
    }

    /// Counts a segment into the pane of `slot`.
    mutating func add(_ key: ConnectionKey, _ segment: Segment, slot: Int) {
        hasSeen = true
        let flags = segment.flags
        if flags.contains(.syn) { open[slot].count(flags.contains(.ack) ? .synAck : .syn) }
        if flags.contains(.fin) { open[slot].count(.fin) }
        if flags.contains(.reset) { open[slot].count(.reset) }
        var id = table.find(key)
        if id >= 0 && isNewBeginning(table.connections[id], segment) {
            end(id, slot)
            id = -1
        }
        if id < 0 {
            // A reset to nothing, and the rest of what has been forgotten, begin nothing.
            guard !flags.contains(.reset) else { return }
            id = insert(key, segment, slot)
        }
        table.connections[id].lastSeen = max(table.connections[id].lastSeen, segment.timestamp)
        follow(id, segment, slot)
        analyze(&table.connections[id], segment, &open[slot])
    }

    /// Is this a SYN that does not repeat the one of the connection, which has ended or has had its answer?
    private func isNewBeginning(_ connection: Connection, _ segment: Segment) -> Bool {
        guard segment.flags.contains(.syn), !segment.flags.contains(.ack) else { return false }
        let end = segment.isFirst ? connection.first : connection.second
        let isRepeated =
            segment.sequence >= 0 && end.hasSent && connection.state.contains(.syn)
            && Int32(bitPattern: UInt32(truncatingIfNeeded: segment.sequence) &+ 1 &- end.next) <= 0
            && end.next &- UInt32(truncatingIfNeeded: segment.sequence) &- 1 < 1 << 20
        return !isRepeated
            && !connection.state.isDisjoint(with: [.closed, .refused, .unanswered, .completed])
    }

    private mutating func insert(_ key: ConnectionKey, _ segment: Segment, _ slot: Int) -> Int {
        if table.isFull { giveUp(slot) }
        var connection = Connection(key: key, lastSeen: segment.timestamp, began: segment.timestamp)
        let flags = segment.flags
        if flags.contains(.syn) {
            let isFirst = flags.contains(.ack) ? !segment.isFirst : segment.isFirst
            if isFirst { connection.state.insert(.isOpenedByFirst) }
        } else {
            connection.state.insert(.opened)
            open[slot].count(.opened)
            openConnections &+= 1
        }
        let id = table.insert(connection)
        silent.append(id, table.connections[id].life, segment.timestamp)
        return id
    }

    /// The states of a connection: handshake, end, reset.
    private mutating func follow(_ id: Int, _ segment: Segment, _ slot: Int) {
        let flags = segment.flags
        var state = table.connections[id].state
        let isOpener = segment.isFirst == state.contains(.isOpenedByFirst)
        if flags.contains(.syn) && !flags.contains(.ack) {
            if !state.contains(.syn) && isOpener {
                state.insert(.syn)
                open[slot].count(.begun)
                table.connections[id].began = segment.timestamp
                table.connections[id].openerHost = segment.host
                table.connections[id].openerHash = segment.hostHash
                pending.append(id, table.connections[id].life, segment.timestamp)
                if pending.count > 2 * table.limit {
                    pending.keep { [table] in table.connections[$0.id].life == $0.life }
                }
            }
        } else if flags.contains(.reset) {
            if state.contains(.syn) && !isOpener && state.isDisjoint(with: [.answered, .refused]) {
                state.insert(.refused)
                open[slot].count(.refused)
            }
            state.insert(.wasReset)
            close(&state, slot)
        } else if flags.contains(.syn) {
            if !isOpener { state.insert(.answered) }
        } else {
            if flags.contains(.ack) && isOpener && state.contains(.answered) && !state.contains(.completed) {
                complete(id, &state, segment, slot)
            }
            if flags.contains(.fin) { state.insert(segment.isFirst ? .finFirst : .finSecond) }
            if state.isSuperset(of: [.finFirst, .finSecond]) { close(&state, slot) }
        }
        table.connections[id].state = state
    }

    private mutating func complete(
        _ id: Int, _ state: inout Connection.State, _ segment: Segment, _ slot: Int
    ) {
        state.insert(.completed)
        if state.contains(.syn) {
            open[slot].count(.completed)
            let time = segment.timestamp &- table.connections[id].began
            if time >= 0 {
                table.connections[id].roundTrip = time
                roundTrips.add(time, slot: slot)
            }
        }
        if !state.contains(.opened) {
            state.insert(.opened)
            open[slot].count(.opened)
            openConnections &+= 1
        }
    }

    private mutating func close(_ state: inout Connection.State, _ slot: Int) {
        guard state.contains(.opened), !state.contains(.closed) else { return }
        state.insert(.closed)
        open[slot].count(.closed)
        openConnections &-= 1
    }

    /// Sequence numbers, acknowledgements and windows of one segment.
    private func analyze(_ connection: inout Connection, _ segment: Segment, _ counters: inout TCPCounters) {
        let flags = segment.flags
        let isControl = !flags.isDisjoint(with: [.syn, .fin, .reset])
        if segment.window == 0 && !isControl { counters.count(.zeroWindows) }
        guard segment.sequence >= 0, segment.payload >= 0, !flags.contains(.reset) else { return }
        let trip = max(connection.roundTrip, Self.reorderTime)
        if segment.isFirst {
            Self.analyze(&connection.first, segment, isControl, trip, &counters)
        } else {
            Self.analyze(&connection.second, segment, isControl, trip, &counters)
        }
    }

    private static func analyze(
        _ end: inout Connection.End, _ segment: Segment, _ isControl: Bool, _ reorderTime: Int64,
        _ counters: inout TCPCounters
    ) {
        let flags = segment.flags
        let sequence = UInt32(truncatingIfNeeded: segment.sequence)
        let payload = UInt32(truncatingIfNeeded: min(segment.payload, 1 << 20))
        let length = payload &+ (flags.contains(.syn) ? 1 : 0) &+ (flags.contains(.fin) ? 1 : 0)
        let acknowledgement = UInt32(truncatingIfNeeded: segment.acknowledgement)
        let behind = Int32(bitPattern: end.next &- sequence)
        if end.hasSent {
            let isKeepAlive = behind == 1 && payload <= 1 && !isControl
            if length == 0 && behind == 0 && flags.contains(.ack) && segment.acknowledgement >= 0
                && acknowledgement == end.lastAck && segment.window == Int64(end.lastWindow)
                && segment.window != 0
            {
                counters.count(.duplicateAcks)
            } else if length > 0 && behind > 0 && !isKeepAlive {
                count(&end, sequence, segment.timestamp, reorderTime, &counters)
            }
            if behind < 0 {
                (end.gapFrom, end.gapTo, end.gapTime) = (end.next, sequence, segment.timestamp)
            }
        }
        let next = sequence &+ length
        if !end.hasSent || Int32(bitPattern: next &- end.next) > 0 { end.next = next }
        end.hasSent = true
        if flags.contains(.ack) && segment.acknowledgement >= 0 { end.lastAck = acknowledgement }
        end.lastWindow = Int32(truncatingIfNeeded: min(segment.window, Int64(Int32.max)))
    }

    /// A segment that begins before the highest octet sent: it fills a gap, or says again what was said.
    private static func count(
        _ end: inout Connection.End, _ sequence: UInt32, _ timestamp: Int64, _ reorderTime: Int64,
        _ counters: inout TCPCounters
    ) {
        let isInGap =
            end.gapTime != .min && Int32(bitPattern: sequence &- end.gapFrom) >= 0
            && Int32(bitPattern: end.gapTo &- sequence) > 0
        if isInGap && timestamp &- end.gapTime < reorderTime {
            counters.count(.outOfOrder)
        } else {
            counters.count(.retransmissions)
        }
    }

    // MARK: Time

    /// Closes a pane that ends at `end`: what has waited too long by then is counted in it.
    mutating func close(_ pane: Int64, slot: Int, expired: Int64, end: Int64) {
        while let entry = pending.next(before: end.addingSaturating(-Self.answerTimeout)) {
            guard table.connections[entry.id].life == entry.life else { continue }
            expect(entry.id, slot)
        }
        while let entry = silent.next(before: end.addingSaturating(-Self.silenceTimeout)) {
            guard table.connections[entry.id].life == entry.life else { continue }
            let lastSeen = table.connections[entry.id].lastSeen
            if lastSeen > end.addingSaturating(-Self.silenceTimeout) {
                silent.append(entry.id, entry.life, lastSeen)
            } else {
                table.connections[entry.id].state.insert(.timedOut)
                self.end(entry.id, slot)
            }
        }
        while let oldest = panes.first, oldest.pane <= expired {
            window.subtract(oldest.counters)
            panes.removeFirst()
        }
        latest = open[slot]
        open[slot] = TCPCounters()
        if !latest.isEmpty {
            panes.append((pane, latest))
            window.add(latest)
        }
        roundTrips.close(pane, slot: slot, expired: expired)
    }

    /// A SYN whose time is over.
    private mutating func expect(_ id: Int, _ slot: Int) {
        let state = table.connections[id].state
        guard state.contains(.syn), state.isDisjoint(with: [.answered, .refused, .completed, .unanswered])
        else { return }
        table.connections[id].state.insert(.unanswered)
        open[slot].count(.unanswered)
        if table.connections[id].openerHost != .max && unanswered.count < 2 * table.limit {
            unanswered.append((table.connections[id].openerHost, table.connections[id].openerHash))
        }
    }

    /// Forgets a connection.
    private mutating func end(_ id: Int, _ slot: Int) {
        expect(id, slot)
        var state = table.connections[id].state
        close(&state, slot)
        table.connections[id].state = state
        table.remove(id)
    }

    /// Makes room: the connection that came first among the silent, or the most silent of a few.
    private mutating func giveUp(_ slot: Int) {
        var best: (id: Int, lastSeen: Int64)?
        var passed: [Agenda.Entry] = []
        while passed.count < 16, let entry = silent.next(before: .max) {
            guard table.connections[entry.id].life == entry.life else { continue }
            let lastSeen = table.connections[entry.id].lastSeen
            if best == nil || lastSeen < best!.lastSeen { best = (entry.id, lastSeen) }
            passed.append(entry)
            if lastSeen == entry.time { break }
        }
        guard let best else { return }
        end(best.id, slot)
        for entry in passed where entry.id != best.id {
            silent.append(entry.id, entry.life, table.connections[entry.id].lastSeen)
        }
    }

    /// Time begins anew.
    mutating func restart() {
        panes = []
        window = TCPCounters()
    }
}

/// Appointments in the order in which they were made.
struct Agenda {
    struct Entry {
        var id: Int
        var life: UInt32
        var time: Int64
    }
    private var entries: [(id: UInt32, life: UInt32, time: Int64)] = []
    private var head = 0

    mutating func append(_ id: Int, _ life: UInt32, _ time: Int64) {
        if head > 1024 && head * 2 > entries.count {
            entries.removeFirst(head)
            head = 0
        }
        entries.append((UInt32(id), life, time))
    }

    var count: Int { entries.count - head }

    /// Forgets the appointments that nobody will keep.
    mutating func keep(_ isWanted: (Entry) -> Bool) {
        entries = entries[head...].filter { isWanted(Entry(id: Int($0.id), life: $0.life, time: $0.time)) }
        head = 0
    }

    /// Takes the first appointment out when its time is no later than `moment`.
    mutating func next(before moment: Int64) -> Entry? {
        guard head < entries.count, entries[head].time <= moment else { return nil }
        let entry = entries[head]
        head += 1
        return Entry(id: Int(entry.id), life: entry.life, time: entry.time)
    }
}
