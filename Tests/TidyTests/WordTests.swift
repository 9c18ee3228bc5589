import Testing

@Suite struct WordTests {
    @Test func `nothing is unfinished by its own word`() {
        // Spelled in halves, so that this file is not its own first finding.
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"].joined(separator: "|")
        let unfinished = try! Regex("\\b(\(words))\\b")
        for file in House.sources + House.tests + House.scripts {
            #expect(file.matches(unfinished) == [])
        }
    }

    @Test func `no path of one machine is in the tree`() {
        let folders = ["work", "farm", "root", "home", "Users"].joined(separator: "|")
        let path = try! Regex("(^|[^A-Za-z0-9_.-])/(\(folders))/[a-z]")
        for file in House.sources + House.tests + House.scripts {
            #expect(file.matches(path) == [])
        }
        #expect(House.File(path: "README.md", text: House.readme).matches(path) == [])
    }

    @Test func `a declaration that others see says what it is`() {
        // `package init`, `package var` inside a type and overrides speak for themselves; types do not.
        let type = /^(public|package) (?:final )?(?:indirect )?(struct|enum|class|protocol|actor|func) (\w+)/
        for file in House.sources {
            let lines = file.lines
            for (number, line) in lines.enumerated() where line.firstMatch(of: type) != nil {
                var above = number - 1
                while above >= 0, lines[above].hasPrefix("@") { above -= 1 }
                let said = above >= 0 && lines[above].hasPrefix("///")
                #expect(said, "\(file.path):\(number + 1): \(line)")
            }
        }
    }
}
