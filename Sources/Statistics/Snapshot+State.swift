import JSONLines

extension Snapshot {
    /// What merging needs of an interval beyond what its record shows (`--states`): the key `state`. The rows of the
    /// tables, all of them, stand in lines of type `state` before the record; see `StateLines`.
    package struct State: Equatable, Sendable {
        /// The tables; the raw values are keys of `state` lines, and of `lost` here.
        package enum Table: String, CaseIterable, Sendable {
            case protocols, applications, sources, destinations, conversations, ports, vlans, interfaces,
                groups
            /// A source and a port that it touched; a source and how many of its SYNs found no answer; sketches.
            case touched, unanswered, sketches
        }

        /// Where the interval begins, and its length if it is whole: both of all the stream's records.
        package var start: Int64 = 0
        package var every: Int64 = 0
        /// The earliest packet since time began; nil before it.
        package var first: Int64?
        /// How many lines of type `state` belong to the record.
        package var lines: UInt64 = 0
        /// Sizes of the interval's frames, by the buckets of `SizeTally`; the extremes and the sum are exact.
        package var sizes: [Sizes.Bin] = []
        package var minimum: UInt64 = 0
        package var maximum: UInt64 = 0
        package var sizesBytes: UInt64 = 0
        /// Round trips of the interval's handshakes by the bins of `QuantileSketch`; the longest is exact.
        package var roundTrips: [Sizes.Bin] = []
        package var longest: Int64 = 0
        /// The most packets of the interval that a key without a row may have had; absent where all keys have one.
        package var lost: [Table: UInt64] = [:]

        package init() {}
    }

    /// What a record was merged from.
    package struct Merged: Equatable, Sendable {
        /// Streams that are merged, and those of them that had a record for this interval.
        package var sensors: UInt64
        package var reporting: UInt64
        /// Conversations that more than one sensor has seen, since the start. Where there are none, the analysis of TCP and
        /// `fan_out` are those of one capture of everything; where there are some, of the parts.
        package var sharedConversations: UInt64

        package init(sensors: UInt64, reporting: UInt64, sharedConversations: UInt64) {
            (self.sensors, self.reporting, self.sharedConversations) = (
                sensors, reporting, sharedConversations
            )
        }
    }
}

extension Snapshot.State {
    func write(to json: inout JSONWriter) {
        json.key("state")
        json.beginObject()
        json.time("start", start)
        json.length("every", every)
        if let first { json.time("first", first) }
        json.count("lines", lines)
        if !sizes.isEmpty {
            json.count("minimum", minimum)
            json.count("maximum", maximum)
            json.count("sizes_bytes", sizesBytes)
            Self.write("sizes", sizes, to: &json)
        }
        if !roundTrips.isEmpty {
            json.length("longest", longest)
            Self.write("round_trips", roundTrips, to: &json)
        }
        if !lost.isEmpty {
            json.key("lost")
            json.beginObject()
            for table in Table.allCases {
                guard let count = lost[table] else { continue }
                json.key(table.rawValue)
                json.integer(count)
            }
            json.endObject()
        }
        json.endObject()
    }

    private static func write(
        _ name: StaticString, _ bins: [Snapshot.Sizes.Bin], to json: inout JSONWriter
    ) {
        json.key(name)
        json.beginArray()
        for bin in bins {
            json.beginArray()
            json.integer(bin.from)
            json.integer(bin.packets)
            json.endArray()
        }
        json.endArray()
    }

    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var state = Self()
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "start": state.start = try reader.nanoseconds(line) ?? 0
            case "every": state.every = try reader.nanoseconds(line) ?? 0
            case "first": state.first = try reader.nanoseconds(line)
            case "lines": state.lines = try reader.count(line)
            case "minimum": state.minimum = try reader.count(line)
            case "maximum": state.maximum = try reader.count(line)
            case "sizes_bytes": state.sizesBytes = try reader.count(line)
            case "longest": state.longest = try reader.nanoseconds(line) ?? 0
            case "sizes": state.sizes = try Self.bins(&reader, line)
            case "round_trips": state.roundTrips = try Self.bins(&reader, line)
            case "lost":
                try reader.members(line) { (key, reader, line) throws(JSONFault) in
                    guard let table = Table(rawValue: JSONReader.text(key, in: line)) else {
                        return try reader.skip(line)
                    }
                    state.lost[table] = try reader.count(line)
                }
            default: try reader.skip(line)
            }
        }
        self = state
    }

    private static func bins(
        _ reader: inout JSONReader, _ line: RawSpan
    ) throws(JSONFault) -> [Snapshot.Sizes.Bin] {
        var bins: [Snapshot.Sizes.Bin] = []
        var row = StateRow()
        try reader.elements(line) { (reader, line) throws(JSONFault) in
            try row.read(&reader, line)
            if row.numbers.count == 2 { bins.append(.init(from: row.count(0), packets: row.count(1))) }
        }
        return bins
    }
}

extension Snapshot.Merged {
    func write(to json: inout JSONWriter) {
        json.key("merged")
        json.beginObject()
        json.count("sensors", sensors)
        json.count("reporting", reporting)
        json.count("shared_conversations", sharedConversations)
        json.endObject()
    }

    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var merged = Self(sensors: 0, reporting: 0, sharedConversations: 0)
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "sensors": merged.sensors = try reader.count(line)
            case "reporting": merged.reporting = try reader.count(line)
            case "shared_conversations": merged.sharedConversations = try reader.count(line)
            default: try reader.skip(line)
            }
        }
        self = merged
    }
}
