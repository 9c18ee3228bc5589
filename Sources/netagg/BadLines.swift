import CommandSupport
import JSONLines

/// Says on standard error what was wrong with the first bad lines, and at the end how many there were.
struct BadLines {
    private var count = 0
    private var said: Set<String> = []
    private let diagnostics = Diagnostics(command: "netagg")

    static let shown = 5

    /// A bad line by its number in the input of this name; nil is the standard input.
    mutating func add(_ fault: JSONFault, line: Int, of file: String?) {
        count += 1
        guard count <= Self.shown else { return }
        let place = file.map { "line \(line) of '\($0)'" } ?? "line \(line)"
        diagnostics.say("\(place) skipped: \(fault.reason.rawValue), at byte \(fault.offset + 1)")
        if count == Self.shown { diagnostics.say("more bad lines are only counted") }
    }

    mutating func sayOnce(_ message: String) {
        if said.insert(message).inserted { diagnostics.say(message) }
    }

    func summarize() {
        if count > Self.shown { diagnostics.say("\(count) bad lines were skipped") }
    }
}
