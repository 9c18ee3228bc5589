import Foundation
import Statistics
import Terminal
import Testing

@testable import Dashboard

/// Every panel and every state at every size, as pictures in files: `Tests/Pictures`, one file for each,
/// which `Scripts/accept` rewrites.
@Suite struct EveryScreenPictureTests {
    static let sizes = [(120, 40), (80, 24), (61, 18), (40, 12), (20, 5), (1, 1)]
    private static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
        + "/Pictures"

    @Test(arguments: scenes.map(\.name)) func `a screen looks as it was accepted`(name: String) throws {
        let scene = try #require(Self.scenes.first { $0.name == name })
        var drawn = ""
        for (width, height) in Self.sizes {
            let grid = scene.board.draw(width: width, height: height, glyphs: scene.glyphs, now: scene.now)
            drawn += "== \(width)x\(height)\n" + grid.plainText
        }
        let path = "\(Self.folder)/\(name).txt"
        if AcceptedPictures.isOn {
            try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
            return try drawn.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let accepted = try String(contentsOfFile: path, encoding: .utf8)
        let (rows, wanted) = (drawn.split(separator: "\n"), accepted.split(separator: "\n"))
        #expect(rows.count == wanted.count)
        var size = ""
        for (row, wish) in zip(rows, wanted) {
            if row.hasPrefix("== ") { size = String(row.dropFirst(3)) }
            if row != wish { Issue.record("\(name) at \(size)\n\(row)\nis not\n\(wish)") }
        }
    }

    @Test func `no picture is left of a screen that is no longer drawn`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(files) == Set(Self.scenes.map { $0.name + ".txt" }))
    }

    // MARK: The scenes

    private struct Drawn: Sendable {
        var name: String
        var board: Board
        var now: Int64 = Sample.now()
        var glyphs = Glyphs.braille
    }

    /// A board with everything in its records, after some keys.
    private static func board(
        _ keys: [String] = [], alerts: Bool = false, change: (inout Board) -> Void = { _ in }
    ) -> Board {
        var board = Board(now: 0)
        for index in 0..<300 {
            board.receive(Sample.full(index), now: Int64(index) * 2 * Sample.second)
        }
        if alerts { for alert in Sample.alerts { board.receive(alert) } }
        change(&board)
        for key in keys { _ = board.press(key, now: Sample.now()) }
        return board
    }

    private static let scenes: [Drawn] = states + panels + contents

    private static let states: [Drawn] = [
        Drawn(name: "live", board: board()),
        Drawn(name: "alerts", board: board(alerts: true)),
        Drawn(name: "waiting", board: Board(now: 0), now: 1),
        Drawn(name: "waiting-hint", board: Board(now: 0), now: 4 * Sample.second),
        Drawn(name: "packets-instead", board: empty { $0.packets = 17 }, now: 1),
        Drawn(name: "ended-empty", board: empty { $0.hasEnded = true }, now: 1),
        Drawn(name: "ended", board: board { $0.feed.hasEnded = true }),
        Drawn(name: "stale", board: board(), now: Sample.now() + 8 * Sample.second),
        Drawn(name: "behind", board: with { $0.behind = 12 * Sample.second }),
        Drawn(name: "dropping", board: with { ($0.dropped, $0.totalDropped) = (120, 3240) }),
        Drawn(
            name: "missing-late-malformed",
            board: with(number: 305) { ($0.late, $0.malformed) = (2, 5) }),
        Drawn(
            name: "paused",
            board: board { board in
                _ = board.press("space", now: 0)
                for index in 300..<307 { board.receive(Sample.full(index), now: Sample.now()) }
            }),
        Drawn(name: "replay", board: reel(isPlaying: true)),
        Drawn(name: "replay-stopped", board: reel(isPlaying: false)),
    ]

    private static let panels: [Drawn] = [
        Drawn(name: "help", board: board(["?"])),
        Drawn(name: "filter", board: board(["/", "1", "9", "2"])),
        Drawn(name: "filter-kept", board: board(["/", "1", "9", "2", "enter"])),
        Drawn(name: "focus-list", board: board(["tab", "tab", "tab", "down", "down"])),
        Drawn(name: "sort-bytes", board: board(["s"])),
        Drawn(name: "sort-name", board: board(["s", "s"])),
        Drawn(name: "period-total", board: board(["r"])),
        Drawn(name: "period-now", board: board(["r", "r"])),
        Drawn(name: "zoomed-out", board: board(["-", "-", "-", "-"])),
        Drawn(name: "zoomed-in", board: board(["+", "+"])),
        Drawn(name: "graph-bits", board: board(["g", "g"])),
        Drawn(name: "large-chart", board: board(["tab", "enter"])),
        Drawn(name: "large-protocols", board: board(["tab", "tab", "enter"])),
        Drawn(name: "large-sources", board: board(["enter"])),
        Drawn(name: "large-destinations", board: board(["2", "enter"])),
        Drawn(name: "large-conversations", board: board(["3", "enter"])),
        Drawn(name: "large-ports", board: board(["4", "enter"])),
        Drawn(name: "large-applications", board: board(["5", "enter"])),
        Drawn(name: "large-recent", board: board(["tab", "tab", "tab", "tab", "enter"])),
        Drawn(name: "large-side", board: board(["shift-tab", "enter"], alerts: true)),
        Drawn(name: "details-source", board: board(["down", "enter", "enter"])),
        Drawn(name: "details-protocol", board: board(["tab", "tab", "down", "enter", "enter"])),
    ]

    private static let contents: [Drawn] = [
        Drawn(name: "ascii", board: board(alerts: true), glyphs: .ascii),
        Drawn(name: "block", board: board(alerts: true), glyphs: .block),
        Drawn(name: "interfaces", board: with { $0.interfaces = ["eth0", "wlan0", "tun0"] }),
        Drawn(
            name: "nothing-at-all",
            board: {
                var board = Board(now: 0)
                var quiet = Snapshot()
                quiet.timestamp = Sample.start * Sample.second
                board.receive(quiet, now: Sample.now())
                return board
            }()),
        Drawn(
            name: "huge",
            board: with {
                ($0.packetsPerSecond, $0.bitsPerSecond) = (1e300, .infinity)
                ($0.totalPackets, $0.totalBytes, $0.totalDropped) = (.max, .max, .max)
                ($0.packets, $0.bytes, $0.duration) = (.max, .max, .max)
                $0.rankings = [
                    .init(kind: .sources, rows: [.init(label: "10.0.0.1", packets: .max, bytes: .max)])
                ]
            }),
        Drawn(
            name: "hostile",
            board: with {
                let texts = [
                    "日本語テスト.example", "\u{202E}evil\u{7}x", "👨‍👩‍👧‍👦 family", "e\u{301}\u{301}combining",
                    "\u{1B}[2J\u{1B}]0;t\u{7}", "\u{200B}zero\u{200D}width", "한국어호스트",
                    String(repeating: "a", count: 300),
                ]
                let rows = texts.enumerated().map { index, text in
                    var row = Snapshot.Row(label: text, packets: UInt64(900 - index * 90), bytes: 1000)
                    row.peer = text
                    return row
                }
                $0.rankings = [Snapshot.Ranking.Kind.protocols, .sources, .conversations, .applications].map {
                    .init(kind: $0, rows: rows)
                }
                $0.interfaces = ["\u{1B}[31m日本"]
                for index in $0.recent.indices {
                    ($0.recent[index].source, $0.recent[index].proto) = (
                        texts[index % 8], texts[(index + 1) % 8]
                    )
                }
            }),
    ]

    private static func empty(_ change: (inout Feed) -> Void) -> Board {
        var board = Board(now: 0)
        change(&board.feed)
        return board
    }

    /// The board after one more record, changed.
    private static func with(number: Int = 300, _ change: (inout Snapshot) -> Void) -> Board {
        var record = Sample.full(number)
        change(&record)
        return board { $0.receive(record, now: Sample.now()) }
    }

    private static func reel(isPlaying: Bool) -> Board {
        board { $0.feed.reel = Feed.Reel(speed: 4, isPlaying: isPlaying, fraction: 0.37, isAtEnd: false) }
    }
}

