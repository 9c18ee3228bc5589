import Terminal
import Testing

@testable import Dashboard

/// Compares a grid with a picture drawn in the test: row by row, blanks at the ends of rows apart.
func expect(_ grid: Grid, looksLike picture: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let drawn = grid.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let wanted = picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (row, pair) in zip(drawn, wanted).enumerated() where pair.0 != pair.1 {
        Issue.record("row \(row)\n\(pair.0)\nis not\n\(pair.1)", sourceLocation: sourceLocation)
    }
    // The text of a grid ends with a newline, and a picture does not.
    #expect(drawn.count == wanted.count + 1, sourceLocation: sourceLocation)
}

/// One panel drawn alone in `width` by `height`, with `#` all around it: whatever spills is seen.
func panel(
    _ board: Board, width: Int, height: Int, now: Int64 = Sample.now(), screen: (Int, Int) = (120, 40),
    _ draw: (inout Canvas, Scene) -> Void
) -> Grid {
    var grid = Grid(width: width + 2, height: height + 2)
    grid.draw(in: grid.bounds) { $0.fill($0.bounds, Cell("#")) }
    let scene = Scene(board, width: screen.0, height: screen.1, now: now)
    grid.draw(in: Rect(x: 1, y: 1, width: width, height: height)) {
        $0.fill($0.bounds)
        draw(&$0, scene)
    }
    return grid
}
