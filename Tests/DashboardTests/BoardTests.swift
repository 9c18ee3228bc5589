import Statistics
import Terminal
import Testing

@testable import Dashboard

@Suite struct BoardTests {
    private func press(_ keys: [String], on board: inout Board) -> [Board.Request?] {
        keys.map { board.press($0, now: Sample.now()) }
    }

    @Test func `asks the command for what only it can do`() {
        var board = Sample.board(records: 3)
        #expect(press(["q", "t", "S", "ctrl-l"], on: &board) == [.quit, .theme, .snapshot, .repaint])
    }

    @Test func `in a file the keys of time ask for places`() {
        var board = Sample.board(records: 3)
        board.feed.reel = .init(speed: 1, isPlaying: false, fraction: 0, isAtEnd: false)
        let asked = press(["space", "left", "right", "[", "]", "home", "end", "<", ">"], on: &board)
        let half = 30 * Sample.second
        #expect(
            asked == [.play, .step(-1), .step(1), .jump(-half), .jump(half), .first, .last, .slower, .faster])
    }

    @Test func `help covers the panels and any key closes it`() {
        var board = Sample.board(records: 3)
        _ = press(["?"], on: &board)
        #expect(board.choices.showsHelp)
        #expect(board.draw(width: 80, height: 24, now: 0).row(1).contains("Keys"))
        _ = press(["?"], on: &board)
        #expect(!board.choices.showsHelp)
        _ = press(["?", "escape"], on: &board)
        #expect(!board.choices.showsHelp)
    }

    @Test func `a filter is typed, kept and cleared`() {
        var board = Sample.board()
        _ = press(["/", "1", "0", ".", "q", "backspace"], on: &board)
        #expect(board.choices.filter == "10.")
        #expect(board.draw(width: 120, height: 40, now: 0).row(39).contains("filter: 10."))
        _ = press(["enter"], on: &board)
        let scene = Scene(board, width: 120, height: 40, now: 0)
        #expect(scene.rows(.sources).rows.map(\.label) == ["10.0.0.5"])
        _ = press(["escape"], on: &board)
        #expect(board.choices.filter == "")
    }

    @Test func `sorts by packets, bytes or name`() {
        var board = Sample.board()
        var record = Sample.record(300)
        record.rankings = [
            .init(
                kind: .sources,
                rows: [
                    .init(label: "b", packets: 3, bytes: 10), .init(label: "c", packets: 2, bytes: 30),
                    .init(label: "a", packets: 1, bytes: 20),
                ])
        ]
        board.receive(record, now: 0)
        func order() -> [String] {
            Scene(board, width: 120, height: 40, now: 0).rows(.sources).rows.map(\.label)
        }
        #expect(order() == ["b", "c", "a"])
        _ = press(["s"], on: &board)
        #expect(order() == ["c", "a", "b"])
        _ = press(["s"], on: &board)
        #expect(order() == ["a", "b", "c"])
    }

    @Test func `tab goes round the panels both ways`() {
        var board = Sample.board()
        var seen: [Choices.Panel?] = []
        for _ in 0..<6 {
            _ = press(["tab"], on: &board)
            seen.append(board.choices.focus)
        }
        #expect(seen == [.chart, .protocols, .list, .recent, .side, .chart])
        _ = press(["shift-tab"], on: &board)
        #expect(board.choices.focus == .side)
    }

    @Test func `enter goes deeper and escape comes back`() {
        var board = Sample.board()
        _ = press(["down", "enter"], on: &board)
        #expect(board.choices.isExpanded && !board.choices.showsDetails)
        _ = press(["enter"], on: &board)
        #expect(board.choices.showsDetails)
        let text = board.draw(width: 120, height: 40, now: 0).plainText
        #expect(text.contains("10.0.0.5") && text.contains("History"))
        _ = press(["escape", "escape", "escape"], on: &board)
        #expect(!board.choices.isExpanded && board.choices.focus == nil)
    }

    @Test func `lists that the stream does not carry are passed over`() {
        var board = Sample.board()
        _ = press(["n"], on: &board)
        #expect(board.choices.list == .conversations)
        _ = press(["n"], on: &board)
        #expect(board.choices.list == .ports)
        _ = press(["n"], on: &board)
        #expect(board.choices.list == .sources)
    }

    @Test func `zoom stays between one second and a minute per column`() {
        var board = Sample.board()
        _ = press(Array(repeating: "-", count: 20), on: &board)
        #expect(board.secondsPerColumn(columns: 111) == 60)
        _ = press(Array(repeating: "+", count: 20), on: &board)
        #expect(board.secondsPerColumn(columns: 111) == 1)
    }

    @Test func `a young stream fills the chart, and an old one has four seconds to a column`() {
        #expect(Sample.board(records: 40).secondsPerColumn(columns: 111) == 1)
        #expect(Sample.board(records: 100).secondsPerColumn(columns: 111) == 2)
        #expect(Sample.board(records: 200).secondsPerColumn(columns: 111) == 4)
        #expect(Sample.board(records: 600).secondsPerColumn(columns: 111) == 4)
    }

    @Test func `a message stands in the footer for a while`() {
        var board = Sample.board(records: 3)
        board.say("saved to x.svg", now: 0)
        #expect(board.draw(width: 80, height: 24, now: 1).row(23).contains("saved to x.svg"))
        #expect(!board.draw(width: 80, height: 24, now: 5 * Sample.second).row(23).contains("saved"))
    }

    @Test func `any keys at any size draw without a trap`() {
        var board = Sample.board(tcp: true)
        let keys = KeyTable.entries.flatMap(\.keys) + ["x", "1", "backspace"]
        var generator = Seeded(state: 99)
        for round in 0..<400 {
            _ = board.press(keys.randomElement(using: &generator) ?? "q", now: Sample.now())
            let width = Int.random(in: 0...200, using: &generator)
            let height = Int.random(in: 0...60, using: &generator)
            let grid = board.draw(width: width, height: height, now: Sample.now() + Int64(round))
            #expect(grid.cells.count == width * height)
        }
    }
}

extension BoardTests {
    @Test func `the help moves where it does not fit, and every key is reached`() {
        var board = Sample.board(records: 3)
        _ = board.press("?", now: 0)
        var seen = ""
        for _ in KeyTable.entries {
            seen += board.draw(width: 40, height: 12, now: 0).plainText
            _ = board.press("down", now: 0)
        }
        for entry in KeyTable.entries { #expect(seen.contains(" \(entry.label) "), "\(entry.label)") }
        #expect(board.choices.showsHelp)
        _ = board.press("escape", now: 0)
        #expect(!board.choices.showsHelp)
    }

    @Test func `a large list of packets reaches back into the records before, without repeating`() {
        var board = Sample.board(records: 20)
        for _ in 0..<4 { _ = board.press("tab", now: 0) }
        _ = board.press("enter", now: 0)
        let text = board.draw(width: 120, height: 40, now: Sample.now(records: 20)).plainText
        let times = text.split(separator: "\n").filter { $0.contains("192.168.1.255:443") }
        #expect(times.count == 4)
        #expect(Set(times.map { $0.prefix(9) }).count == times.count)
    }
}
