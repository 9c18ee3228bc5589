import JSONLines

extension Aggregator {
    /// Writes the lines of type `state` that belong to `record`, whose interval was closed last, and returns the rest.
    mutating func writeStates(of record: Snapshot) -> Snapshot.State {
        var state = Snapshot.State()
        state.start = record.timestamp - record.interval
        state.every = configuration.every
        state.first = totals.firstTimestamp
        let pane = state.start.floorDivided(by: configuration.every)
        if let sizes = sizes.latest(pane) {
            (state.sizes, state.minimum, state.maximum) = (sizes.bins, sizes.least, sizes.most)
            state.sizesBytes = sizes.bytes
        }
        state.longest = tcpLatest.roundTrips.maximum
        state.roundTrips = tcpLatest.roundTrips.filled.map { .init(from: UInt64($0.bin), packets: $0.count) }
        state.lost = lost(in: pane)

        var json = JSONWriter(capacity: 0)
        swap(&json, &output)
        var lines = StateLines(json, start: state.start, configuration)
        if record.packets > 0 { writeRows(to: &lines) }
        writeUnanswered(to: &lines)
        writeSketches(pane, state.lost, to: &lines)
        lines.end()
        state.lines = lines.count
        output = lines.writer()
        return state
    }

    /// The most packets of `pane` that a key without a row may have had, for each table that is not whole.
    private mutating func lost(in pane: Int64) -> [Snapshot.State.Table: UInt64] {
        var lost = foreignLost
        func note(_ table: Snapshot.State.Table, _ count: UInt64) {
            if count > 0 { lost[table, default: 0] &+= count }
        }
        note(.protocols, protocols.tally.lostAtMost(in: pane))
        note(.interfaces, interfaces.tally.lostAtMost(in: pane))
        if groups != nil { note(.groups, groups!.lostAtMost(in: pane)) }
        note(.sources, hosts.sources.lostAtMost(in: pane))
        note(.destinations, hosts.destinations.lostAtMost(in: pane))
        note(.conversations, conversations.keys.tally.lostAtMost(in: pane))
        note(.touched, fanOut.lostAtMost(in: pane))
        return lost
    }

    private mutating func writeRows(to lines: inout StateLines) {
        Self.write(.protocols, protocols.tally, protocols.index, to: &lines)
        Self.write(.interfaces, interfaces.tally, interfaces.index, to: &lines)
        if groups != nil { Self.write(.groups, &groups!, to: &lines) }
        Self.write(.ports, ports, to: &lines) { lines, port in lines.number(port) }
        Self.write(.vlans, vlans, to: &lines) { lines, vlan in lines.number(vlan) }
        Self.write(.applications, applications, to: &lines) { lines, id in
            lines.text(Application.names[id])
        }
        lines.begin(.conversations)
        for (id, cell) in conversations.keys.tally.latest {
            let (ends, opening) = (conversations.ends(id, hosts.index), conversations.opening(id))
            lines.beginRow()
            lines.text(ends.opener)
            lines.text(ends.peer)
            lines.number(cell.packets)
            lines.number(cell.bytes)
            lines.number(opening.timestamp)
            lines.number(opening.hasSYN ? 1 : 0)
            lines.endRow()
        }
        lines.begin(.touched)
        for row in fanOut.latest where HostOwner(row.owner.id, hosts.index) == row.owner {
            lines.beginRow()
            lines.text(hosts.index.text(Int(row.owner.id)))
            lines.number(row.port)
            lines.number(row.packets)
            lines.endRow()
        }
        // Behind the rows that name hosts without counting them, so that these do not take the room of those.
        Self.write(.sources, hosts.sources, hosts.index, to: &lines)
        Self.write(.destinations, hosts.destinations, hosts.index, to: &lines)
    }

    private static func write(
        _ table: Snapshot.State.Table, _ keys: inout KeyTally, to lines: inout StateLines
    ) {
        write(table, keys.tally, keys.index, to: &lines)
    }

    private static func write(
        _ table: Snapshot.State.Table, _ tally: borrowing Tally, _ keys: borrowing KeyIndex,
        to lines: inout StateLines
    ) {
        lines.begin(table)
        for (id, cell) in tally.latest {
            lines.beginRow()
            lines.text(keys.text(id))
            lines.number(cell.packets)
            lines.number(cell.bytes)
            lines.endRow()
        }
    }

    private static func write(
        _ table: Snapshot.State.Table, _ numbers: borrowing NumberTally, to lines: inout StateLines,
        _ label: (inout StateLines, Int) -> Void
    ) {
        lines.begin(table)
        for (id, cell) in numbers.tally.latest {
            lines.beginRow()
            label(&lines, numbers.number(id))
            lines.number(cell.packets)
            lines.number(cell.bytes)
            lines.endRow()
        }
    }

    private func writeUnanswered(to lines: inout StateLines) {
        var counts: [UInt32: UInt64] = [:]
        for entry in unanswered where hosts.index.hash(of: Int(entry.host)) == entry.hash {
            counts[entry.host, default: 0] += 1
        }
        lines.begin(.unanswered)
        for (host, count) in counts.sorted(by: { $0.key < $1.key }) {
            lines.beginRow()
            lines.text(hosts.index.text(Int(host)))
            lines.number(count)
            lines.endRow()
        }
    }

    private func writeSketches(
        _ pane: Int64, _ lost: [Snapshot.State.Table: UInt64], to lines: inout StateLines
    ) {
        func write(_ table: Snapshot.State.Table, _ ranks: [UInt8]?) {
            guard lost[table] != nil, let ranks else { return }
            lines.beginRow()
            lines.text(table.rawValue)
            lines.text(String(decoding: ranks.map { UInt8(ascii: "0") + $0 }, as: UTF8.self))
            lines.endRow()
        }
        lines.begin(.sketches)
        write(.sources, hosts.ranks(in: pane)?.sources)
        write(.destinations, hosts.ranks(in: pane)?.destinations)
        write(.conversations, conversations.keys.ranks(in: pane))
    }
}
