/// A clipped view of a grid, with its own origin: what a panel draws on. Made by `Grid.draw(in:)` or `Canvas.draw(in:)`.
///
/// Coordinates count from the canvas's top left; whatever falls outside it is cut off. Text goes through `Printable`, so
/// nothing in it moves the cursor, and it never takes more than the columns that it was given.
package struct Canvas {
    package internal(set) var grid: Grid
    package let width: Int
    package let height: Int
    /// Where the canvas's top left lies on the grid.
    private let origin: (x: Int, y: Int)
    /// The cells of the grid that may be written.
    private let clip: Rect

    init(on grid: Grid, in rect: Rect, clip: Rect) {
        self.grid = grid
        (width, height) = (rect.width, rect.height)
        origin = (rect.x, rect.y)
        self.clip = rect.intersection(clip)
    }

    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }
    package var glyphs: Glyphs { grid.glyphs }

    package subscript(x: Int, y: Int) -> Cell {
        get { clip.contains(x: origin.x + x, y: origin.y + y) ? grid[origin.x + x, origin.y + y] : .blank }
        set {
            var (cell, column) = (newValue, origin.x + x)
            let row = origin.y + y
            if column == clip.x - 1, Printable.isWide(cell.scalar) {
                // The first half is cut off, the second is not.
                (cell.scalar, column) = (Printable.placeholder(glyphs), clip.x)
            }
            guard clip.contains(x: column, y: row) else { return }
            let start = row * grid.width
            grid.set(cell, at: start + column, rightEdge: start + clip.x + clip.width)
        }
    }

    /// Draws in a part of this canvas.
    package mutating func draw(in rect: Rect, _ body: (inout Canvas) -> Void) {
        let part = Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height)
        var canvas = Canvas(on: grid, in: part, clip: clip)
        grid = .nowhere  // The part holds the only reference now: writing copies nothing.
        body(&canvas)
        grid = canvas.grid
    }

    /// Writes text from `x` on, in at most `width` columns (default: as far as the canvas goes); what does not fit ends
    /// in `…`. Returns the columns that it took.
    @discardableResult
    package mutating func text(
        _ string: String, x: Int, y: Int, _ style: Style = .plain, width limit: Int? = nil
    ) -> Int {
        let room = min(limit ?? width - x, width - x)
        guard room > 0 else { return 0 }
        var columns = 0
        var cut: Int?  // Where `…` goes if the text turns out not to fit.
        for scalar in string.unicodeScalars {
            let shown = Printable.scalar(scalar, glyphs)
            let size = Printable.isWide(shown) ? 2 : 1
            if columns + size > room {
                let end = cut ?? columns
                for column in end..<room { self[x + column, y] = Cell(" ", style) }
                self[x + end, y] = Cell("…", style)
                return end + 1
            }
            self[x + columns, y] = Cell(shown, style)
            // The last column where an ellipsis still has room: the start of the character that reaches the edge.
            if columns + size >= room { cut = columns }
            columns += size
        }
        return columns
    }

    /// Writes text so that it ends before column `right`, in at most `width` columns (default: from the canvas's left edge).
    /// Returns the columns that it took.
    @discardableResult
    package mutating func text(
        _ string: String, right: Int, y: Int, _ style: Style = .plain, width limit: Int? = nil
    ) -> Int {
        let room = min(limit ?? right, right)
        let columns = min(Printable.width(of: string, glyphs), max(room, 0))
        return text(string, x: right - columns, y: y, style, width: columns)
    }

    /// Fills a rectangle with one cell (not a wide one).
    package mutating func fill(_ rect: Rect, _ cell: Cell = .blank) {
        let area = rect.intersection(bounds)
        for y in area.y..<area.y + area.height {
            for x in area.x..<area.x + area.width { self[x, y] = cell }
        }
    }

    /// Changes the styles of what is drawn already.
    package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let part = Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height)
        grid.restyle(part.intersection(clip), change)
    }

    /// Marks row `y` as the selected one, over the whole width.
    package mutating func select(row y: Int) {
        restyle(Rect(x: 0, y: y, width: width, height: 1)) { $0.isSelected = true }
    }
}

extension Grid {
    static let nowhere = Grid(width: 0, height: 0)
}
