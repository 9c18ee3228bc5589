import Testing

@testable import Terminal

@Suite struct PrintableTests {
    private func shown(_ text: String, _ glyphs: Glyphs = .braille) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { Printable.scalar($0, glyphs) }))
    }

    @Test(arguments: [
        ("\u{1B}[2J\u{7}\r\n\t\u{0}\u{7F}", "·[2J······"),
        ("\u{80}\u{9B}\u{9F}\u{AD}", "····"),
        ("a\u{202E}b\u{2066}c\u{200F}\u{61C}", "a·b·c··"),
        ("\u{200B}\u{200D}\u{2060}\u{FEFF}\u{E0041}\u{180E}", "······"),
        ("e\u{301}x\u{20E3}\u{903}", "e·x··"),
        ("❤\u{FE0F}\u{E0100}", "❤··"),
        ("👩\u{200D}💻👍\u{1F3FD}🇯🇵", "👩·💻👍···"),
        ("\u{E000}\u{FFFF}\u{10FFFF}\u{378}\u{2028}\u{2029}", "······"),
        ("שלום سلام", "···· ····"),
        ("\u{A0}\u{2003}\u{3000}", "   "),
        ("\u{1161}\u{11A8}\u{3164}\u{115F}\u{FFA0}\u{2800}", "·····\u{2800}"),
        ("日本語テキスト 한국어 Ünïcödé → ● ✓ ⣿ █ ─ µs", "日本語テキスト 한국어 Ünïcödé → ● ✓ ⣿ █ ─ µs"),
    ])
    func `what cannot stand in one or two columns is a dot`(text: String, expected: String) {
        #expect(shown(text) == expected)
    }

    @Test func `in ascii, what panels draw with has its like, and text of other scripts is a question mark`()
    {
        #expect(
            shown("● LIVE → 12 µs · a…b ▲▼ ─│┼ ⣿█▌ é日\u{1B}\u{A0}", .ascii)
                == "* LIVE > 12 us . a~b ^v -|+ :#= ??. ")
    }

    @Test func `every scalar there is becomes one that is shown, in the columns that are counted`() {
        for value in UInt32(0)...0x10FFFF {
            // Of the great uniform blocks a sample.
            if (0x3400...0xD7A3).contains(value) || value >= 0x2_0000, value % 61 != 0 { continue }
            guard let scalar = Unicode.Scalar(value) else { continue }
            for glyphs in [Glyphs.braille, .ascii] {
                let shown = Printable.scalar(scalar, glyphs)
                if Printable.scalar(shown, glyphs) != shown { Issue.record("\(value) is not stable") }
                if glyphs == .ascii
                    ? !(0x20...0x7E).contains(shown.value)
                    : shown.value < 0x20 || (0x7F..<0xA0).contains(shown.value)
                {
                    Issue.record("\(value) is shown as \(shown.value)")
                }
            }
        }
    }

    @Test(
        arguments: [
            ("日", true), ("한", true), ("ｱ", false), ("Ａ", true), ("😀", true), ("🀄", true), ("⌚", true),
            ("☺", false), ("→", false),
            ("█", false), ("⣿", false), ("…", false), ("·", false), ("é", false), ("🫩", true), ("𝄞", false),
            ("㉈", false), ("䷀", true),
            ("〿", false), ("𠀀", true),
        ] as [(Unicode.Scalar, Bool)])
    func `wide by East Asian Width`(scalar: Unicode.Scalar, isWide: Bool) {
        #expect(Printable.isWide(scalar) == isWide)
    }

    @Test(arguments: [
        (0, ""), (1, "…"), (2, "a…"), (3, "a…"), (4, "a日…"), (5, "a日b…"), (6, "a日b本"), (99, "a日b本"),
    ])
    func `text is fitted to columns`(width: Int, expected: String) {
        #expect(Printable.fitted("a日b本", to: width) == expected)
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func `any bytes at all, drawn anywhere, keep every column and every neighbour`(seed: UInt64) {
        var random = SeededGenerator(seed)
        let pieces: [[UInt8]] = [
            Array("\u{1B}[2J".utf8), Array("\u{1B}]0;x\u{7}".utf8), Array("日".utf8), Array("👩\u{200D}💻".utf8),
            Array("e\u{301}".utf8),
            Array("\u{202E}".utf8), [0xFF], [0xC0, 0x80], [0xE2, 0x80], [0x9B], [0x0A], [0x0D], [0x08],
            [0x00], Array("🇯🇵".utf8),
        ]
        let painter = Painter(theme: Theme(.dark, depth: .indexed))
        for round in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...20, using: &random) {
                bytes +=
                    Bool.random(using: &random)
                    ? pieces.randomElement(using: &random)! : [UInt8.random(in: 0...255, using: &random)]
            }
            var grid = Grid(width: 24, height: 3, glyphs: Glyphs.allCases.randomElement(using: &random)!)
            grid.draw(in: grid.bounds) { $0.fill($0.bounds, Cell("|")) }
            let area = Rect(
                x: Int.random(in: 0...20, using: &random), y: 1,
                width: Int.random(in: 0...12, using: &random), height: 1)
            grid.draw(in: area) {
                let taken = $0.text(
                    String(decoding: bytes, as: UTF8.self), x: 0, y: 0, Style(.packets), width: 10)
                #expect(taken <= min(10, area.width))
            }
            var emulator = Emulator(width: 24, height: 3)
            var fresh = painter
            emulator.play(fresh.paint(grid))
            let ok =
                emulator.complaints.isEmpty && emulator.pen == Attributes()
                && (0..<3).allSatisfy { y in
                    (0..<24).allSatisfy { x in
                        area.contains(x: x, y: y) || emulator.cells[y * 24 + x] == Emulator.Shown(scalar: "|")
                    }
                }
            if !ok {
                Issue.record("seed \(seed), round \(round): \(bytes)\n\(emulator.text)\(emulator.complaints)")
            }
        }
    }
}
