extension Aggregator {
    /// Fills in what the tables know after `pane` was closed.
    mutating func fill(_ snapshot: inout Snapshot, _ pane: Int64, _ expired: Int64) {
        snapshot.window = configuration.window
        snapshot.windowPackets = totals.window.packets
        snapshot.windowBytes = totals.window.bytes
        let seconds = Double(snapshot.interval) / 1e9
        if seconds > 0 {
            snapshot.packetsPerSecond = Double(snapshot.packets) / seconds
            snapshot.bitsPerSecond = Double(snapshot.bytes) * 8 / seconds
        }
        snapshot.isByBytes = configuration.isByBytes
        snapshot.groupKey = configuration.group
        snapshot.rankings = rankings(.window)
        snapshot.intervalRankings = rankings(.interval)
        snapshot.totalRankings = rankings(.total)
        snapshot.distinctSources = hosts.distinctSources(pane, expired: expired)
        snapshot.distinctDestinations = hosts.distinctDestinations(pane, expired: expired)
        snapshot.distinctConversations = conversations.keys.distinct(pane, expired: expired)
        snapshot.distinctPorts = Snapshot.Distinct(ports.tally, nil, pane: pane, expired: expired)
        snapshot.entropy = Snapshot.Entropy(
            sources: hosts.sources.entropy, destinations: hosts.destinations.entropy,
            ports: ports.tally.entropy)
        snapshot.rates = totals.rates(pane)
        snapshot.fanOuts = fanOut.rows(
            configuration.top, hosts, isEstimate: conversations.keys.tally.isWindowPartial)
        snapshot.sizes = sizes.measures()
        if connections.hasSeenTCP {
            (snapshot.tcp, snapshot.tcpWindow) = (tcpLatest.summary, tcpWindow.summary)
        }
        for entry in recent.closed { snapshot.recent.append(packet(entry)) }
        for row in snapshot.rows(.interfaces) { drops.note(row.label) }
    }

    /// What rows count.
    enum Period { case interval, window, total }

    private mutating func rankings(_ period: Period) -> [Snapshot.Ranking] {
        Snapshot.Ranking.Kind.allCases.compactMap { kind in
            let rows = rows(kind, period)
            return rows.isEmpty ? nil : Snapshot.Ranking(kind: kind, rows: rows)
        }
    }

    private mutating func rows(_ kind: Snapshot.Ranking.Kind, _ period: Period) -> [Snapshot.Row] {
        let (limit, isByBytes) = (configuration.top, configuration.isByBytes)
        switch kind {
        case .protocols: return Self.rows(&protocols, period, limit, isByBytes)
        case .interfaces: return Self.rows(&interfaces, period, limit, isByBytes)
        case .groups: return groups == nil ? [] : Self.rows(&groups!, period, limit, isByBytes)
        case .sources:
            return Self.ranked(&hosts.sources, hosts.index, period, limit, isByBytes).map { row in
                Snapshot.Row(
                    label: hosts.index.text(row.id), packets: row.cell.packets, bytes: row.cell.bytes,
                    error: row.error)
            }
        case .destinations:
            return Self.ranked(&hosts.destinations, hosts.index, period, limit, isByBytes).map { row in
                Snapshot.Row(
                    label: hosts.index.text(row.id), packets: row.cell.packets, bytes: row.cell.bytes,
                    error: row.error)
            }
        case .conversations:
            let rows = Self.candidates(&conversations.keys.tally, conversations.keys.index, period, limit)
            return Self.first(limit, of: rows, isByBytes) { conversations.isOrdered($0, $1, hosts.index) }
                .map { row in
                    let ends = conversations.ends(row.id, hosts.index)
                    var made = Snapshot.Row(
                        label: ends.opener, packets: row.cell.packets, bytes: row.cell.bytes, error: row.error
                    )
                    made.peer = ends.peer
                    return made
                }
        case .ports: return Self.rows(&ports, period, limit, isByBytes) { Self.decimal($0) }
        case .vlans: return Self.rows(&vlans, period, limit, isByBytes) { Self.decimal($0) }
        case .applications:
            return Self.rows(&applications, period, limit, isByBytes) { Application.names[$0] }
        }
    }

    /// A number that has no sign. The standard library would bring 200 KB of code into memory for it.
    private static func decimal(_ number: Int) -> String {
        var digits: [UInt8] = []
        var rest = number
        repeat {
            digits.insert(UInt8(ascii: "0") + UInt8(rest % 10), at: 0)
            rest /= 10
        } while rest > 0
        return String(decoding: digits, as: UTF8.self)
    }

