import Testing

@testable import Terminal

@Suite struct CanvasWidgetsTests {
    private func picture(
        _ width: Int, _ height: Int, glyphs: Glyphs = .braille, draw: (inout Canvas) -> Void
    ) -> String {
        var grid = Grid(width: width, height: height, glyphs: glyphs)
        grid.draw(in: grid.bounds, draw)
        return grid.plainText
    }

    @Test func `a rule gives up its note, then its detail, then its title`() {
        let picture = picture(60, 6) {
            for (y, width) in [60, 44, 32, 16, 9, 4].enumerated() {
                $0.draw(in: Rect(x: 0, y: y, width: width, height: 1)) {
                    $0.rule(y: 0, title: "Packets/s", detail: "now 5.33 kp/s", note: "1 column = 4 s")
                }
            }
        }
        #expect(
            picture == """
                ─ Packets/s ─ now 5.33 kp/s ─────────────── 1 column = 4 s ─
                ─ Packets/s ─ now 5.33 kp/s ────────────────
                ─ Packets/s ─ now 5.33 kp/s ────
                ─ Packets/s ────
                ─ Pack… ─
                ────

                """)
    }

    @Test func `bars grow by eighths and show the smallest share`() {
        let draw: (inout Canvas) -> Void = {
            for (y, fraction) in [1.0, 0.5, 0.33, 0.001, 0, -1, .nan, 7].enumerated() {
                $0.bar(fraction, x: 1, y: y, width: 10, .plain)
            }
        }
        #expect(picture(12, 8, draw: draw) == " ██████████\n █████\n ███▎\n ▏\n\n\n\n ██████████\n")
        #expect(
            picture(12, 8, glyphs: .ascii, draw: draw)
                == " ==========\n =====\n ===-\n -\n\n\n\n ==========\n")
    }

    @Test func `columns in braille, blocks and ascii`() {
        let values: [Double?] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, nil, nil, 12, 0.001, 0]
        let draw: (inout Canvas) -> Void = {
            $0.columns(values, in: Rect(x: 0, y: 0, width: 18, height: 3), maximum: 12, .packets)
        }
        #expect(
            picture(18, 3, draw: draw) == """
                             ⢀⣴⡇⢸
                           ⢀⣴⣿⣿⡇⢸
                         ⢀⣴⣿⣿⣿⣿⡇⢸⡀

                """)
        #expect(
            picture(18, 3, glyphs: .block, draw: draw) == """
                         ▂▄▆█  █
                     ▂▄▆█████  █
                 ▂▄▆█████████╌╌█▁

                """)
        #expect(
            picture(18, 3, glyphs: .ascii, draw: draw) == """
                         .::#  #
                     .::#####  #
                 .::#########--#.

                """)
    }

    @Test func `a chart fades from the top to the base and keeps inside its rectangle`() {
        var grid = Grid(width: 5, height: 5)
        grid.draw(in: grid.bounds) { $0.fill($0.bounds, Cell("~")) }
        grid.draw(in: Rect(x: 1, y: 1, width: 3, height: 3)) {
            let values = [Double?](repeating: 1, count: 100)
            $0.columns(values, in: Rect(x: 0, y: 0, width: 30, height: 3), maximum: 1, .bits)
        }
        #expect(grid.plainText == "~~~~~\n~⣿⣿⣿~\n~⣿⣿⣿~\n~⣿⣿⣿~\n~~~~~\n")
        #expect((1...3).map { grid[1, $0].style } == [0, 3, 7].map { Style(.bits, shade: $0) })
    }

    @Test func `a sparkline is one row in one style, scaled to its largest value`() {
        var grid = Grid(width: 6, height: 1)
        grid.draw(in: grid.bounds) {
            $0.sparkline([0, 1, 2, 3, 4, nil, 2, 2], x: 1, y: 0, width: 4, Style(.dim))
        }
        #expect(grid.plainText == " ⢀⣴⡇⣤\n")
        #expect(grid[2, 0].style == Style(.dim))
    }

    @Test func `a selected row is marked over its whole width, and no further`() {
        var grid = Grid(width: 4, height: 2)
        grid.draw(in: Rect(x: 1, y: 0, width: 2, height: 2)) { $0.select(row: 1) }
        #expect(grid.cells.map(\.style.isSelected) == [false, false, false, false, false, true, true, false])
    }
}
