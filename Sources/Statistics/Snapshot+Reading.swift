import JSONLines

extension Snapshot {
    /// Reads a line of type `statistics`. Keys that are unknown, and values of another type than they should have, are
    /// passed over; numbers out of range are brought into it.
    package init(_ line: RawSpan) throws(JSONFault) {
        self.init()
        var reader = JSONReader()
        try reader.beginObject(line)
        while let key = try reader.nextKey(line) {
            guard let field = Field(key, line) else {
                try reader.skip(line)
                continue
            }
            try read(field, &reader, line)
        }
        try reader.finish(line)
    }

    private mutating func read(
        _ field: Field, _ reader: inout JSONReader, _ line: RawSpan
    ) throws(JSONFault) {
        switch field {
        case .sequence: sequence = Int(clamping: try reader.integer(line) ?? 0)
        case .timestamp: timestamp = try reader.nanoseconds(line) ?? 0
        case .interval: interval = max(try reader.nanoseconds(line) ?? 0, 0)
        case .packets: packets = try reader.count(line)
        case .bytes: bytes = try reader.count(line)
        case .packetsPerSecond: packetsPerSecond = try reader.finite(line)
        case .bitsPerSecond: bitsPerSecond = try reader.finite(line)
        case .timeline: timeline = try reader.list(line, Moment.init(_:_:))
        case .totalPackets: totalPackets = try reader.count(line)
        case .totalBytes: totalBytes = try reader.count(line)
        case .duration: duration = max(try reader.nanoseconds(line) ?? 0, 0)
        case .dropped: dropped = try reader.count(line)
        case .totalDropped: totalDropped = try reader.count(line)
        case .interface:
            interfaces = []
            try reader.elements(line) { (reader, line) throws(JSONFault) in
                if let name = try reader.text(line) { interfaces.append(name) }
            }
        case .window: window = max(try reader.nanoseconds(line) ?? 0, 0)
        case .windowPackets: windowPackets = try reader.count(line)
        case .windowBytes: windowBytes = try reader.count(line)
        case .by: isByBytes = try reader.text(line) == "bytes"
        case .group: groupKey = try reader.text(line)
        case .inInterval: intervalRankings = try Self.rankings(groupKey, &reader, line)
        case .inTotal: totalRankings = try Self.rankings(groupKey, &reader, line)
        case .recent: recent = try reader.list(line, Recent.init(_:_:))
        case .late: late = try reader.count(line)
        case .malformed: malformed = try reader.count(line)
        case .behind: behind = try reader.nanoseconds(line)
        case .state: state = try State(&reader, line)
        case .merged: merged = try Merged(&reader, line)
        case .isFinal: isFinal = try reader.bool(line) ?? false
        case .ranking(let kind):
            rankings.append(Ranking(kind: kind, rows: try Self.rows(kind, groupKey, &reader, line)))
        case .measure(let measure): try read(measure, &reader, line)
        }
    }

    private enum Field {
        case sequence, timestamp, interval, packets, bytes, packetsPerSecond, bitsPerSecond, timeline
        case totalPackets, totalBytes, duration, dropped, totalDropped, interface
        case window, windowPackets, windowBytes, by, group, inInterval, inTotal
        case recent, late, malformed, behind, isFinal, state, merged
        case ranking(Ranking.Kind)
        case measure(Measure)

        init?(_ key: JSONString, _ line: RawSpan) {
            let name = JSONReader.text(key, in: line)
            switch name {
            case "sequence": self = .sequence
            case "timestamp": self = .timestamp
            case "interval": self = .interval
            case "packets": self = .packets
            case "bytes": self = .bytes
            case "packets_per_second": self = .packetsPerSecond
            case "bits_per_second": self = .bitsPerSecond
            case "timeline": self = .timeline
            case "total_packets": self = .totalPackets
            case "total_bytes": self = .totalBytes
            case "duration": self = .duration
            case "dropped": self = .dropped
            case "total_dropped": self = .totalDropped
            case "interface": self = .interface
            case "window": self = .window
            case "window_packets": self = .windowPackets
            case "window_bytes": self = .windowBytes
            case "by": self = .by
            case "group": self = .group
            case "in_interval": self = .inInterval
            case "in_total": self = .inTotal
            case "recent": self = .recent
            case "late": self = .late
            case "malformed": self = .malformed
            case "behind": self = .behind
            case "final": self = .isFinal
            case "state": self = .state
            case "merged": self = .merged
            default:
                if let kind = Ranking.Kind(rawValue: name) {
                    self = .ranking(kind)
                } else if let measure = Measure(rawValue: name) {
                    self = .measure(measure)
                } else {
                    return nil
                }
            }
        }
    }

