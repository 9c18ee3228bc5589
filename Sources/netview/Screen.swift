import CommandSupport
import Dashboard
import Glibc
import Terminal

/// The full screen: one `poll` on the stream, the keys and the signals, and a frame whenever something has changed.
struct Screen: ~Copyable {
    private var session: TerminalSession
    private var painter: Painter
    private var look: Look
    private var board: Board
    private var source: Source?
    private var reel: Reel?
    /// For a stream that cannot be sought and is shown at a pace: what has been read, and how much of it was shown.
    private var pacer: Pacer?
    private var queue: [Record] = []
    private var shown = 0
    /// Nil unless there is a file, which somebody may still write.
    private var watch: FileWatch?
    private let signals: Signals
    /// Nil unless names were asked for, and somebody is there to ask.
    private var lookup: ReverseLookup?
    private var asked: Set<String> = []
    /// When addresses without a name are asked for again.
    private var askAgain: Int64 = 0
    private let diagnostics = Diagnostics(command: "netview")
    /// Something has changed since the last frame.
    private var isDirty = true
    /// A frame that only the stream asks for waits until this moment; a key never does.
    private var notBefore: Int64 = 0
    private var isOver = false
    /// The signal that ends the process, once the terminal is itself again.
    private var deadlySignal: Int32?

    private static let frameInterval: Int64 = 50_000_000  // 20 frames a second for a stream that floods

    init(
        _ look: Look, _ session: consuming TerminalSession, _ signals: consuming Signals,
        source: consuming Source?, reel: consuming Reel?, watch: consuming FileWatch?, options: Options
    ) {
        self.session = session
        self.look = look
        self.signals = signals
        self.source = source
        self.reel = reel
        self.watch = watch
        lookup = options.resolve ? ReverseLookup() : nil
        pacer = options.speed.map { Pacer(speed: $0) }
        painter = Painter(theme: look.theme)
        board = Board(now: Clock.monotonic())
        board.utcOffset = LocalTime.utcOffset()
        if self.reel == nil { board.feed.pace = options.speed?.factor } else { pacer = nil }
    }

    /// Shows a stream, or a file, until somebody leaves.
    static func show(_ options: Options, _ look: Look, on session: consuming TerminalSession) throws {
        let signals = try Signals([SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])
        if let file = try SeekableFile(options.file) {
            // Watched before it is read: nothing that is written in between is missed.
            let watch = FileWatch(options.file)
            let reel = try Reel(file, speed: options.speed)
            var screen = Screen(
                look, session, signals, source: nil, reel: reel, watch: watch, options: options)
            try screen.run()
        } else {
            var screen = Screen(
                look, session, signals, source: try Source(options), reel: nil, watch: nil,
                options: options)
            try screen.run()
        }
    }

    mutating func run() throws {
        session.enter()
        do {
            try reel?.open(on: &board)
            while !isOver { try turn() }
        } catch {
            session.leave()
            throw error
        }
        session.leave()
        source?.report(diagnostics)
        if let deadlySignal { Screen.die(of: deadlySignal) }
    }

    /// One turn: draw what is due, wait, take what has come.
    private mutating func turn() throws {
        var now = Clock.monotonic()
        if try reel?.play(&board, now: now) ?? false { isDirty = true }
        if isDirty, session.isReadyForFrame, now >= notBefore { draw(now) }

        var poll = Poll()
        poll.add(reading: session.descriptor)
        poll.add(reading: signals.descriptor)
        if pacer != nil { showDue(now) }
        // At a pace of its own, the next records are read when those that are here have been shown.
        let input = pacer != nil && shown < queue.count ? nil : source?.descriptor
        if let input { poll.add(reading: input) }
        let growth = watch?.descriptor
        if let growth { poll.add(reading: growth) }
        let answers = lookup?.descriptor
        if let answers { poll.add(reading: answers) }
        if !session.isReadyForFrame { poll.add(writing: session.descriptor) }
        poll.wait(until: try deadline(now))

        now = Clock.monotonic()
        for signal in poll.isReadable(signals.descriptor) ? signals.take() : [] { take(signal) }
        if !session.isReadyForFrame, poll.isWritable(session.descriptor) { session.flush() }
        if poll.isReadable(session.descriptor) {
            for key in session.readKeys() { try take(key, now) }
        } else if let patience = session.patienceMilliseconds, patience <= 50 {
            for key in session.lateKeys() { try take(key, now) }
        }
        if session.isGone { isOver = true }
        if let input, poll.isReadable(input) { if pacer == nil { try read(now) } else { try readAhead() } }
        if let growth, poll.isReadable(growth) {
            watch?.take()
            if try reel?.grow(&board, now: now) ?? false { isDirty = true }
        }
        if answers != nil { lookUp(now) }
        if let change, now >= change { isDirty = true }
    }

    /// When the board changes by itself, as of the last frame.
    private var change: Int64?

