import Dashboard
import JSONLines
import Statistics

/// What one line of the stream is to netview.
enum Record {
    case statistics(Snapshot)
    case alert(Alert)
    /// A packet: what `netagg` reads.
    case packet
    /// A record of a type that is none of netview's business.
    case other
    case malformed(JSONFault)

    init(_ line: RawSpan) {
        do throws(JSONFault) {
            self = try Record.read(line)
        } catch {
            self = .malformed(error)
        }
    }

    private static func read(_ line: RawSpan) throws(JSONFault) -> Record {
        var reader = JSONReader()
        guard try reader.peek(line) == .object else { throw JSONFault(.notAnObject, at: reader.offset) }
        try reader.beginObject(line)
        var hasTimestamp = false
        while let key = try reader.nextKey(line) {
            if JSONReader.matches(key, "type", in: line) {
                guard let type = try reader.text(line) else { return .other }
                switch type {
                case "statistics": return .statistics(try Snapshot(line))
                case "alert": return .alert(try Alert(line))
                default: return .other
                }
            }
            if JSONReader.matches(key, "timestamp", in: line) { hasTimestamp = true }
            try reader.skip(line)
        }
        try reader.finish(line)
        return hasTimestamp ? .packet : .other
    }
}

extension Alert {
    /// Reads an alert whoever wrote it: several keys mean the same, and all but the text may be absent.
    init(_ line: RawSpan) throws(JSONFault) {
        self.init(timestamp: 0, severity: .warning, title: "", message: "")
        var reader = JSONReader()
        try reader.beginObject(line)
        while let key = try reader.nextKey(line) {
            switch JSONReader.text(key, in: line) {
            case "timestamp", "time": timestamp = try reader.nanoseconds(line) ?? timestamp
            case "severity", "level", "priority":
                if let word = try reader.text(line) { severity = Severity(word: word) }
            case "title", "kind", "name", "signature":
                if let text = try reader.text(line), title.isEmpty { title = text }
            case "message", "description", "detail", "text":
                if let text = try reader.text(line), message.isEmpty { message = text }
            default: try reader.skip(line)
            }
        }
        try reader.finish(line)
        if title.isEmpty { title = "alert" }
    }
}
