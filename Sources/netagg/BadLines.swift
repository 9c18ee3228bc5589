import CommandSupport
import JSONLines

/// Says on standard error what was wrong with the first bad lines, and at the end how many there were.
struct BadLines {
    private var count = 0
    private var said: Set<String> = []
    private let diagnostics = Diagnostics(command: "netagg")

    static let shown = 5

    mutating func add(_ fault: JSONFault, line: Int) {
        count += 1
        guard count <= Self.shown else { return }
        diagnostics.say("line \(line) skipped: \(fault.reason.rawValue), at byte \(fault.offset + 1)")
        if count == Self.shown { diagnostics.say("more bad lines are only counted") }
    }

    mutating func sayOnce(_ message: String) {
        if said.insert(message).inserted { diagnostics.say(message) }
    }

    func summarize() {
        if count > Self.shown { diagnostics.say("\(count) bad lines were skipped") }
    }
}
