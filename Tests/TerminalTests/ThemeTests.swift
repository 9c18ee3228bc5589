import Testing

@testable import Terminal

@Suite struct ThemeTests {
    @Test func `the hues of the design, and the terminal's own colour for text`() {
        let dark = Theme(.dark, depth: .direct)
        #expect(dark.attributes(of: Style(.packets)).foreground == .direct(RGB(0x56B4E9)))
        #expect(dark.attributes(of: Style()).foreground == .standard)
        #expect(
            Theme(.light, depth: .direct).attributes(of: Style(.bits)).foreground == .direct(RGB(0xA35F00)))
    }

    @Test func `charts fade towards the background that the terminal told`() {
        let base = Style(.packets, shade: Style.faintest)
        #expect(Theme(.dark, depth: .direct).attributes(of: base).foreground == .direct(RGB(0x2F5A75)))
        #expect(
            Theme(.dark, depth: .direct, background: RGB(0)).attributes(of: base).foreground
                == .direct(RGB(0x264F67)))
        let sixteen = Theme(.dark, depth: .sixteen)
        #expect(sixteen.attributes(of: base) == sixteen.attributes(of: Style(.packets)))
    }

    @Test func `inks of one palette can be told apart at every depth that has colours`() {
        let hues: [Ink] = [.packets, .bits, .good, .warning, .critical, .magenta, .blue, .dim]
        for palette in [Theme.Palette.dark, .light] {
            for depth in [ColorDepth.indexed, .direct] {
                let theme = Theme(palette, depth: depth)
                #expect(Set(hues.map { theme.attributes(of: Style($0)).foreground }).count == hues.count)
            }
        }
    }

    @Test func `without colours there is weight`() {
        for theme in [Theme(.mono, depth: .direct), Theme(.dark, depth: .none)] {
            #expect(theme.attributes(of: Style(.critical)) == Attributes(isBold: true))
            #expect(theme.attributes(of: Style(.dim)) == Attributes(isFaint: true))
            #expect(theme.attributes(of: Style(.packets, shade: 5)) == Attributes())
            #expect(theme.attributes(of: Style(selected: true)) == Attributes(isReversed: true))
        }
    }

    @Test func `text can be read on its background`() {
        for palette in [Theme.Palette.dark, .light] {
            for ink in Ink.allCases where ink != .rule {
                guard let hue = ink.hue(on: palette) else { continue }
                #expect(ThemeTests.contrast(hue, Theme.paper(of: palette)) >= 4.4, "\(palette) \(ink)")
            }
        }
    }

    @Test(
        arguments: [
            (0x000000, 16), (0xFFFFFF, 231), (0xFF0000, 196), (0x808080, 244), (0x5FD7AF, 79),
            (0x123456, 236),
        ] as [(UInt32, UInt8)])
    func `the nearest of the 256 colours`(hex: UInt32, index: UInt8) {
        #expect(RGB(hex).indexed == index)
    }

    /// WCAG 2.2: (lighter + 0.05) / (darker + 0.05).
    private static func contrast(_ one: RGB, _ other: RGB) -> Double {
        func linear(_ value: UInt8) -> Double {
            let share = Double(value) / 255
            // The curve of sRGB is near enough to a square.
            return share * share
        }
        func luminance(_ color: RGB) -> Double {
            0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
        }
        let (first, second) = (luminance(one) + 0.05, luminance(other) + 0.05)
        return max(first, second) / min(first, second)
    }
}
