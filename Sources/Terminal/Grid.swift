/// A rectangle of cells that panels write and nothing else; drawn whole for every frame.
///
/// Whatever is written, every cell of a grid holds one printable scalar, and a wide one is always followed by its
/// `.continuation`: what draws a grid on a terminal needs no further check. Writing outside does nothing.
package struct Grid: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// What charts and rules are made of. In `.ascii` every cell is ASCII.
    package let glyphs: Glyphs
    /// Row by row, `width * height` cells.
    package private(set) var cells: [Cell]

    /// Sides are held between 0 and 10,000.
    package init(width: Int, height: Int, glyphs: Glyphs = .braille) {
        self.width = min(max(width, 0), 10_000)
        self.height = min(max(height, 0), 10_000)
        self.glyphs = glyphs
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    /// Outside is blank. A wide scalar that has no second cell in its row becomes `·`, and so does the half of a wide
    /// one that is left when the other half is written over.
    package subscript(x: Int, y: Int) -> Cell {
        get { bounds.contains(x: x, y: y) ? cells[y * width + x] : .blank }
        set {
            if bounds.contains(x: x, y: y) { set(newValue, at: y * width + x, rightEdge: y * width + width) }
        }
    }

    /// Draws in a part of the grid: nothing that `body` does reaches a cell outside `rect`.
    package mutating func draw(in rect: Rect, _ body: (inout Canvas) -> Void) {
        var canvas = Canvas(on: self, in: rect, clip: bounds)
        cells = []  // The canvas holds the only reference now: writing copies nothing.
        body(&canvas)
        self = canvas.grid
    }

    /// Changes the styles of what is drawn already: the selected row, a panel in the background.
    package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = rect.intersection(bounds)
        for y in area.y..<area.y + area.height {
            for x in area.x..<area.x + area.width { change(&cells[y * width + x].style) }
        }
    }

    /// `rightEdge` is the index after the last cell where the second half of a wide scalar may lie.
    mutating func set(_ cell: Cell, at index: Int, rightEdge: Int) {
        var cell = cell
        var isWide = false
        if !cell.isContinuation {
            cell.scalar = Printable.scalar(cell.scalar, glyphs)
            isWide = Printable.isWide(cell.scalar)
            if isWide && index + 1 >= rightEdge {
                (cell.scalar, isWide) = (Printable.placeholder(glyphs), false)
            }
        } else if index % width == 0 || !Printable.isWide(cells[index - 1].scalar) {
            cell.scalar = Printable.placeholder(glyphs)
        }
        if cells[index].isContinuation && !cell.isContinuation {
            cells[index - 1].scalar = Printable.placeholder(glyphs)
        }
        if isWide {
            if Printable.isWide(cells[index + 1].scalar) {
                cells[index + 2].scalar = Printable.placeholder(glyphs)
            }
            cells[index + 1] = Cell(Cell.continuation, cell.style)
        } else if !cell.isContinuation && Printable.isWide(cells[index].scalar) {
            cells[index + 1].scalar = Printable.placeholder(glyphs)
        }
        cells[index] = cell
    }
}

/// One character cell. The second half of a wide character is a `continuation`.
package struct Cell: Equatable, Sendable {
    package var scalar: Unicode.Scalar
    package var style: Style

    package init(_ scalar: Unicode.Scalar, _ style: Style = .plain) {
        (self.scalar, self.style) = (scalar, style)
    }

    package static let blank = Cell(" ")
    /// The scalar of the second half of a wide character: never printed.
    package static let continuation: Unicode.Scalar = "\u{0}"

    package var isContinuation: Bool { scalar == Cell.continuation }
}

/// A rectangle of cells, `x` and `y` from the top left.
package struct Rect: Equatable, Sendable {
    package var x: Int
    package var y: Int
    package var width: Int
    package var height: Int

    package init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, max(width, 0), max(height, 0))
    }

    package func contains(x: Int, y: Int) -> Bool {
        x >= self.x && y >= self.y && x < self.x + width && y < self.y + height
    }

    package func intersection(_ other: Rect) -> Rect {
        let (left, top) = (max(x, other.x), max(y, other.y))
        return Rect(
            x: left, y: top, width: min(x + width, other.x + other.width) - left,
            height: min(y + height, other.y + other.height) - top)
    }

    /// Cuts off `rows` at the top: those, and the rest.
    package func splitTop(_ rows: Int) -> (top: Rect, rest: Rect) {
        let rows = min(max(rows, 0), height)
        return (
            Rect(x: x, y: y, width: width, height: rows),
            Rect(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    /// Cuts off `rows` at the bottom: those, and the rest.
    package func splitBottom(_ rows: Int) -> (bottom: Rect, rest: Rect) {
        let (rest, bottom) = splitTop(height - min(max(rows, 0), height))
        return (bottom, rest)
    }

    /// Cuts off `columns` at the left: those, and the rest after `gap` more columns.
    package func splitLeft(_ columns: Int, gap: Int = 0) -> (left: Rect, rest: Rect) {
        let columns = min(max(columns, 0), width)
        let skip = min(columns + max(gap, 0), width)
        return (
            Rect(x: x, y: y, width: columns, height: height),
            Rect(x: x + skip, y: y, width: width - skip, height: height)
        )
    }
}
