import Foundation
import Testing

@Suite struct CoverageTests {
    @Test func `a dissector has its test file`() {
        let tests = Set(House.tests.map(\.name))
        let dissectors = House.sources.filter { $0.room == "Packets" && $0.text.contains("-> Next {") }
            .filter { $0.text.contains("static func dissect") }
        #expect(dissectors.count > 30)
        let owed = dissectors.filter { !tests.contains($0.name.replacing(".swift", with: "Tests.swift")) }
        #expect(owed.map(\.path) == [])
    }

    @Test func `a test file of Packets is named after the file that it tests`() {
        let sources = Set(House.sources.map { $0.name.replacing("+", with: "") })
        for file in House.tests where file.room == "PacketsTests" {
            // A property is of more than one file.
            guard file.name.hasSuffix("Tests.swift"), !file.name.hasSuffix("PropertyTests.swift") else {
                continue
            }
            #expect(sources.contains(file.name.replacing("Tests.swift", with: ".swift")), "\(file.path)")
        }
    }
}
