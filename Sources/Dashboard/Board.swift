import Statistics
import Terminal

/// Everything that the screen shows: what came, what was chosen, and how the stream is doing.
///
/// It reads no clock and no file: `now` is a moment of a clock that never jumps, and whatever concerns the outside
/// (quitting, the theme, saving the screen, a file's position) comes back as a `Request`.
package struct Board: Sendable {
    package var history: History
    package var feed: Feed
    package var choices = Choices()
    package var alerts = AlertLog()
    package var names = Names()
    /// Seconds east of Greenwich, for times of day.
    package var utcOffset = 0
    /// The columns of the chart on the screen that is drawn for, where zooming starts from.
    package var chartColumns = 111
    private var message: (text: String, until: Int64)?

    package init(now: Int64, history: History = History()) {
        self.history = history
        feed = Feed(began: now)
    }

    /// What only the command can do.
    package enum Request: Equatable, Sendable {
        case quit, theme, snapshot, page, repaint
        case play, slower, faster
        /// Move in a file: by records, by nanoseconds, to its first or its last record.
        case step(Int), jump(Int64), first, last
    }

    // MARK: What comes

    package mutating func receive(_ snapshot: Snapshot, now: Int64) {
        history.append(snapshot)
        feed.latestArrival = now
    }

    /// The addresses of the record that is shown, whose names people may want.
    package var addresses: [String] {
        guard let current = history.current else { return [] }
        let rows = current.rows(.sources) + current.rows(.destinations) + current.rows(.conversations)
        return rows.flatMap { [$0.label] + ($0.peer.map { [$0] } ?? []) }
            + current.recent.flatMap { [$0.source, $0.destination] }
    }

    package mutating func receive(_ alert: Alert) { alerts.append(alert) }

    /// Says something in place of the footer for a few seconds.
    package mutating func say(_ text: String, now: Int64, for length: Int64 = 4 * TimeText.second) {
        message = (text, now &+ length)
    }

    package func messageText(now: Int64) -> String? {
        message.flatMap { now < $0.until ? $0.text : nil }
    }

    package func status(now: Int64) -> Status { Status(feed, history, now: now) }

    /// When the screen changes although nothing comes; nil when it does not.
    package func nextChange(now: Int64) -> Int64? {
        var moments: [Int64] = []
        if let message, message.until > now { moments.append(message.until) }
        switch status(now: now) {
        case .waiting(showsHint: false): moments.append(feed.began + Status.hintAfter)
        case .live, .behind:
            if let newest = history.newest, let arrival = feed.latestArrival {
                let interval = min(max(newest.interval, TimeText.second / 10), 3600 * TimeText.second)
                moments.append(arrival + 3 * interval)
            }
        case .stale(let silence):
            // The seconds of `STALE 8s` count up; from a minute on the minutes do.
            let unit = (silence >= 60 * TimeText.second ? 60 : 1) * TimeText.second
            moments.append(now + unit - silence % unit)
        default: break
        }
        return moments.min()
    }

    /// How many seconds a column of the charts stands for.
    func secondsPerColumn(columns: Int) -> Int {
        let series = history.series
        return choices.secondsPerColumn(known: Int(clamping: series.end &- series.start), columns: columns)
    }

    /// How many seconds the charts reach back.
    package var chartSeconds: Int { chartColumns * secondsPerColumn(columns: chartColumns) }

    // MARK: Keys

    /// Does what the key with this name (see `KeyTable`) asks for.
    package mutating func press(_ key: String, now: Int64) -> Request? {
        if choices.isTyping {
            type(key)
            return key == "ctrl-c" ? .quit : nil
        }
        guard let command = KeyTable.command(for: key) else { return nil }
        if choices.showsHelp, command != .quit {
            if command == .up || command == .down {
                let offset = choices.helpOffset + (command == .up ? -1 : 1)
                choices.helpOffset = min(max(offset, 0), KeyTable.entries.count - 1)
                return nil
            }
            choices.showsHelp = false
            if command == .help || command == .back { return nil }
        }
        return perform(command, now: now)
    }

    private mutating func type(_ key: String) {
        switch key {
        case "enter": choices.isTyping = false
        case "escape", "ctrl-c": (choices.isTyping, choices.filter) = (false, "")
        case "backspace": if !choices.filter.isEmpty { choices.filter.removeLast() }
        case "ctrl-u": choices.filter = ""
        case "space": break  // No row holds one.
        default: if key.count == 1, choices.filter.utf8.count < 64 { choices.filter += key }
        }
        choices.selection = 0
    }

    private mutating func perform(_ command: Command, now: Int64) -> Request? {
        switch command {
        case .quit: return .quit
        case .theme: return .theme
        case .snapshot: return .snapshot
        case .page: return .page
        case .repaint: return .repaint
        case .help: (choices.showsHelp, choices.helpOffset) = (true, 0)
        case .pause, .stepBack, .stepForward, .jumpBack, .jumpForward, .first, .live, .slower, .faster:
            return travel(command)
        case .graph: choices.graph = (choices.graph ?? .both).next
        case .zoomIn, .zoomOut:
            choices.zoom(in: command == .zoomIn, from: secondsPerColumn(columns: chartColumns))
        default: navigate(command)
        }
        return nil
    }

    private mutating func travel(_ command: Command) -> Request? {
        let thirtySeconds = 30 * TimeText.second
        if feed.reel != nil {
            switch command {
            case .pause: return .play
            case .stepBack: return .step(-1)
            case .stepForward: return .step(1)
            case .jumpBack: return .jump(-thirtySeconds)
            case .jumpForward: return .jump(thirtySeconds)
            case .first: return .first
            case .live: return .last
            case .slower: return .slower
            default: return .faster
            }
        }
        switch command {
        case .pause: if history.isHeld { history.follow() } else { history.hold() }
        case .stepBack: history.step(by: -1)
        case .stepForward: history.step(by: 1)
        case .jumpBack: history.jump(by: -thirtySeconds)
        case .jumpForward: history.jump(by: thirtySeconds)
        case .first: history.goToFirst()
        case .live: history.follow()
        case .slower: return .slower
        default: return .faster
        }
        return nil
    }

    private mutating func navigate(_ command: Command) {
        switch command {
        case .nextFocus: moveFocus(by: 1)
        case .previousFocus: moveFocus(by: -1)
        case .up: select(choices.selection - 1)
        case .down: select(choices.selection + 1)
        case .enter:
            if choices.focus == nil { choices.focus = .list }
            if choices.isExpanded {
                choices.showsDetails = choices.focus == .list || choices.focus == .protocols
            } else {
                choices.isExpanded = true
            }
        case .back: goBack()
        case .nextList: showNextList()
        case .list(let index): show(Choices.lists[min(max(index, 0), Choices.lists.count - 1)])
        case .filter: choices.isTyping = true
        case .sort: choices.sort = choices.sort.next
        case .period: choices.period = choices.period.next
        default: break
        }
    }

    private mutating func goBack() {
        if choices.showsDetails {
            choices.showsDetails = false
        } else if choices.isExpanded {
            choices.isExpanded = false
        } else if !choices.filter.isEmpty {
            choices.filter = ""
        } else {
            choices.focus = nil
        }
    }

    private mutating func moveFocus(by step: Int) {
        let panels = Choices.Panel.allCases
        let index = choices.focus.flatMap(panels.firstIndex) ?? (step > 0 ? -1 : panels.count)
        choices.focus = panels[(index + step + panels.count) % panels.count]
        (choices.selection, choices.showsDetails) = (0, false)
    }

    private mutating func select(_ row: Int) {
        if choices.focus == nil || choices.focus == .chart { choices.focus = .list }
        choices.selection = min(max(row, 0), 999)
    }

    private mutating func show(_ kind: Snapshot.Ranking.Kind) {
        choices.list = kind
        (choices.selection, choices.showsDetails) = (0, false)
    }

    /// Goes to the next list that the stream carries.
    private mutating func showNextList() {
        let lists = Choices.lists
        let index = lists.firstIndex(of: choices.list) ?? 0
        let others = (1...lists.count).map { lists[(index + $0) % lists.count] }
        if let kind = others.first(where: { !(history.current?.rows($0).isEmpty ?? true) }) { show(kind) }
    }
}
