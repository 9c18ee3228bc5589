import Testing

@testable import Terminal

@Suite struct GridTests {
    @Test func `outside is blank, and writing there does nothing`() {
        var grid = Grid(width: 2, height: 2)
        let before = grid
        for (x, y) in [(-1, 0), (0, -1), (2, 0), (0, 2), (.max, .max), (.min, .min)] {
            grid[x, y] = Cell("x")
        }
        #expect(grid == before)
        #expect(grid[5, 5] == .blank)
        #expect(Grid(width: -4, height: 3).cells.isEmpty)
    }

    @Test func `a cell is printable whoever writes it`() {
        var grid = Grid(width: 4, height: 1)
        for (x, scalar) in (["\u{1B}", "\u{0}", "\u{202E}", "日"] as [Unicode.Scalar]).enumerated() {
            grid[x, 0] = Cell(scalar)
        }
        #expect(grid.plainText == "····\n")
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func `a wide character is always followed by its second half, and by nothing else is one preceded`(
        seed: UInt64
    ) {
        var random = SeededGenerator(seed)
        let scalars: [Unicode.Scalar] = ["日", "a", " ", Cell.continuation, "😀", "\u{301}"]
        var grid = Grid(width: 7, height: 2)
        for _ in 0..<5000 {
            let (x, y) = (Int.random(in: 0..<7, using: &random), Int.random(in: 0..<2, using: &random))
            grid[x, y] = Cell(scalars.randomElement(using: &random)!)
            for index in grid.cells.indices {
                let hasHalf = index + 1 < grid.cells.count && grid.cells[index + 1].isContinuation
                let isWide = Printable.isWide(grid.cells[index].scalar)
                guard isWide == hasHalf, !isWide || index % 7 < 6,
                    !(index == 0 && grid.cells[index].isContinuation)
                else {
                    Issue.record("seed \(seed): \(grid.plainText)")
                    return
                }
            }
        }
    }

    @Test func `copied cell by cell, a grid is itself`() {
        var (one, two) = (Grid(width: 9, height: 2), Grid(width: 9, height: 2))
        one.draw(in: one.bounds) {
            $0.text("a日本b", x: 0, y: 0, Style(.bits))
            $0.text("日本語日本", x: 0, y: 1)
        }
        for y in 0..<2 { for x in 0..<9 { two[x, y] = one[x, y] } }
        #expect(one == two)
    }

    @Test func `rectangles are cut without ever being larger than they were`() {
        let rect = Rect(x: 2, y: 3, width: 10, height: 4)
        #expect(
            rect.splitTop(1) == (
                Rect(x: 2, y: 3, width: 10, height: 1), Rect(x: 2, y: 4, width: 10, height: 3)
            ))
        #expect(rect.splitBottom(9) == (rect, Rect(x: 2, y: 3, width: 10, height: 0)))
        #expect(
            rect.splitLeft(4, gap: 2) == (
                Rect(x: 2, y: 3, width: 4, height: 4), Rect(x: 8, y: 3, width: 4, height: 4)
            ))
        #expect(rect.splitLeft(-1, gap: 99).rest.width == 0)
        #expect(
            rect.intersection(Rect(x: 50, y: 50, width: 1, height: 1))
                == Rect(x: 50, y: 50, width: 0, height: 0))
    }
}