    private static func rows(
        _ table: inout KeyTally, _ period: Period, _ limit: Int, _ isByBytes: Bool
    ) -> [Snapshot.Row] {
        ranked(&table.tally, table.index, period, limit, isByBytes).map { row in
            Snapshot.Row(
                label: table.index.text(row.id), packets: row.cell.packets, bytes: row.cell.bytes,
                error: row.error)
        }
    }

    private static func rows(
        _ table: inout NumberTally, _ period: Period, _ limit: Int, _ isByBytes: Bool,
        _ label: (Int) -> String
    ) -> [Snapshot.Row] {
        let candidates = table.tally.candidates(period, limit)
        let rows = candidates.map { Ranked(id: $0.id, cell: $0.cell, error: nil) }
        return Self.first(limit, of: rows, isByBytes) { table.number($0) < table.number($1) }
            .map {
                Snapshot.Row(
                    label: label(table.number($0.id)), packets: $0.cell.packets, bytes: $0.cell.bytes)
            }
    }

    struct Ranked {
        var id: Int
        var cell: Cell
        var error: UInt64?
    }

    private static func ranked(
        _ tally: inout Tally, _ keys: borrowing KeyIndex, _ period: Period, _ limit: Int, _ isByBytes: Bool
    ) -> [Ranked] {
        first(limit, of: candidates(&tally, keys, period, limit), isByBytes) { keys.isOrdered($0, $1) }
    }

    /// What may be among the first rows, with what each may be too low by added.
    private static func candidates(
        _ tally: inout Tally, _ keys: borrowing KeyIndex, _ period: Period, _ limit: Int
    ) -> [Ranked] {
        var rows: [Ranked] = []
        for (id, cell) in tally.candidates(period, limit) {
            let error: UInt64? =
                switch period {
                case .interval: tally.intervalError(id, born: keys.born(id))
                case .window: tally.windowError(id, born: keys.born(id))
                case .total: tally.totalError(id)
                }
            var row = Ranked(id: id, cell: cell, error: error)
            row.cell.packets &+= error ?? 0
            rows.append(row)
        }
        return rows
    }

    /// The first `limit` rows: most packets (or bytes) first, then most of the other, then by key.
    private static func first(
        _ limit: Int, of rows: [Ranked], _ isByBytes: Bool, _ isOrdered: (Int, Int) -> Bool
    ) -> [Ranked] {
        func precedes(_ one: Ranked, _ other: Ranked) -> Bool {
            let (a, b) = (one.cell, other.cell)
            let (left, right) =
                isByBytes
                ? ((a.bytes, a.packets), (b.bytes, b.packets)) : ((a.packets, a.bytes), (b.packets, b.bytes))
            return left == right ? isOrdered(one.id, other.id) : left > right
        }
        var best: [Ranked] = []
        guard limit > 0 else { return [] }
        for row in rows {
            if best.count == limit && !precedes(row, best[limit - 1]) { continue }
            var place = best.count
            while place > 0 && precedes(row, best[place - 1]) { place -= 1 }
            best.insert(row, at: place)
            if best.count > limit { best.removeLast() }
        }
        return best
    }

    private func packet(_ entry: RecentPackets.Entry) -> Snapshot.Recent {
        var packet = Snapshot.Recent()
        packet.timestamp = entry.timestamp
        packet.size = entry.size
        packet.source = host(entry.source, entry.sourceHash)
        packet.destination = host(entry.destination, entry.destinationHash)
        if entry.proto != RecentPackets.absent, protocols.index.born(Int(entry.proto)) <= entry.oldest {
            packet.proto = protocols.index.text(Int(entry.proto))
        }
        packet.sourcePort = UInt16(exactly: entry.sourcePort)
        packet.destinationPort = UInt16(exactly: entry.destinationPort)
        if entry.flags.contains(.isPresent) { packet.tcpFlags = entry.flags.text }
        return packet
    }

    /// The name of a host; empty when another one has its id since.
    private func host(_ id: UInt32, _ hash: UInt32) -> String {
        guard id != RecentPackets.absent, UInt32(truncatingIfNeeded: hosts.index.hash(of: Int(id))) == hash
        else { return "" }
        return hosts.index.text(Int(id))
    }
}

extension Tally {
    /// Ids that may be among the first `rows` of a period, with their counts.
    mutating func candidates(_ period: Aggregator.Period, _ rows: Int) -> [(id: Int, cell: Cell)] {
        switch period {
        case .interval: latestCandidates(rows)
        case .window: windowCandidates(rows).map { ($0, window[$0]) }
        case .total: totalCandidates(rows).map { ($0, total[$0]) }
        }
    }
}
