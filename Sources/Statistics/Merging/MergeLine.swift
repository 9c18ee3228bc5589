import JSONLines

/// What a line of a stream is to the merger, and of a line of type `state` to which interval it belongs. Of the latter the
/// rows are neither read nor checked: these lines are long.
struct MergeLine {
    enum Kind { case state, statistics, flow, alert, packet, other }

    private(set) var kind = Kind.packet
    private(set) var start: Int64 = 0
    private(set) var every: Int64 = 0
    private(set) var group: String?

    init(_ line: RawSpan) throws(JSONFault) {
        var reader = JSONReader()
        try reader.beginObject(line)
        while let key = try reader.nextKey(line) {
            if kind == .state && every > 0, try reader.peek(line) == .array { return }
            if JSONReader.matches(key, "type", in: line) {
                kind = Self.kind(try reader.text(line))
            } else if JSONReader.matches(key, "start", in: line) {
                start = try reader.nanoseconds(line) ?? 0
            } else if JSONReader.matches(key, "every", in: line) {
                every = try reader.nanoseconds(line) ?? 0
            } else if JSONReader.matches(key, "group", in: line) {
                group = try reader.text(line)
            } else {
                try reader.skip(line)
            }
        }
        try reader.finish(line)
    }

    private static func kind(_ type: String?) -> Kind {
        switch type {
        case "state": .state
        case "statistics": .statistics
        case "flow": .flow
        case "alert": .alert
        default: .other
        }
    }
}
