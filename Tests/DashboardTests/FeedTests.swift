import Statistics
import Testing

@testable import Dashboard

@Suite struct FeedTests {
    private let second = Sample.second

    @Test func `waits, and gives a hint after three seconds`() {
        let board = Board(now: 100)
        #expect(board.status(now: 100) == .waiting(showsHint: false))
        #expect(board.status(now: 100 + 3 * second) == .waiting(showsHint: true))
        #expect(board.nextChange(now: 100) == 100 + 3 * second)
    }

    @Test func `is live until it has been silent for three intervals`() {
        let board = Sample.board(records: 10)
        let now = Sample.now(records: 10)
        #expect(board.status(now: now) == .live)
        #expect(board.status(now: now + 6 * second - 1) == .live)
        #expect(board.status(now: now + 6 * second) == .stale(6 * second))
        #expect(board.nextChange(now: now) == now + 6 * second)
        #expect(board.nextChange(now: now + 6 * second) == now + 7 * second)
    }

    @Test func `ends with the stream, and keeps the last record`() {
        var board = Sample.board(records: 10)
        board.feed.hasEnded = true
        #expect(board.status(now: Sample.now()) == .ended)
        #expect(board.nextChange(now: Sample.now()) == nil)
        #expect(board.history.current?.sequence == 9)
    }

    @Test func `a final record ends it as well`() {
        var board = Sample.board(records: 10)
        var last = Sample.record(10)
        last.isFinal = true
        board.receive(last, now: Sample.now(records: 11))
        #expect(board.status(now: Sample.now(records: 11)) == .ended)
    }

    @Test func `paused says where it is and what has come since`() {
        var board = Sample.board(records: 10)
        let now = Sample.now(records: 10)
        #expect(board.press("space", now: now) == nil)
        for index in 10..<17 { board.receive(Sample.record(index), now: now) }
        let held = Sample.record(9).timestamp
        #expect(board.status(now: now) == .paused(timestamp: held, back: 14 * second, newer: 7))
        _ = board.press("space", now: now)
        #expect(board.status(now: now) == .live)
        #expect(board.history.current?.sequence == 16)
    }

    @Test func `packets instead of statistics are told apart from silence`() {
        var board = Board(now: 0)
        board.feed.packets = 5
        #expect(board.status(now: 1) == .packetsInstead)
    }

    @Test func `says how far a replay has come`() {
        var board = Sample.board(records: 10)
        board.feed.reel = .init(speed: 4, isPlaying: true, fraction: 0.37, isAtEnd: false)
        #expect(board.status(now: 0) == .replay(speed: 4, fraction: 0.37))
        #expect(HeaderPanel.wording(board.status(now: 0), offset: 0).0 == "REPLAY x4 37%")
        board.feed.reel = .init(speed: 4, isPlaying: false, fraction: 0.37, isAtEnd: false)
        let shown = Sample.record(9).timestamp
        #expect(board.status(now: 0) == .stopped(timestamp: shown, fraction: 0.37))
        board.feed.reel = .init(speed: 4, isPlaying: false, fraction: 1, isAtEnd: true)
        #expect(board.status(now: 0) == .ended)
    }

    @Test func `a stream far behind the clock says so`() {
        var board = Sample.board(records: 10)
        var late = Sample.record(10)
        late.behind = 12 * second
        board.receive(late, now: Sample.now(records: 11))
        #expect(board.status(now: Sample.now(records: 11)) == .behind(12 * second))
    }
}
