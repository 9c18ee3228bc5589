/// A rectangle of cells that panels write and nothing else; drawn whole for every frame.
///
/// Writing outside the grid, or outside the rectangle that a panel was given, does nothing.
package struct Grid: Equatable, Sendable {
    package let width: Int
    package let height: Int
    /// Row by row, `width * height` cells.
    package private(set) var cells: [Cell]

    /// Sides are held between 0 and 10,000.
    package init(width: Int, height: Int) {
        self.width = min(max(width, 0), 10_000)
        self.height = min(max(height, 0), 10_000)
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    package subscript(x: Int, y: Int) -> Cell {
        get { bounds.contains(x: x, y: y) ? cells[y * width + x] : .blank }
        set { if bounds.contains(x: x, y: y) { cells[y * width + x] = newValue } }
    }
}

/// One character cell. The second half of a wide character is `.continuation`.
package struct Cell: Equatable, Sendable {
    package var scalar: Unicode.Scalar
    package var style: Style

    package init(_ scalar: Unicode.Scalar, _ style: Style = .plain) { (self.scalar, self.style) = (scalar, style) }

    package static let blank = Cell(" ")
}

/// The colours and weight of a cell. Colours are roles of the theme, resolved when the grid is painted.
package struct Style: Equatable, Hashable, Sendable {
    package var foreground: Ink
    package var isBold: Bool
    package var isReversed: Bool

    package init(_ foreground: Ink = .text, bold: Bool = false, reversed: Bool = false) {
        (self.foreground, isBold, isReversed) = (foreground, bold, reversed)
    }
    package static let plain = Style()
}

/// A role that the theme gives a colour to (the hues of `dashboard.md`).
package enum Ink: UInt8, CaseIterable, Sendable {
    case text, strong, dim, packets, bits, good, warning, critical, magenta, blue, grey
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
}
