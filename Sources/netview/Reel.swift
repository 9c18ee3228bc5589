import CommandSupport
import Dashboard
import JSONLines
import Statistics

/// A saved stream that is read at any place: an index of its lines, and the records around the one that is shown.
///
/// The board's history holds the records up to the one that is shown, and those after it as long as they are
/// in memory; whatever else is asked for is read again from the file.
struct Reel: ~Copyable {
    private let file: SeekableFile
    private var offsets: [Int]
    /// The file has become longer since it was opened.
    private var isGrowing = false
    /// The file did not end in a newline when it was opened.
    private var hasUnfinishedLine: Bool
    /// The line after the newest record in the history.
    private var nextLine = 0
    /// The line of each record in the history: those with the numbers from `firstNumber` on.
    private var lines: [Int] = []
    private var firstNumber = 0
    /// Lines that have been counted in the feed: seeking over them again does not count them again.
    private var counted = 0
    /// The record after the newest, read ahead to know when it is due.
    private var upcoming: (snapshot: Snapshot, line: Int)?

    private(set) var speed: ReplaySpeed
    private(set) var isPlaying = false
    private var pacer: Pacer

    /// Lines read before the one that is sought, so that charts and lists have a past.
    private static let past = 600
    /// Bytes of a line, and of all lines that are read at once: a longer line is a bad one.
    private static let blockLimit = 1 << 20

    init(_ file: consuming SeekableFile, speed: ReplaySpeed?) throws(Failure) {
        let offsets = try file.lineOffsets()
        let end = offsets.last ?? 0
        let lastByte = try file.bytes(max(end - 1, 0)..<end)
        hasUnfinishedLine = !lastByte.isEmpty && lastByte != [0x0A]
        self.offsets = offsets
        self.file = file
        self.speed = speed ?? ReplaySpeed(1)
        pacer = Pacer(speed: self.speed)
        isPlaying = speed != nil
    }

    private var lineCount: Int { offsets.count - 1 }

    // MARK: Reading

    /// The records of some lines; what is not a statistics record goes to the board where it belongs.
    ///
    /// They are read `block` at a time, since one read each would cost a system call per record; `use` says
    /// whether it wants more.
    private mutating func load(
        _ range: Range<Int>, block: Int, into board: inout Board,
        _ use: (inout Board, Snapshot, Int) -> Bool
    ) throws(Failure) {
        var line = range.lowerBound
        while line < range.upperBound {
            let base = offsets[line]
            var last = min(line + block, range.upperBound)
            while last > line + 1, offsets[last] - base > Reel.blockLimit { last -= 1 }
            guard offsets[last] - base <= Reel.blockLimit else {
                if line >= counted { board.feed.malformed += 1 }
                counted = max(counted, last)
                line = last
                continue
            }
            let bytes = try file.bytes(base..<offsets[last])
            for index in line..<last {
                let end = min(offsets[index + 1] - base, bytes.count)
                var text = (offsets[index] - base)..<max(end, offsets[index] - base)
                while let tail = text.last, bytes[tail] == 0x0A || bytes[tail] == 0x0D { text.removeLast() }
                guard !text.isEmpty else { continue }
                let isNew = index >= counted
                counted = max(counted, index + 1)
                switch Record(bytes.span.bytes.extracting(text)) {
                case .statistics(let snapshot): if !use(&board, snapshot, index) { return }
                case .alert(let alert): if isNew { board.receive(alert) }
                case .packet: if isNew { board.feed.packets += 1 }
                case .other: break
                case .malformed: if isNew { board.feed.malformed += 1 }
                }
            }
            line = last
        }
    }

    /// Makes the last record at or before `line` the one that is shown, with its past before it.
    private mutating func show(_ line: Int, on board: inout Board) throws(Failure) {
        board.history.removeAll()
        lines = []
        firstNumber = board.history.first
        upcoming = nil
        let target = min(max(line, 0), max(lineCount - 1, 0))
        var collected: [Int] = []
        let range = max(target - reach(board), 0)..<min(target + 1, lineCount)
        try load(range, block: 64, into: &board) { board, snapshot, line in
            board.history.append(snapshot)
            collected.append(line)
            return true
        }
        lines = collected
        nextLine = min(target + 1, lineCount)
        pacer.restart()
        if board.history.isEmpty { try advance(&board) }
    }

