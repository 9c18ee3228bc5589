import Testing

@testable import Terminal

@Suite struct GridLinesTests {
    @Test func `rows with their colours, each ending as it began`() {
        var grid = Grid(width: 12, height: 3)
        grid.draw(in: grid.bounds) {
            $0.text("ab", x: 2, y: 0, Style(.packets))
            $0.text("日", x: 5, y: 0, Style(bold: true))
            $0.fill(Rect(x: 0, y: 2, width: 2, height: 1), Cell(" ", Style(reversed: true)))
        }
        let text = grid.lines(theme: Theme(.dark, depth: .sixteen))
        #expect(text.replacing("\u{1B}", with: "^") == "  ^[96mab ^[0;1m日^[m\n\n^[7m  ^[m\n")
    }

    @Test func `a grid without styles is its plain text`() {
        var grid = Grid(width: 9, height: 2)
        grid.draw(in: grid.bounds) { $0.text("● LIVE", x: 1, y: 1, Style(.good)) }
        #expect(grid.lines(theme: Theme(.mono, depth: .direct)) == grid.plainText)
    }
}
