import Statistics
import Terminal
import Testing

@testable import Dashboard

/// Every state of the stream, as the header and the body tell it.
@Suite struct StatePictureTests {
    private static let second = Sample.second

    /// The first row of a screen 80 columns wide.
    private func header(_ board: Board, width: Int = 80, height: Int = 24, now: Int64 = Sample.now())
        -> String
    {
        board.draw(width: width, height: height, now: now).row(0)
    }

    private func board(_ change: (inout Board) -> Void) -> Board {
        var board = Sample.board()
        change(&board)
        return board
    }

    @Test func `live`() {
        #expect(
            header(Sample.board())
                == " netview ● LIVE  eth0   up 00:22:32   every 2 s   #299                 00:00:00")
    }

    @Test func `stale counts the seconds`() {
        #expect(
            header(Sample.board(), now: Sample.now() + 8 * Self.second)
                == " netview ● STALE 8s  eth0   up 00:22:32   every 2 s   #299             00:00:00")
    }

    @Test func `ended keeps the screen`() {
        #expect(
            header(board { $0.feed.hasEnded = true })
                == " netview ● END  eth0   up 00:22:32   every 2 s   #299                  00:00:00")
    }

    @Test func `paused says where, how far back and what is new`() {
        let board = board { board in
            _ = board.press("space", now: 0)
            for index in 300..<307 { board.receive(Sample.record(index), now: Sample.now()) }
        }
        #expect(
            header(board)
                == " netview ● PAUSED 00:00:00 (-14 s, 7 new)  eth0   up 00:22:32          00:00:00")
    }

    @Test func `replaying says how fast and how far`() {
        let reel = Feed.Reel(speed: 4, isPlaying: true, fraction: 0.37, isAtEnd: false)
        #expect(
            header(board { $0.feed.reel = reel })
                == " netview ● REPLAY x4 37%  eth0   up 00:22:32   every 2 s   #299        00:00:00")
    }

    @Test func `replaying a stream without an end to measure says how fast`() {
        #expect(
            header(board { $0.feed.pace = 4 })
                == " netview ● REPLAY x4  eth0   up 00:22:32   every 2 s   #299            00:00:00")
    }

    @Test func `behind the clock`() {
        var late = Sample.record(300)
        late.behind = 12 * Self.second
        #expect(
            header(board { $0.receive(late, now: Sample.now()) })
                == " netview ● BEHIND 12s  eth0   up 00:22:32   every 2 s   #300           00:00:02")
    }

    @Test func `dropping, missing, late and malformed are all on the screen`() {
        var bad = Sample.record(303)
        (bad.dropped, bad.totalDropped, bad.late, bad.malformed) = (120, 3240, 2, 5)
        let board = board {
            $0.receive(bad, now: Sample.now())
            $0.feed.malformed = 1
        }
        #expect(
            header(board, width: 120, height: 40)
                == " netview ● LIVE  eth0   up 00:22:32   every 2 s   #303           malformed 6  late 2  missing 3  dropping 120  00:00:08"
        )
        #expect(
            header(board)
                == " netview ● LIVE  eth0   up 00:22:32    malformed 6  late 2  missing 3  00:00:08")
        #expect(board.draw(width: 80, height: 24, now: Sample.now()).row(1).hasSuffix("dropping 120"))
    }

    @Test func `a screen that drops packets says so at every size with four rows`() {
        var bad = Sample.record(300)
        (bad.dropped, bad.totalDropped) = (999_999, 3_000_000)
        let board = board { $0.receive(bad, now: Sample.now()) }
        for width in 14...130 {
            for height in [4, 5, 8, 12, 18, 24, 32, 40] {
                let text = board.draw(width: width, height: height, now: Sample.now()).plainText
                // The tiles of the full size say how many of this tick.
                let isSaid = text.contains("dropping 1.00 M") || text.contains("+1.00 M this tick")
                #expect(isSaid || width < 15, "\(width)x\(height)")
            }
        }
    }

    @Test func `waiting, and its hint`() {
        let board = Board(now: 0)
        #expect(board.draw(width: 60, height: 18, now: 1).plainText.contains("Waiting for statistics"))
        expect(
            board.draw(width: 60, height: 18, now: 3 * Self.second),
            looksLike: #"""
                 netview ● WAITING






                     Waiting for statistics on standard input.
                     Nothing has come yet. Is the stage before running?

                     netcap -i eth0 | netagg | netview






                 q quit  ? help  space pause  ←/→ step  tab panel  / filter
                """#)
    }

    @Test func `packets instead of statistics name the command that is missing`() {
        var board = Board(now: 0)
        board.feed.packets = 17
        expect(
            board.draw(width: 60, height: 18, now: 0),
            looksLike: #"""
                 netview ● PACKETS, NOT STATISTICS






                       These are packets, not statistics.
                       netagg is missing between netcap and netview:

                       netcap -i eth0 | netagg | netview






                 q quit  ? help  space pause  ←/→ step  tab panel  / filter
                """#)
    }

    @Test func `an end without a record says what was expected`() {
        var board = Board(now: 0)
        board.feed.hasEnded = true
        expect(
            board.draw(width: 40, height: 12, now: 0),
            looksLike: #"""
                 netview ● END



                   It ended without any statistics.
                   netview reads what netagg writes:

                   netcap -i eth0 | netagg | netview



                 q quit ? help space pause ←/→ step
                """#)
    }
}