    /// How many lines the chart reaches back at its zoom, with records two seconds apart.
    private func reach(_ board: Board) -> Int {
        max(Reel.past, board.chartSeconds / 2)
    }

    /// Reads the record after the newest; false at the end of the file.
    @discardableResult
    private mutating func advance(_ board: inout Board) throws(Failure) -> Bool {
        guard let next = try peek(&board) else { return false }
        upcoming = nil
        board.history.append(next.snapshot)
        lines.append(next.line)
        // The history drops its oldest, and so does this list, a thousand at a time.
        if lines.count > board.history.count + 1000 {
            let drop = lines.count - board.history.count
            lines.removeFirst(drop)
            firstNumber += drop
        }
        return true
    }

    private mutating func peek(_ board: inout Board) throws(Failure) -> (snapshot: Snapshot, line: Int)? {
        if upcoming == nil, nextLine < lineCount {
            var found: (Snapshot, Int)?
            try load(nextLine..<lineCount, block: 2, into: &board) { _, snapshot, line in
                found = (snapshot, line)
                return false
            }
            nextLine = (found?.1 ?? lineCount - 1) + 1
            upcoming = found.map { ($0.0, $0.1) }
        }
        return upcoming
    }

    // MARK: Moving

    /// Shows the first record when it is to be played, the last otherwise.
    mutating func open(on board: inout Board) throws(Failure) {
        if isPlaying { try showFirst(on: &board) } else { try showLast(on: &board) }
        try publish(to: &board)
    }

    private mutating func showFirst(on board: inout Board) throws(Failure) {
        try show(0, on: &board)
        if board.history.isEmpty { board.feed.hasEnded = true }
    }

    private mutating func showLast(on board: inout Board) throws(Failure) {
        try show(lineCount - 1, on: &board)
        if board.history.isEmpty { board.feed.hasEnded = true }
    }

    /// Does what a key asked for.
    mutating func perform(_ request: Board.Request, on board: inout Board) throws(Failure) {
        switch request {
        case .play:
            // At the end there is nothing more to play: from the start again.
            if !isPlaying, try isAtEnd(&board) { try showFirst(on: &board) }
            isPlaying.toggle()
            pacer.restart()
        case .slower: setSpeed(max(speed.factor / 2, 0.125))
        case .faster: setSpeed(min(speed.factor * 2, 1024))
        case .step(let records): try step(records, on: &board)
        case .jump(let nanoseconds): try jump(nanoseconds, on: &board)
        case .first: try showFirst(on: &board)
        case .last:
            isPlaying = false
            try showLast(on: &board)
        default: break
        }
        try publish(to: &board)
    }

    /// Reads the past that a chart with more seconds to a column needs, when it is not in memory.
    mutating func reachBack(_ board: inout Board) throws(Failure) {
        let known = board.history.series
        guard known.end &- known.start < Int64(board.chartSeconds), let first = lines.first, first > 0,
            let line = shownLine(board)
        else { return }
        try show(line, on: &board)
    }

    private mutating func setSpeed(_ factor: Double) {
        speed = ReplaySpeed(factor)
        pacer.speed = speed
        pacer.restart()
    }

    private mutating func step(_ records: Int, on board: inout Board) throws(Failure) {
        isPlaying = false
        if records > 0 {
            if board.history.newer > 0 { board.history.step(by: records) } else { try advance(&board) }
        } else if board.history.cursor > board.history.first {
            board.history.step(by: records)
        } else if let line = shownLine(board), line > 0 {
            try show(line - 1, on: &board)
        }
    }

    private mutating func jump(_ nanoseconds: Int64, on board: inout Board) throws(Failure) {
        guard let current = board.history.current else { return }
        let target = current.timestamp &+ nanoseconds
        if nanoseconds > 0 {
            let before = board.history.cursor
            board.history.jump(by: nanoseconds)
            while board.history.newer == 0, let next = try peek(&board),
                next.snapshot.timestamp <= target || board.history.cursor == before
            {
                board.history.follow()
                try advance(&board)
            }
        } else if let oldest = board.history.oldest, oldest.timestamp <= target {
            board.history.jump(by: nanoseconds)
        } else if let line = shownLine(board) {
            try seek(to: target, before: line, on: &board)
        }
        pacer.restart()
    }