    private static func rankings(
        _ groupKey: String?, _ reader: inout JSONReader, _ line: RawSpan
    ) throws(JSONFault) -> [Ranking] {
        var rankings: [Ranking] = []
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            guard let kind = Ranking.Kind(rawValue: JSONReader.text(key, in: line)) else {
                return try reader.skip(line)
            }
            rankings.append(Ranking(kind: kind, rows: try rows(kind, groupKey, &reader, line)))
        }
        return rankings
    }

    private static func rows(
        _ kind: Ranking.Kind, _ groupKey: String?, _ reader: inout JSONReader, _ line: RawSpan
    ) throws(JSONFault) -> [Row] {
        let labelKey = kind.labelKey ?? Ranking.groupRowKey(groupKey)
        var rows: [Row] = []
        try reader.elements(line) { (reader, line) throws(JSONFault) in
            guard try reader.peek(line) == .object else { return try reader.skip(line) }
            var row = Row(label: "", packets: 0, bytes: 0)
            try reader.members(line) { (key, reader, line) throws(JSONFault) in
                let name = JSONReader.text(key, in: line)
                switch name {
                case "packets": row.packets = try reader.count(line)
                case "bytes": row.bytes = try reader.count(line)
                case "error": row.error = try reader.count(line)
                case labelKey: row.label = try reader.label(line)
                case "destination" where kind == .conversations: row.peer = try reader.label(line)
                default: try reader.skip(line)
                }
            }
            rows.append(row)
        }
        return rows
    }
}

extension Snapshot.Ranking.Kind {
    /// The key that holds a row's label; nil for groups, which `--group` names.
    package var labelKey: String? {
        switch self {
        case .protocols: "protocol"
        case .applications: "application"
        case .sources, .conversations: "source"
        case .destinations: "destination"
        case .ports: "port"
        case .vlans: "vlan"
        case .interfaces: "interface"
        case .groups: nil
        }
    }
}

extension Snapshot.Moment {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        self.init(timestamp: 0, packets: 0, bytes: 0)
        var moment = self
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "timestamp": moment.timestamp = try reader.nanoseconds(line) ?? 0
            case "packets": moment.packets = try reader.count(line)
            case "bytes": moment.bytes = try reader.count(line)
            default: try reader.skip(line)
            }
        }
        self = moment
    }
}

extension Snapshot.Recent {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var packet = Snapshot.Recent()
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "timestamp": packet.timestamp = try reader.nanoseconds(line) ?? 0
            case "source": packet.source = try reader.text(line) ?? ""
            case "destination": packet.destination = try reader.text(line) ?? ""
            case "protocol": packet.proto = try reader.text(line) ?? ""
            case "size": packet.size = try reader.count(line)
            case "src_port": packet.sourcePort = try reader.integer(line).flatMap(UInt16.init(exactly:))
            case "dst_port": packet.destinationPort = try reader.integer(line).flatMap(UInt16.init(exactly:))
            case "tcp_flags": packet.tcpFlags = try reader.text(line)
            default: try reader.skip(line)
            }
        }
        self = packet
    }
}

extension JSONReader {
    /// A count: a number that is not negative; anything else is 0.
    mutating func count(_ line: RawSpan) throws(JSONFault) -> UInt64 {
        UInt64(max(try integer(line) ?? 0, 0))
    }

    /// A finite number; anything else is 0.
    mutating func finite(_ line: RawSpan) throws(JSONFault) -> Double {
        guard let value = try double(line), value.isFinite else { return 0 }
        return value
    }

    /// A label: a string, or a number as text.
    mutating func label(_ line: RawSpan) throws(JSONFault) -> String {
        if try peek(line) == .number { return String(try integer(line) ?? 0) }
        return try text(line) ?? ""
    }

    /// Calls `body` at each element of an array; passes over anything else.
    mutating func elements(
        _ line: RawSpan, _ body: (inout JSONReader, RawSpan) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        guard try peek(line) == .array else { return try skip(line) }
        try beginArray(line)
        while try nextElement(line) { try body(&self, line) }
    }

    /// Calls `body` at each value of an object; passes over anything else.
    mutating func members(
        _ line: RawSpan, _ body: (JSONString, inout JSONReader, RawSpan) throws(JSONFault) -> Void
    ) throws(JSONFault) {
        guard try peek(line) == .object else { return try skip(line) }
        try beginObject(line)
        while let key = try nextKey(line) { try body(key, &self, line) }
    }

    /// The objects of an array.
    mutating func list<Element>(
        _ line: RawSpan, _ make: (inout JSONReader, RawSpan) throws(JSONFault) -> Element
    ) throws(JSONFault) -> [Element] {
        var all: [Element] = []
        try elements(line) { (reader, line) throws(JSONFault) in
            guard try reader.peek(line) == .object else { return try reader.skip(line) }
            all.append(try make(&reader, line))
        }
        return all
    }
}
