import Glibc
import Terminal

/// How the screen looks, from what was typed and what the environment says.
struct Look {
    let traits: TerminalTraits
    let glyphs: Glyphs
    /// For a picture, which no locale limits.
    let pictureGlyphs: Glyphs
    /// No colours and no weights either: the output is no terminal, and nobody asked.
    let isBare: Bool
    private let depth: ColorDepth
    private var choice: ThemeChoice
    /// What the terminal answered, when it did.
    private var background: RGB?

    init(_ options: Options, environment: [String: String] = Look.environment()) {
        traits = TerminalTraits(environment: environment)
        glyphs = Glyphs(rawValue: options.glyphs.rawValue) ?? traits.glyphs
        pictureGlyphs = Glyphs(rawValue: options.glyphs.rawValue) ?? .braille
        isBare = options.color == .auto && isatty(STDOUT_FILENO) != 1
        depth = Look.depth(options.color, traits, isTerminal: isatty(STDOUT_FILENO) == 1)
        choice = options.theme
    }

    private static func depth(
        _ choice: ColorChoice, _ traits: TerminalTraits, isTerminal: Bool
    ) -> ColorDepth {
        switch choice {
        case .auto: isTerminal ? traits.depth : .none
        case .always: traits.depth == .none ? .indexed : traits.depth
        case .never: .none
        case .sixteen, .indexed, .direct: ColorDepth(rawValue: choice.rawValue) ?? .none
        }
    }

    private var palette: Theme.Palette {
        if let chosen = Theme.Palette(rawValue: choice.rawValue) { return chosen }
        return background?.isLight ?? traits.isLight ?? false ? .light : .dark
    }

    /// For the terminal.
    var theme: Theme {
        // Fading towards the terminal's own colour makes sense only on the same side of grey.
        let isSame = background.map { $0.isLight == (palette == .light) } ?? false
        return Theme(palette, depth: depth, background: isSame ? background : nil)
    }

    /// For a picture, which has all colours.
    var pictureTheme: Theme { Theme(palette, depth: palette == .mono ? .none : .direct) }

    /// The terminal has told its background.
    mutating func learn(_ color: RGB) { background = color }

    mutating func nextTheme() {
        switch palette {
        case .dark: choice = .light
        case .light: choice = .mono
        case .mono: choice = .dark
        }
    }

    var themeName: String { palette.rawValue }

    /// The variables that matter here.
    static func environment() -> [String: String] {
        let names = [
            "TERM", "COLORTERM", "NO_COLOR", "COLORFGBG", "TMUX", "LC_ALL", "LC_CTYPE", "LANG", "COLUMNS",
            "LINES",
        ]
        var found: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { found[name] = String(cString: value) }
        }
        return found
    }
}
