import Testing

@testable import Terminal

@Suite struct CanvasTests {
    /// A grid of `~`, drawn on in the middle: what is left of the margin proves that nothing spilled.
    private func framed(_ width: Int, _ height: Int, glyphs: Glyphs = .braille, draw: (inout Canvas) -> Void)
        -> String
    {
        var grid = Grid(width: width + 2, height: height + 2, glyphs: glyphs)
        grid.draw(in: grid.bounds) { $0.fill($0.bounds, Cell("~")) }
        grid.draw(in: Rect(x: 1, y: 1, width: width, height: height)) {
            $0.fill($0.bounds)
            draw(&$0)
        }
        return grid.plainText
    }

    @Test func `text is cut with an ellipsis and stays inside`() {
        let picture = framed(10, 4) {
            #expect($0.text("short", x: 0, y: 0) == 5)
            #expect($0.text("exactly 10", x: 0, y: 1) == 10)
            #expect($0.text("far too long for it", x: 2, y: 2) == 8)
            #expect($0.text("right", right: 10, y: 3) == 5)
            #expect($0.text("nowhere", x: 3, y: 4) == 7)
            #expect($0.text("nowhere", x: 10, y: 0) == 0)
            #expect($0.text("before", x: -3, y: 3) == 6)
        }
        #expect(
            picture == """
                ~~~~~~~~~~~~
                ~short     ~
                ~exactly 10~
                ~  far too…~
                ~ore  right~
                ~~~~~~~~~~~~

                """)
    }

    @Test func `wide characters keep whole or become a dot`() {
        let picture = framed(6, 5) {
            #expect($0.text("日本語", x: 0, y: 0) == 6)
            #expect($0.text("日本語", x: 1, y: 1) == 5)
            #expect($0.text("a日本語", x: 0, y: 2) == 6)
            $0.text("日本語", x: 0, y: 3)
            $0.text("x", x: 1, y: 3)
            $0.text("y", x: 4, y: 3)
            $0.text("日本語", x: -1, y: 4)
        }
        #expect(
            picture == """
                ~~~~~~~~
                ~日本語~
                ~ 日本…~
                ~a日本…~
                ~·x本y·~
                ~·本語 ~
                ~~~~~~~~

                """)
    }

    @Test func `a canvas in a canvas is clipped by both`() {
        let picture = framed(8, 3) {
            $0.draw(in: Rect(x: 5, y: 1, width: 9, height: 9)) {
                $0.fill($0.bounds, Cell("#"))
                $0.text("abcdef", x: 0, y: 0)
            }
            $0.draw(in: Rect(x: -4, y: -4, width: 6, height: 5)) { $0.fill($0.bounds, Cell("o")) }
        }
        #expect(
            picture == """
                ~~~~~~~~~~
                ~oo      ~
                ~     abc~
                ~     ###~
                ~~~~~~~~~~

                """)
    }

    @Test func `text in ascii is ascii, one column a character`() {
        let picture = framed(16, 2, glyphs: .ascii) {
            #expect($0.text("● LIVE → 日本 é", x: 0, y: 0) == 13)
            $0.rule(y: 1, title: "Top")
        }
        #expect(
            picture == """
                ~~~~~~~~~~~~~~~~~~
                ~* LIVE > ?? ?   ~
                ~- Top ----------~
                ~~~~~~~~~~~~~~~~~~

                """)
    }
}
