import CommandSupport
import Dashboard
import JSONLines

/// The records of a stream as they come.
struct Source: ~Copyable {
    private var input: Input
    private var lines = LineReader(capacity: 1 << 16)
    private(set) var hasEnded = false
    /// Lines that were no record, and the first few of them for people.
    private(set) var malformed = 0
    private(set) var complaints: [String] = []
    private static let complaintLimit = 3

    init(_ options: Options) throws { input = try Input(options.file.map { [$0] } ?? []) }

    /// What to wait for; nil at the end.
    var descriptor: Int32? { hasEnded ? nil : input.descriptor }

    /// Reads once, and hands over the records of every line that is whole. It waits when nothing is there.
    mutating func read(_ use: (Record) throws -> Void) throws {
        guard !hasEnded else { return }
        let count = try lines.fill { try input.read(into: $0) ?? 0 }
        if count == 0 { hasEnded = true }
        while lines.nextLine() {
            if lines.isTooLong {
                complain("longer than \(lines.lineLimit) bytes")
                continue
            }
            guard !lines.range.isEmpty else { continue }
            let record = lines.withLine { Record($0) }
            if case .malformed(let fault) = record { complain("\(fault)") }
            try use(record)
        }
    }

    private mutating func complain(_ reason: String) {
        malformed += 1
        if complaints.count < Source.complaintLimit {
            complaints.append("line \(lines.lineNumber): \(reason)")
        }
    }

    /// Says what was wrong with the stream, once it is over and the screen is given back.
    func report(_ diagnostics: Diagnostics) {
        for complaint in complaints { diagnostics.say(complaint) }
        if malformed > complaints.count {
            diagnostics.say("\(malformed - complaints.count) more lines were no records")
        }
    }
}

extension Board {
    /// Takes a record of the stream, whatever it is.
    mutating func receive(_ record: Record, now: Int64) {
        switch record {
        case .statistics(let snapshot): receive(snapshot, now: now)
        case .alert(let alert): receive(alert)
        case .packet: feed.packets += 1
        case .other: break
        case .malformed: feed.malformed += 1
        }
    }
}
