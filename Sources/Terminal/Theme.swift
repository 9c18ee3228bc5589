/// Gives every role its colour, on a dark or light background or in none, for the colours that the terminal has.
package struct Theme: Equatable, Sendable {
    package enum Palette: String, CaseIterable, Sendable { case dark, light, mono }

    package let palette: Palette
    package let depth: ColorDepth
    /// The colour that faded inks fade towards: the terminal's own, when it has told us.
    package let background: RGB
    /// By `ink * (faintest + 1) + shade`.
    private let foregrounds: [Color]
    private let selection: Color?

    package init(_ palette: Palette, depth: ColorDepth, background: RGB? = nil) {
        self.palette = palette
        self.depth = palette == .mono ? .none : depth
        self.background = background ?? Theme.paper(of: palette)
        var foregrounds: [Color] = []
        for ink in Ink.allCases {
            for shade in 0...Style.faintest {
                foregrounds.append(
                    Theme.color(of: ink, shade: shade, palette, self.depth, fadingTo: self.background))
            }
        }
        self.foregrounds = foregrounds
        let selected = self.background.faded(towards: Theme.text(of: palette), permille: 160)
        selection =
            switch self.depth {
            case .none, .sixteen: nil
            case .indexed: .indexed(selected.indexed)
            case .direct: .direct(selected)
            }
    }

    func attributes(of style: Style) -> Attributes {
        var attributes = Attributes()
        let index = Int(style.foreground.rawValue) * Int(Style.faintest + 1) + Int(style.shade)
        attributes.foreground = foregrounds[index]
        attributes.isBold = style.isBold
        attributes.isReversed = style.isReversed
        if depth == .none {
            attributes.isFaint = !style.isBold && style.foreground.isQuiet
            attributes.isBold = style.isBold || style.foreground.isUrgent
        }
        if style.isSelected {
            if let selection {
                attributes.background = selection
            } else {
                attributes.isReversed.toggle()
            }
        }
        return attributes
    }

    /// What the picture of a grid is painted on, and what its standard text has: for `Grid.svg` and `Grid.html`.
    static func paper(of palette: Palette) -> RGB { palette == .dark ? RGB(0x10141A) : RGB(0xFFFFFF) }
    static func text(of palette: Palette) -> RGB { palette == .dark ? RGB(0xD8DEE9) : RGB(0x1F2328) }

    private static func color(
        of ink: Ink, shade: UInt8, _ palette: Palette, _ depth: ColorDepth, fadingTo background: RGB
    ) -> Color {
        guard depth != .none else { return .standard }
        guard let hue = ink.hue(on: palette) else {
            guard shade > 0, depth != .sixteen else { return .standard }
            return color(Theme.text(of: palette), shade, depth, background)
        }
        // The nearest of the 256 to the light palette's critical is that of its bits.
        if depth == .indexed, palette == .light, ink == .critical { return .indexed(124) }
        return depth == .sixteen ? .indexed(ink.sixteen(on: palette)) : color(hue, shade, depth, background)
    }

    private static func color(_ hue: RGB, _ shade: UInt8, _ depth: ColorDepth, _ background: RGB) -> Color {
        // The base of a chart keeps 44 % of its ink.
        let faded = hue.faded(towards: background, permille: Int(shade) * 80)
        return depth == .direct ? .direct(faded) : .indexed(faded.indexed)
    }
}

extension Ink {
    /// Nil: the colour that the terminal has for text, whatever it is.
    func hue(on palette: Theme.Palette) -> RGB? {
        let isDark = palette == .dark
        switch self {
        case .text, .strong: return nil
        case .dim: return RGB(isDark ? 0x8A93A0 : 0x626B76)
        case .packets: return RGB(isDark ? 0x56B4E9 : 0x0072B2)
        case .bits: return RGB(isDark ? 0xE69F00 : 0xA35F00)
        case .good: return RGB(isDark ? 0x2FB896 : 0x00704F)
        case .warning: return RGB(isDark ? 0xF0E442 : 0x7A6A00)
        case .critical: return RGB(isDark ? 0xFF6A3D : 0xB8390E)
        case .magenta: return RGB(isDark ? 0xCC79A7 : 0x9B3F75)
        case .blue: return RGB(isDark ? 0x3B8FD1 : 0x4A4FB0)
        case .grey: return RGB(isDark ? 0x999999 : 0x6E6E6E)
        case .rule: return RGB(isDark ? 0x4A5260 : 0xB4BCC6)
        }
    }

    /// The nearest of the sixteen, by number: 8 to 15 are the bright ones.
    func sixteen(on palette: Theme.Palette) -> UInt8 {
        let isDark = palette == .dark
        switch self {
        case .text, .strong: return isDark ? 15 : 0
        case .dim: return 8
        case .packets: return isDark ? 14 : 4
        case .bits: return 3
        case .good: return 2
        case .warning: return isDark ? 11 : 3
        case .critical: return isDark ? 9 : 1
        case .magenta: return 5
        case .blue: return isDark ? 12 : 6
        case .grey: return isDark ? 7 : 8
        case .rule: return isDark ? 8 : 7
        }
    }

    /// Without colours these are faint.
    var isQuiet: Bool { self == .dim || self == .rule || self == .grey }
    /// Without colours these are bold.
    var isUrgent: Bool { self == .warning || self == .critical }
}