    private mutating func deadline(_ now: Int64) throws -> Int64? {
        var moments: [Int64] = []
        if isDirty, session.isReadyForFrame { moments.append(notBefore) }
        if let change { moments.append(change) }
        if let patience = lookup?.deadline { moments.append(patience) }
        if let due = try reel?.due(&board, now: now) { moments.append(due) }
        if pacer != nil, let due = due(now) { moments.append(due) }
        if let patience = session.patienceMilliseconds { moments.append(now + Int64(patience) * 1_000_000) }
        return moments.min()
    }

    private mutating func draw(_ now: Int64) {
        let size = session.size
        board.chartColumns = TimelinePanel.columns(width: size.width)
        let grid = board.draw(width: size.width, height: size.height, glyphs: look.glyphs, now: now)
        let frame = painter.paint(grid)
        if !frame.isEmpty { session.send(frame) }
        isDirty = false
        notBefore = now + Screen.frameInterval
        change = board.nextChange(now: now)
    }

    private mutating func read(_ now: Int64) throws {
        try source?.read { board.receive($0, now: now) }
        if source?.hasEnded ?? false { board.feed.hasEnded = true }
        isDirty = true
    }

    // MARK: A stream at a pace of its own

    /// Reads what comes into the queue, and shows what is due of it.
    private mutating func readAhead() throws {
        var records: [Record] = []
        try source?.read { records.append($0) }
        queue = Array(queue[shown...]) + records
        shown = 0
    }

    /// When the next record in the queue is due, now or later; nil when there is none.
    private mutating func due(_ now: Int64) -> Int64? {
        guard shown < queue.count else { return nil }
        guard case .statistics(let snapshot) = queue[shown] else { return now }
        return pacer?.due(snapshot.timestamp, now: now) ?? now
    }

    private mutating func showDue(_ now: Int64) {
        while let moment = due(now), moment <= now {
            board.receive(queue[shown], now: now)
            shown += 1
            isDirty = true
        }
        if shown == queue.count, source?.hasEnded ?? false, !board.feed.hasEnded {
            board.feed.hasEnded = true
            isDirty = true
        }
    }

    /// Twice or half as fast.
    private mutating func changePace(_ isFaster: Bool, _ now: Int64) {
        guard let factor = board.feed.pace else {
            return board.say("a live stream has its own speed", now: now)
        }
        let changed = isFaster ? min(factor * 2, 1024) : max(factor / 2, 0.125)
        board.feed.pace = changed
        pacer?.speed = ReplaySpeed(changed)
        pacer?.restart()
    }

    /// Takes the names that have come, and asks for those of the addresses on the screen.
    private mutating func lookUp(_ now: Int64) {
        if now >= askAgain {
            board.names.forgetNameless()
            askAgain = now + 60_000_000_000
        }
        for (address, name) in lookup?.answers(now: now) ?? [] {
            board.names.set(address, name: name)
            asked.remove(address)
            isDirty = true
        }
        for address in board.addresses where !board.names.isKnown(address) && !asked.contains(address) {
            guard lookup?.hasRoom ?? false else { break }
            if lookup?.ask(address, now: now) ?? false {
                asked.insert(address)
            } else {
                board.names.set(address, name: nil)  // a MAC address, say
            }
        }
    }

    // MARK: Keys and signals

    private mutating func take(_ key: Key, _ now: Int64) throws {
        (isDirty, notBefore) = (true, now)
        if case .background(let color) = key {
            look.learn(color)
            painter.theme = look.theme
            return
        }
        guard let name = key.name else { return }
        guard let request = board.press(name, now: now) else {
            if name == "-" { try reel?.reachBack(&board) }
            return
        }
        switch request {
        case .quit: isOver = true
        case .repaint: painter.forget()
        case .theme:
            look.nextTheme()
            painter.theme = look.theme
            board.say("theme \(look.themeName)", now: now)
        case .snapshot: saveScreen("svg", now) { $0.svg($1) }
        case .page: saveScreen("html", now) { $0.html($1, title: "netview") }
        case .slower, .faster:
            if reel == nil { changePace(request == .faster, now) }
            try reel?.perform(request, on: &board)
        default: try reel?.perform(request, on: &board)
        }
    }

    private mutating func saveScreen(_ ending: String, _ now: Int64, _ picture: (Grid, Theme) -> String) {
        let size = session.size
        let grid = board.draw(width: size.width, height: size.height, glyphs: look.pictureGlyphs, now: now)
        let path = "netview-\(LocalTime.stamp()).\(ending)"
        do {
            try Picture.save(picture(grid, look.pictureTheme), to: path)
            board.say("saved \(path)", now: now)
        } catch {
            board.say("could not save \(path)", now: now)
        }
    }

    private mutating func take(_ signal: Int32) {
        isDirty = true
        switch signal {
        case SIGWINCH: notBefore = 0
        case SIGTSTP:
            session.suspend()
            painter.forget()
        case SIGCONT:
            session.enter()
            painter.forget()
        case SIGINT: isOver = true
        default: (isOver, deadlySignal) = (true, signal)
        }
    }

    /// Ends as the signal would have: whoever waits for this process sees why it ended.
    private static func die(of signal: Int32) -> Never {
        Glibc.signal(signal, SIG_DFL)
        raise(signal)
        exit(1)
    }
}
