import JSONLines

extension Aggregator {
    /// The stream's time begins at `timestamp`, unless it has begun.
    mutating func begin(_ timestamp: Int64, isSilent: Bool = false) {
        guard oldest == nil else { return }
        awaitsPackets = !isSilent
        // Packets of the lateness before may still come.
        open(timestamp.addingSaturating(-configuration.lateness).floorDivided(by: configuration.every))
    }

    private mutating func open(_ pane: Int64) {
        oldest = pane
        closeAt = ((pane + 1) * configuration.every).addingSaturating(configuration.lateness)
    }

    /// Closes the panes whose lateness is over when time has come to `front`. After a long silence no more empty
    /// records are written than the window needs to run empty; then time jumps.
    mutating func close(through front: Int64, now: Int64? = nil) {
        var empty: Int64 = 0
        while front >= closeAt, let pane = oldest {
            let slot = cursor.slot(of: pane)
            let isEmpty = !totals.hasPackets(slot: slot)
            empty = isEmpty ? empty + 1 : 0
            if empty > configuration.windowPanes && !hasOpenPackets {
                awaitsPackets = true
                return open(
                    front.addingSaturating(-configuration.lateness).floorDivided(by: configuration.every))
            }
            // A pane that was opened only for packets that might have been early leaves no trace.
            if !isEmpty || !awaitsPackets || now != nil { closePane(pane, slot, now: now, end: nil) }
            open(pane + 1)
        }
    }

    private var hasOpenPackets: Bool {
        (0..<configuration.openPanes).contains { totals.hasPackets(slot: $0) }
    }

    /// Ends the time that was: what follows begins elsewhere.
    mutating func endEra() {
        if hasOpenPackets { closeOpen(isFinal: false) }
        oldest = nil
        closeAt = .max
        endFlows()
        guard latest != nil || totals.total.packets > 0 else { return }
        forgetWindow()
    }

    /// Empties the window and the tables of the open panes; the totals stay.
    mutating func forgetWindow() {
        fold()
        let far = Int64.max / 4
        for slot in 0..<configuration.openPanes { closeTables(far, slot, expired: far) }
        totals.restart()
        hosts.index.restart()
        conversations.keys.index.restart()
        protocols.index.restart()
        interfaces.index.restart()
        if groups != nil { groups!.index.restart() }
        fanOut.restart()
    }

    /// The last records of the stream.
    mutating func closeAtEnd() {
        guard let pane = oldest else {
            var empty = Snapshot()
            empty.interval = 0
            empty.window = configuration.window
            return write(finish(&empty, totalOnly: true))
        }
        if !hasOpenPackets {
            closePane(pane, cursor.slot(of: pane), now: nil, end: pane * configuration.every, isFinal: true)
        } else {
            closeOpen(isFinal: true)
        }
    }

    /// Closes every open pane up to the last that has packets, which is cut after its last second with packets.
    private mutating func closeOpen(isFinal: Bool) {
        guard let first = oldest else { return }
        let open = first..<first + Int64(configuration.openPanes)
        guard let last = open.last(where: { totals.hasPackets(slot: cursor.slot(of: $0)) }) else { return }
        for pane in first...last {
            let slot = cursor.slot(of: pane)
            if awaitsPackets && !totals.hasPackets(slot: slot) { continue }
            let moments = cursor.moments(of: pane)
            let end = (totals.lastSecond(slot: slot) ?? 0) + 1
            let isLast = pane == last
            closePane(
                pane, slot, now: nil, end: isLast && end < moments.count ? moments[end] : nil,
                isFinal: isLast && isFinal)
        }
    }

    /// Closes one pane and writes its record; `end` is where a shorter interval ends.
    private mutating func closePane(
        _ pane: Int64, _ slot: Int, now: Int64?, end: Int64?, isFinal: Bool = false
    ) {
        awaitsPackets = false
        fold(slot: slot)
        var snapshot = measure(pane, slot, end: end)
        if let now = now ?? liveWall { snapshot.behind = max(0, now.addingSaturating(-(time.front ?? now))) }
        snapshot.isFinal = isFinal
        write(finish(&snapshot))
    }

    /// Closes the tables of one pane and fills in what they know.
    mutating func measure(_ pane: Int64, _ slot: Int, end: Int64?) -> Snapshot {
        let expired = pane - configuration.windowPanes
        var snapshot = Snapshot()
        let start = pane * configuration.every
        snapshot.timestamp = end ?? start + configuration.every
        snapshot.interval = snapshot.timestamp - start
        let timeline = totals.close(pane, slot: slot, expired: expired, moments: cursor.moments(of: pane))
        snapshot.timeline = timeline.filter { $0.timestamp < snapshot.timestamp }
        for moment in timeline {
            snapshot.packets &+= moment.packets
            snapshot.bytes &+= moment.bytes
        }
        recent.close(slot: slot)
        closeTables(pane, slot, expired: expired)
        fill(&snapshot, pane, expired)
        return snapshot
    }

    private mutating func closeTables(_ pane: Int64, _ slot: Int, expired: Int64) {
        hosts.close(pane, slot: slot, expired: expired)
        conversations.keys.close(pane, slot: slot, expired: expired)
        protocols.close(pane, slot: slot, expired: expired)
        interfaces.close(pane, slot: slot, expired: expired)
        if groups != nil { groups!.close(pane, slot: slot, expired: expired) }
        ports.close(pane, slot: slot, expired: expired)
        vlans.close(pane, slot: slot, expired: expired)
        applications.close(pane, slot: slot, expired: expired)
        sizes.close(pane, slot: slot, expired: expired)
        let (end, overflow) = (pane &+ 1).multipliedReportingOverflow(by: configuration.every)
        if !overflow { connections.advance(to: end, slot: slot) }
        tcpLatest = connections.take(slot: slot)
        tcpWindow.add(tcpLatest, pane: pane, expired: expired)
        unanswered = connections.takeUnanswered()
        fanOut.close(pane, slot: slot, expired: expired, unanswered: unanswered, keys: hosts.index)
        conversations.report(to: &fanOut, hosts.index)
    }

    /// Adds what belongs to the stream rather than to the pane.
    mutating func finish(_ snapshot: inout Snapshot, totalOnly: Bool = false) -> Snapshot {
        snapshot.sequence = latest.map { $0.sequence + 1 } ?? 0
        snapshot.totalPackets = totals.total.packets
        snapshot.totalBytes = totals.total.bytes
        if let first = totals.firstTimestamp, first < snapshot.timestamp {
            snapshot.duration = snapshot.timestamp &- first
        }
        snapshot.dropped = drops.take()
        snapshot.totalDropped = drops.total
        snapshot.interfaces = drops.names
        (snapshot.late, snapshot.malformed) = (totals.late, totals.malformed)
        (totals.late, totals.malformed) = (0, 0)
        if totalOnly { snapshot.isFinal = true }
        return snapshot
    }

    mutating func write(_ record: Snapshot) {
        var snapshot = record
        // The flows that are still alive come before the record that is the last.
        if snapshot.isFinal { endFlows() } else { writeFlows() }
        if configuration.writesStates { snapshot.state = writeStates(of: snapshot) }
        snapshot.write(to: &output)
        latest = snapshot
        if keepsWritten { written.append(snapshot) }
    }

    private mutating func endFlows() {
        connections.finishAll()
        writeFlows()
    }

    /// Writes the flows that have ended.
    mutating func writeFlows() {
        guard !connections.finished.isEmpty else { return }
        for flow in connections.finished { flow.write(to: &output) }
        connections.finished.removeAll(keepingCapacity: connections.finished.count < 1024)
    }
}
