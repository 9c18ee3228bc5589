import ArgumentParser
import CommandSupport
import Terminal

/// What was typed.
struct Options: ParsableArguments {
    @Argument(help: "A saved stream of statistics records; standard input when there is none, or '-'.")
    var file: RawPath?

    @Option(
        help: ArgumentHelp("Replay at the pace of the timestamps, times this.", valueName: "factor"))
    var speed: ReplaySpeed?

    @Flag(help: "Print one screen of the last record, and exit.")
    var once = false

    @Flag(help: "Print one line per record, also on a terminal.")
    var plain = false

    @Option(help: ArgumentHelp("Save the last screen as a picture.", valueName: "file"))
    var svg: RawPath?

    @Option(help: ArgumentHelp("Save the last screen as a web page.", valueName: "file"))
    var html: RawPath?

    @Option(
        help: ArgumentHelp(
            "The size of the screen that --once, --svg and --html draw (default: COLUMNS and LINES, or 120x40).",
            valueName: "widthxheight"))
    var size: ScreenSize?

    @Option(help: "Colours: auto, always, never, 16, 256 or 24bit.")
    var color = ColorChoice.auto

    @Option(help: "What charts are made of: braille, block or ascii (default: by the locale).")
    var glyphs: GlyphChoice = .auto

    @Option(help: "The background to draw for: auto, dark, light or mono.")
    var theme = ThemeChoice.auto

    @Flag(help: "Look up the names of addresses.")
    var resolve = false
}

enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
    case sixteen = "16"
    case indexed = "256"
    case direct = "24bit"
}

enum GlyphChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, braille, block, ascii
}

enum ThemeChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, dark, light, mono
}

/// `120x40`: columns and rows, each from 1 to 10,000.
struct ScreenSize: ExpressibleByArgument, Equatable {
    var width: Int
    var height: Int

    init(width: Int, height: Int) { (self.width, self.height) = (width, height) }

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let width = parts[0], let height = parts[1],
            (1...10_000).contains(width), (1...10_000).contains(height)
        else { return nil }
        self.init(width: width, height: height)
    }
}
