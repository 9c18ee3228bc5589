import JSONLines

/// What has been taken of the rows of one sensor's interval.
struct TakenRows {
    /// Packets of the rows, by table.
    var packets: [Snapshot.State.Table: UInt64] = [:]
}

extension Aggregator {
    /// Adds the rows of a line of type `state`, whose interval is `pane`; it must be the one that closes next, and the only
    /// one that is open. `sensor` is a number for the stream that the line came from.
    mutating func add(
        state line: RawSpan, pane: Int64, sensor: UInt16, taken: inout TakenRows, owners: inout SensorsOfRows
    ) throws(JSONFault) {
        var reader = JSONReader()
        try reader.beginObject(line)
        var row = StateRow()
        while let key = try reader.nextKey(line) {
            guard let table = Snapshot.State.Table(rawValue: JSONReader.text(key, in: line)) else {
                try reader.skip(line)
                continue
            }
            guard try reader.peek(line) == .array else {
                try reader.skip(line)
                continue
            }
            try reader.beginArray(line)
            while try reader.nextElement(line) {
                try row.read(&reader, line)
                let packets = add(row, table, pane, sensor, &owners)
                taken.packets[table, default: 0] &+= packets
            }
        }
        try reader.finish(line)
    }

    /// Adds one row, and returns its packets.
    private mutating func add(
        _ row: StateRow, _ table: Snapshot.State.Table, _ pane: Int64, _ sensor: UInt16,
        _ owners: inout SensorsOfRows
    ) -> UInt64 {
        let cell = row.cell(0, 1)
        switch table {
        case .protocols:
            if cell.packets > 0 { Self.add(row, cell, pane, to: &protocols) }
        case .interfaces:
            if cell.packets > 0 { Self.add(row, cell, pane, to: &interfaces) }
        case .groups:
            if cell.packets > 0 && groups != nil { Self.add(row, cell, pane, to: &groups!) }
        case .sources:
            if cell.packets > 0 {
                hosts.addSource(host(row, pane).id, cell, pane: pane, slot: 0)
            }
        case .destinations:
            if cell.packets > 0 {
                hosts.addDestination(host(row, pane).id, cell, pane: pane, slot: 0)
            }
        case .applications:
            if cell.packets > 0, let id = Application.id(named: row.text(0)) {
                applications.add(id, cell, slot: 0)
            }
        case .conversations: return addConversation(row, pane, sensor, &owners)
        case .ports: return Self.add(row, below: 1 << 16, to: &ports)
        case .vlans: return Self.add(row, below: 1 << 12, to: &vlans)
        case .touched:
            let (port, packets) = (row.count(0), row.count(1))
            guard packets > 0, port < 1 << 16 else { return 0 }
            let id = host(row, pane).id
            fanOut.add(
                id, hosts.index.key(id), port: Int32(port), Cell(packets: row.cell(1, 1).packets, bytes: 0),
                pane: pane,
                slot: 0, oldest: pane)
        case .unanswered:
            let (id, key) = host(row, pane)
            let room = max(0, configuration.maxKeys - adoptedUnanswered.count)
            for _ in 0..<min(row.count(0), UInt64(room)) {
                adoptedUnanswered.append((UInt32(truncatingIfNeeded: id), key.hash))
            }
        case .sketches: addSketch(row, pane)
        }
        return cell.packets
    }

    /// The host whose name is the first text of a row.
    private mutating func host(_ row: StateRow, _ pane: Int64) -> (id: Int, key: KeyHash) {
        let (key, range) = row.key(0)
        let known = hosts.index.find(key)
        let id = known >= 0 ? known : insertHost(key, row.bytes.span.bytes.extracting(range), pane)
        return (id, key)
    }

    private static func add(
        _ row: StateRow, _ cell: Cell, _ pane: Int64, to table: inout KeyTally
    ) {
        let (key, range) = row.key(0)
        table.add(
            key, row.bytes.span.bytes.extracting(range), RawSpan(), cell, pane: pane, slot: 0, oldest: pane)
    }

    /// A row of two numbers behind the one it is about.
    private static func add(_ row: StateRow, below bound: UInt64, to table: inout NumberTally) -> UInt64 {
        let (number, cell) = (row.count(0), row.cell(1, 2))
        guard number < bound, cell.packets > 0 else { return 0 }
        table.add(Int(number), cell, slot: 0)
        return cell.packets
    }

    private mutating func addConversation(
        _ row: StateRow, _ pane: Int64, _ sensor: UInt16, _ owners: inout SensorsOfRows
    ) -> UInt64 {
        let cell = row.cell(0, 1)
        guard cell.packets > 0 else { return 0 }
        let (opener, peer) = (host(row, pane), row.key(1))
        var other = hosts.index.find(peer.key)
        if other < 0 {
            let name = row.bytes.span.bytes.extracting(peer.range)
            other = insertHost(peer.key, name, pane, sparing: opener.id)
        }
        let isFirst = opener.key.hash <= peer.key.hash
        let pair = isFirst ? KeyHash(opener.key, peer.key) : KeyHash(peer.key, opener.key)
        var id = conversations.keys.index.find(pair)
        if id < 0 {
            let (first, second) = isFirst ? (opener.id, other) : (other, opener.id)
            id = conversations.insert(
                pair, UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second), &hosts, pane)
        }
        conversations.add(id, cell, pane: pane, slot: 0)
        conversations.open(
            id, at: row.number(2), isSYN: row.number(3) == 1, isFirst: isFirst,
            by: UInt32(truncatingIfNeeded: opener.id), hosts.index)
        owners.note(id, pair.hash, sensor)
        return cell.packets
    }

    private mutating func addSketch(_ row: StateRow, _ pane: Int64) {
        let ranks = row.text(1).utf8.map { $0 >= UInt8(ascii: "0") ? $0 - UInt8(ascii: "0") : 0 }
        switch Snapshot.State.Table(rawValue: row.text(0)) {
        case .sources: hosts.add(ranks: ranks, isSources: true, pane: pane)
        case .destinations: hosts.add(ranks: ranks, isSources: false, pane: pane)
        case .conversations: conversations.keys.add(ranks: ranks, pane: pane)
        default: break
        }
    }
}

/// Which conversations more than one sensor has seen, by the ids of their table.
struct SensorsOfRows {
    private var first: [(hash: UInt64, sensor: UInt16)] = []
    private static let several = UInt16.max
    /// How many there were.
    private(set) var shared: UInt64 = 0

    mutating func note(_ id: Int, _ hash: UInt64, _ sensor: UInt16) {
        guard id >= 0 else { return }
        while first.count <= id { first.append((0, Self.several)) }
        if first[id].hash != hash {
            first[id] = (hash, sensor)
        } else if first[id].sensor != sensor && first[id].sensor != Self.several {
            first[id].sensor = Self.several
            shared += 1
        }
    }
}

extension Application {
    private static let ids = Dictionary(
        names.enumerated().map { ($1.description, $0) }, uniquingKeysWith: { first, _ in first })

    static func id(named name: String) -> Int? { ids[name] }
}