    /// Halves the lines before `line` until it has the last record that is not after `timestamp`.
    private mutating func seek(
        to timestamp: Int64, before line: Int, on board: inout Board
    ) throws(Failure) {
        var (low, high) = (0, line)
        while low + 1 < high {
            let middle = (low + high) / 2
            var found: Int64?
            try load(middle..<high, block: 2, into: &board) { _, snapshot, _ in
                found = snapshot.timestamp
                return false
            }
            if let found, found <= timestamp { low = middle } else { high = middle }
        }
        try show(low, on: &board)
    }

    private func shownLine(_ board: Board) -> Int? {
        let index = board.history.cursor - firstNumber
        return lines.indices.contains(index) ? lines[index] : nil
    }

    private mutating func isAtEnd(_ board: inout Board) throws(Failure) -> Bool {
        guard board.history.newer == 0 else { return false }
        return try peek(&board) == nil
    }

    // MARK: Playing

    /// When the next record is due on the monotonic clock; nil when nothing plays.
    mutating func due(_ board: inout Board, now: Int64) throws(Failure) -> Int64? {
        guard isPlaying, let next = try following(&board) else { return nil }
        if let current = board.history.current { _ = pacer.due(current.timestamp, now: now) }
        return pacer.due(next.timestamp, now: now)
    }

    private mutating func following(_ board: inout Board) throws(Failure) -> Snapshot? {
        if let kept = board.history[board.history.cursor + 1] { return kept }
        return try peek(&board)?.snapshot
    }

    /// Shows every record that is due; true when one was.
    mutating func play(_ board: inout Board, now: Int64) throws(Failure) -> Bool {
        var hasMoved = false
        while let due = try due(&board, now: now), due <= now {
            if board.history.newer > 0 {
                board.history.step(by: 1)
                if board.history.newer == 0 { board.history.follow() }
            } else {
                try advance(&board)
            }
            hasMoved = true
        }
        if isPlaying, try isAtEnd(&board) {
            isPlaying = false
            hasMoved = true
        }
        if hasMoved { try publish(to: &board) }
        return hasMoved
    }

    /// Tells the board where it stands.
    private mutating func publish(to board: inout Board) throws(Failure) {
        let isAtEnd = try isAtEnd(&board)
        let line = shownLine(board) ?? 0
        board.feed.reel = Feed.Reel(
            speed: speed.factor, isPlaying: isPlaying,
            fraction: isAtEnd ? 1 : Double(line) / Double(max(lineCount - 1, 1)), isAtEnd: isAtEnd,
            isGrowing: isGrowing)
    }
}

// MARK: A file that is still written

extension Reel {
    /// Takes the lines that have been added, and shows the newest record if the last was shown; true when
    /// there was any.
    mutating func grow(_ board: inout Board, now: Int64) throws(Failure) -> Bool {
        let isIdle = !isPlaying
        let wasAtEnd = try isAtEnd(&board)
        dropUnfinishedLine(&board)
        let before = lineCount
        try readOffsets()
        guard lineCount > before else { return false }
        isGrowing = true
        board.feed.hasEnded = false
        if wasAtEnd, isIdle {
            board.history.follow()
            if lineCount - before > Reel.past { try showLast(on: &board) }
            while try advance(&board) {}
        }
        try publish(to: &board)
        board.feed.latestArrival = now
        return true
    }

    /// Where the lines begin that are in the file now. A last line without its end is left for the next time.
    private mutating func readOffsets() throws(Failure) {
        var position = offsets.last ?? 0
        while true {
            let bytes = try file.bytes(position..<position + Reel.blockLimit)
            guard !bytes.isEmpty else { return }
            for (index, byte) in bytes.enumerated() where byte == 0x0A {
                offsets.append(position + index + 1)
            }
            position += bytes.count
        }
    }

    /// When the file was opened, a last line without its end counted; as it goes on, it begins anew, unless it
    /// is a whole record that is known already.
    private mutating func dropUnfinishedLine(_ board: inout Board) {
        guard hasUnfinishedLine else { return }
        hasUnfinishedLine = false
        let line = lineCount - 1
        guard lines.last != line, upcoming?.line != line else {
            // The newline that comes now is a line of its own, and empty.
            return
        }
        offsets.removeLast()
        if counted > line {
            counted = line
            board.feed.malformed = max(board.feed.malformed - 1, 0)
        }
        nextLine = min(nextLine, line)
    }
}
