import Testing

@testable import Terminal

@Suite struct VectorPictureTests {
    private let dark = Theme(.dark, depth: .none)

    @Test func `text stays text, in the theme's colours, stretched to its columns`() {
        var grid = Grid(width: 20, height: 1)
        grid.draw(in: grid.bounds) {
            $0.text("5.33 kp/s", x: 1, y: 0, Style(.packets, bold: true))
            $0.text("日本", x: 11, y: 0)
        }
        let svg = grid.svg(dark)
        #expect(svg.contains(".c0{fill:#56b4e9;font-weight:bold}"))
        #expect(
            svg.contains(
                #"<tspan class="c0" x="9" textLength="81" lengthAdjust="spacingAndGlyphs">5.33 kp/s</tspan>"#
            )
        )
        #expect(svg.contains(##"x="99" textLength="36" lengthAdjust="spacingAndGlyphs">日本</tspan>"##))
    }

    @Test func `columns that blanks keep apart are placed apart`() {
        var grid = Grid(width: 20, height: 1)
        grid.draw(in: grid.bounds) { $0.text("now 5    avg 6", x: 0, y: 0) }
        let row =
            #"<text y="14"><tspan class="c0" x="0" textLength="45" lengthAdjust="spacingAndGlyphs">now 5</tspan>"#
        #expect(
            grid.svg(dark).contains(
                row
                    + #" <tspan class="c0" x="81" textLength="45" lengthAdjust="spacingAndGlyphs">avg 6</tspan></text>"#
            ))
    }

    @Test func `markup in the data is text`() {
        var grid = Grid(width: 30, height: 1)
        grid.draw(in: grid.bounds) { $0.text("<script>\"a\" && b</script>\u{0}", x: 0, y: 0) }
        let html = grid.html(dark, title: "</title><b>")
        #expect(html.contains("&lt;script&gt;&quot;a&quot; &amp;&amp; b&lt;/script&gt;·"))
        #expect(html.contains("<title>&lt;/title&gt;&lt;b&gt;</title>"))
        #expect(!html.contains("<script>") && !html.contains("<b>"))
    }

    @Test func `bars, rules and braille are shapes, the same in a row as one`() {
        var grid = Grid(width: 6, height: 1)
        for (x, scalar) in "██▌─⣀▂".unicodeScalars.enumerated() {
            grid[x, 0] = Cell(scalar)
        }
        let svg = grid.svg(dark)
        #expect(svg.contains(#"d="M0 0h18v18H0zM18 0h4.5v18H18zM27 9h9v1H27z""#))
        #expect(svg.contains(#"<path class="dots d0" d="M38.25 15.75h0M42.25 15.75h0"/>"#))
        #expect(svg.contains(#"d="M45 18h9v-4.5H45z""#))
        #expect(!svg.contains("tspan"))
    }

    @Test func `reversed and selected cells have a background, in light and dark`() {
        var grid = Grid(width: 4, height: 2)
        grid.draw(in: grid.bounds) {
            $0.text("ab", x: 0, y: 0, Style(reversed: true))
            $0.select(row: 1)
        }
        for palette in Theme.Palette.allCases {
            let svg = grid.svg(Theme(palette, depth: .none))
            let (paper, ink) = (Theme.paper(of: palette).hex, Theme.text(of: palette).hex)
            #expect(svg.contains(#"<rect x="0" y="0" width="18" height="18" fill="\#(ink)"/>"#))
            #expect(svg.contains(".c0{fill:\(paper)}"))
            #expect(svg.contains(#"<rect x="0" y="18" width="36" height="18""#))
        }
    }

    @Test func `a grid of nothing is a picture of nothing`() {
        #expect(Grid(width: 0, height: 0).svg(dark).contains("viewBox=\"0 0 24 24\""))
    }
}
