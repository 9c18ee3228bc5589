/// The colours and weight of a cell. Colours are roles of the theme, resolved when the grid is painted.
package struct Style: Equatable, Hashable, Sendable {
    package var foreground: Ink
    /// How far the ink has faded towards the background: 0 is the ink itself, `Style.faintest` the base of a chart.
    package var shade: UInt8
    package var isBold: Bool
    package var isReversed: Bool
    /// The row under the cursor: the theme gives it a background of its own, or reverses it where it has no colours.
    package var isSelected: Bool

    package init(
        _ foreground: Ink = .text, bold: Bool = false, reversed: Bool = false, selected: Bool = false,
        shade: UInt8 = 0
    ) {
        self.foreground = foreground
        self.shade = min(shade, Style.faintest)
        (isBold, isReversed, isSelected) = (bold, reversed, selected)
    }

    package static let plain = Style()
    package static let faintest: UInt8 = 7
}

/// A role that the theme gives a colour to (the hues of `dashboard.md`).
package enum Ink: UInt8, CaseIterable, Sendable {
    case text, strong, dim, packets, bits, good, warning, critical, magenta, blue, grey
    /// The line of a rule: the quietest thing on the screen.
    case rule
}
