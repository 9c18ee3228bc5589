import Testing

@testable import Terminal

@Suite struct PainterTests {
    private static let themes: [Theme] = Theme.Palette.allCases.flatMap { palette in
        ColorDepth.allCases.map { Theme(palette, depth: $0) }
    }

    private func screen(_ text: [String], width: Int) -> Grid {
        var grid = Grid(width: width, height: text.count)
        grid.draw(in: grid.bounds) { for (y, line) in text.enumerated() { $0.text(line, x: 0, y: y) } }
        return grid
    }

    private func sent(_ painter: inout Painter, _ grid: Grid) -> String {
        String(decoding: painter.paint(grid), as: UTF8.self).replacing("\u{1B}", with: "^")
            .replacing("^[?2026h", with: "<").replacing("^[?2026l", with: ">")
    }

    @Test func `sends what changed and nothing else`() {
        var painter = Painter(theme: Theme(.dark, depth: .none))
        #expect(
            sent(&painter, screen(["now 5.33 kp/s  avg 5.30", ""], width: 30))
                == "<^[m^[2J^[Hnow 5.33 kp/s  avg 5.30>")
        #expect(sent(&painter, screen(["now 5.61 kp/s  avg 5.31", ""], width: 30)) == "<^[1;7H61^[14C1>")
        #expect(sent(&painter, screen(["now 5.61 kp/s  avg 5.31", ""], width: 30)) == "")
        #expect(sent(&painter, screen(["now 5.61", "next"], width: 30)) == "<^[1;9H^[K\r\nnext>")
    }

    @Test func `erases long blanks, and writes short ones`() {
        var painter = Painter(theme: Theme(.dark, depth: .none))
        _ = painter.paint(screen(["abcdefghijklmnopqrstuvwxyz"], width: 26))
        #expect(sent(&painter, screen(["abc                      z"], width: 26)) == "<^[1;4H^[22X>")
        #expect(sent(&painter, screen(["a c   x                  z"], width: 26)) == "<^[1;2H c   x>")
    }

    @Test func `sets only the attributes that change`() {
        var grid = Grid(width: 10, height: 1)
        for (x, style) in [
            Style(.packets), Style(.packets, bold: true), Style(.packets), Style(), Style(.bits, bold: true),
            Style(),
        ].enumerated() {
            grid[x, 0] = Cell("x", style)
        }
        var painter = Painter(theme: Theme(.dark, depth: .sixteen))
        #expect(
            sent(&painter, grid)
                == "<^[m^[2J^[H^[96mx^[1mx^[22mx^[mx^[1;33mx^[mx>")
    }

    @Test func `sets a color once for many places, where jumping is cheaper`() {
        var painter = Painter(theme: Theme(.dark, depth: .direct))
        var grid = Grid(width: 30, height: 2)
        _ = painter.paint(grid)
        for y in 0..<2 {
            grid[2, y] = Cell("a", Style(.packets))
            grid[9, y] = Cell("b", Style(.bits))
        }
        #expect(
            sent(&painter, grid)
                == "<^[1;3H^[38;2;86;180;233ma^[2;3Ha^[1;10H^[38;2;230;159;0mb^[2;10Hb^[m>")
        grid[4, 0] = Cell("c", Style(bold: true))
        grid[6, 0] = Cell("d")
        grid[4, 1] = Cell("c", Style(bold: true))
        #expect(sent(&painter, grid) == "<^[1;7Hd^[1;5H^[1mc^[2;5Hc^[m>")
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func `the diff stream shows what the grid holds, at all sizes and depths, through a storm of resizes`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed)
        for theme in PainterTests.themes {
            var painter = Painter(theme: theme)
            var (width, height) = (7, 5)
            var emulator = Emulator(width: width, height: height)
            var grid = Grid(width: width, height: height)
            for step in 0..<60 {
                if Int.random(in: 0..<6, using: &random) == 0 {
                    (width, height) = (
                        Int.random(in: 0...40, using: &random), Int.random(in: 0...12, using: &random)
                    )
                    grid = Grid(
                        width: width, height: height, glyphs: Glyphs.allCases.randomElement(using: &random)!)
                    emulator = emulator.resized(width: width, height: height)
                }
                PainterTests.scribble(on: &grid, &random)
                if Int.random(in: 0..<10, using: &random) == 0 { painter.forget() }
                emulator.play(painter.paint(grid))
                let wanted = Emulator(showing: grid, theme)
                guard emulator.visible == wanted.visible, emulator.complaints.isEmpty,
                    emulator.pen == Attributes()
                else {
                    Issue.record(
                        "seed \(seed), \(theme.palette) \(theme.depth), step \(step): \(emulator.complaints)\n\(emulator.text)\n\(wanted.text)"
                    )
                    return
                }
            }
        }
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func `a terminal that takes emoji for narrow shows everything else in its place`(seed: UInt64) {
        var random = SeededGenerator(seed)
        var painter = Painter(theme: Theme(.dark, depth: .indexed))
        var emulator = Emulator(width: 30, height: 4)
        emulator.ignoresEmoji = true
        var grid = Grid(width: 30, height: 4)
        for _ in 0..<200 {
            PainterTests.scribble(on: &grid, &random)
            emulator.play(painter.paint(grid))
        }
        painter.forget()
        emulator.play(painter.paint(grid))
        let wanted = Emulator(showing: grid, painter.theme).visible
        for (index, shown) in emulator.visible.enumerated() where wanted[index].scalar != Cell.continuation {
            #expect(shown == wanted[index], "seed \(seed), cell \(index)")
        }
    }

    /// Text, fills, charts, moved blocks and selections in random places: what a dashboard does, and worse.
    static func scribble(on grid: inout Grid, _ random: inout SeededGenerator) {
        let inks = Ink.allCases
        let texts = [
            "now 5.33 kp/s", "日本語テキスト", "a 😀 b 🦀", "e\u{301}\u{200B}x", "\u{1B}[2J", "한국어 mixed", "→ ● ·", "",
        ]
        grid.draw(in: grid.bounds) { canvas in
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let x = Int.random(in: -3...canvas.width, using: &random)
                let y = Int.random(in: -1...canvas.height, using: &random)
                let style = Style(
                    inks.randomElement(using: &random)!, bold: .random(using: &random),
                    reversed: Int.random(in: 0..<5, using: &random) == 0,
                    selected: Int.random(in: 0..<5, using: &random) == 0,
                    shade: UInt8.random(in: 0...Style.faintest, using: &random))
                let area = Rect(
                    x: x, y: y, width: Int.random(in: 0...20, using: &random),
                    height: Int.random(in: 0...4, using: &random))
                switch Int.random(in: 0..<6, using: &random) {
                case 0: canvas.text(texts.randomElement(using: &random)!, x: x, y: y, style)
                case 1: canvas.text(texts.randomElement(using: &random)!, right: x + 9, y: y, style, width: 8)
                case 2: canvas.fill(area, Cell(" ", style))
                case 3: canvas.select(row: y)
                case 4: canvas.fill(area)
                default:
                    let values = (0..<30).map { _ in Double.random(in: 0...9, using: &random) }
                    canvas.columns(values, in: area, maximum: 9, style.foreground)
                }
            }
        }
    }
}
