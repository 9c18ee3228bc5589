import Testing

@testable import CommandSupport

struct DiagnosticsTests {
    @Test(arguments: [
        ("plain é 日本", "plain é 日本"),
        ("\u{1B}[31mred", "\\u{1b}[31mred"),
        ("a\nb\r", "a\\u{a}b\\u{d}"),
        ("\u{9B}2J", "\\u{9b}2J"),
        ("\u{202E}exe", "\\u{202e}exe"),
        ("zero\u{200B}width\u{FEFF}", "zero\\u{200b}width\\u{feff}"),
        ("\u{E000}", "\\u{e000}"),
    ])
    func `makes visible what could move a cursor or hide`(_ text: String, _ shown: String) {
        #expect(Diagnostics.printable(text) == shown)
    }

    @Test func `keeps the lines of a usage message apart`() {
        #expect(
            Diagnostics.printable("Error: \u{7}\nUsage: x", keepingNewlines: true)
                == "Error: \\u{7}\nUsage: x")
    }
}
