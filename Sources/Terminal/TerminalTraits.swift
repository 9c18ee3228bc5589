/// What the environment says about the terminal. Nothing is asked and nothing is waited for.
package struct TerminalTraits: Equatable, Sendable {
    package var depth: ColorDepth
    package var glyphs: Glyphs
    /// Nil: nothing is said about the background; most terminals are dark.
    package var isLight: Bool?
    /// It cannot move the cursor: no full screen.
    package var isDumb: Bool

    package init(environment: [String: String]) {
        let term = environment["TERM"] ?? ""
        isDumb = term.isEmpty || term == "dumb" || term == "unknown"
        depth = TerminalTraits.depth(environment, term: term)
        glyphs = TerminalTraits.glyphs(environment, term: term)
        isLight = TerminalTraits.isLight(environment["COLORFGBG"])
    }

    private static func depth(_ environment: [String: String], term: String) -> ColorDepth {
        if environment["NO_COLOR"]?.isEmpty == false { return .none }  // no-color.org
        if term.isEmpty || term == "dumb" || term == "unknown" || term.hasPrefix("vt") { return .none }
        if term.hasSuffix("-m") || term.hasSuffix("-mono") { return .none }
        let saysDirect = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
        // GNU screen passes its parent's COLORTERM on, but not the colours; tmux does both.
        let isScreen = term.hasPrefix("screen") && environment["TMUX"] == nil
        if saysDirect && !isScreen || term.contains("direct") { return .direct }
        let direct = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour"]
        if direct.contains(where: term.hasPrefix) { return .direct }
        return term.contains("256") || saysDirect ? .indexed : .sixteen
    }

    private static func glyphs(_ environment: [String: String], term: String) -> Glyphs {
        // The console's font has neither braille nor eighths.
        if term == "linux" { return .ascii }
        // The first of them that is set decides, as in setlocale(3).
        let names = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
        guard let locale = names.first(where: { !$0.isEmpty })?.lowercased() else { return .ascii }
        return locale.contains("utf-8") || locale.contains("utf8") ? .braille : .ascii
    }

    /// `foreground;background`, or with something in between; the numbers are those of the sixteen colours.
    private static func isLight(_ value: String?) -> Bool? {
        guard let last = value?.split(separator: ";").last, let number = Int(last), (0...15).contains(number)
        else {
            return nil
        }
        return number == 7 || number > 8
    }
}