extension Sample {
    /// A record with everything that netagg writes.
    static func full(_ index: Int) -> Snapshot {
        var record = record(index)
        record.tcpWindow = health
        record.rankings += [
            Snapshot.Ranking(
                kind: .destinations,
                rows: zip(sources.reversed(), sources).map {
                    Snapshot.Row(label: $0.0, packets: $1.1, bytes: $1.1 * 700)
                }),
            Snapshot.Ranking(
                kind: .applications,
                rows: [("HTTPS", 1_490_000), ("DNS", 397_000), ("QUIC", 201_000), ("SSH", 131_000)].map {
                    Snapshot.Row(label: $0.0, packets: $0.1, bytes: $0.1 * 500)
                }),
            Snapshot.Ranking(
                kind: .interfaces,
                rows: [("eth0", 4_000_000), ("wlan0", 383_217)].map {
                    Snapshot.Row(label: $0.0, packets: $0.1, bytes: $0.1 * 500)
                }),
        ]
        record.totalRankings = record.rankings
        record.distinctSources = .init(count: 1820, new: 12)
        record.distinctConversations = .init(count: 18_223, new: 0)
        var sizes = Snapshot.Sizes()
        (sizes.median, sizes.percentile95, sizes.maximum) = (99, 1514, 9014)
        sizes.histogram = [
            (0, 840), (61, 2960), (124, 273), (252, 411), (508, 189), (1020, 2429), (1515, 12),
        ].map { .init(from: $0.0, packets: $0.1) }
        record.sizes = sizes
        return record
    }
}
