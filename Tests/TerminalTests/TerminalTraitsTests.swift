import Testing

@testable import Terminal

@Suite struct TerminalTraitsTests {
    private func traits(_ environment: [String: String]) -> TerminalTraits {
        TerminalTraits(environment: environment)
    }

    @Test(arguments: [
        (["TERM": "xterm"], ColorDepth.sixteen), (["TERM": "xterm-256color"], .indexed),
        (["TERM": "linux"], .sixteen),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .direct), (["TERM": "xterm-direct"], .direct),
        (["TERM": "screen-256color", "COLORTERM": "truecolor"], .indexed),
        (["TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "/tmp/x"], .direct),
        (["TERM": "xterm-kitty"], .direct),
        (["TERM": "dumb", "COLORTERM": "truecolor"], .none), ([:], .none), (["TERM": "vt220"], .none),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .none),
        (["TERM": "xterm-256color", "NO_COLOR": ""], .indexed),
    ])
    func `colours by what the environment says`(environment: [String: String], depth: ColorDepth) {
        #expect(traits(environment).depth == depth)
    }

    @Test(arguments: [
        (["LANG": "en_US.UTF-8"], Glyphs.braille), (["LANG": "C"], .ascii), ([:], .ascii),
        (["LANG": "de_DE.utf8"], .braille),
        (["LC_ALL": "C", "LANG": "en_US.UTF-8"], .ascii),
        (["LC_ALL": "", "LC_CTYPE": "C.UTF-8", "LANG": "C"], .braille),
        (["LANG": "en_US.UTF-8", "TERM": "linux"], .ascii),
    ])
    func `glyphs by the locale, whose first variable decides`(environment: [String: String], glyphs: Glyphs) {
        #expect(traits(environment).glyphs == glyphs)
    }

    @Test func `the background by COLORFGBG`() {
        let answers = ["0;15", "15;0", "15;default;0", "0;default;7", "12;8", "", "x", "99"].map {
            traits(["COLORFGBG": $0]).isLight
        }
        #expect(answers == [true, false, false, true, false, nil, nil, nil])
    }

    @Test func `a dumb terminal has no full screen`() {
        #expect(traits(["TERM": "dumb"]).isDumb && traits([:]).isDumb && !traits(["TERM": "xterm"]).isDumb)
    }
}
