import Testing

@testable import Dashboard

@Suite struct KeyTableTests {
    @Test func `no key means two things`() {
        let keys = KeyTable.entries.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func `every key of the table has a command and a sentence`() {
        for entry in KeyTable.entries {
            #expect(entry.keys.allSatisfy { KeyTable.command(for: $0) != nil })
            #expect(!entry.help.isEmpty && !entry.label.isEmpty)
            #expect(entry.keys.count == entry.commands.count || entry.commands.count == 1)
        }
    }

    @Test func `the footer speaks of keys in the table`() {
        #expect(KeyTable.footer.count == 12)
        #expect(KeyTable.footer.allSatisfy { !$0.short.isEmpty })
        #expect(KeyTable.footer.first?.label == "q")
    }

    @Test func `the help fits every key on a screen of 80 by 24`() {
        var board = Sample.board(records: 3)
        _ = board.press("?", now: 0)
        let text = board.draw(width: 120, height: 40, now: 0).plainText
        for entry in KeyTable.entries { #expect(text.contains(entry.help), "\(entry.label)") }
        let small = board.draw(width: 80, height: 24, now: 0).plainText
        for entry in KeyTable.entries { #expect(small.contains(entry.label), "\(entry.label)") }
    }

    @Test func `the manual lists every key in ASCII, in eighty columns`() {
        let manual = KeyTable.manual
        #expect(manual.utf8.allSatisfy { $0 < 0x80 })
        for line in manual.split(separator: "\n") { #expect(line.utf8.count <= 80) }
        for entry in KeyTable.entries {
            #expect(manual.contains("    \(entry.writtenLabel) "), "\(entry.label)")
        }
        #expect(manual.split(separator: "\n").count == KeyTable.entries.count + KeyTable.sections.count)
    }

    @Test func `what is not in the table does nothing`() {
        var board = Sample.board(records: 3)
        let before = board.choices
        for key in ["é", "", "unknown", "Q", "\u{1B}"] { #expect(board.press(key, now: 0) == nil) }
        #expect(board.choices == before)
    }
}
