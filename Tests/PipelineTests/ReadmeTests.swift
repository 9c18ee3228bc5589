import Foundation
import Testing

/// The README promises nothing that does not run.
@Suite struct ReadmeTests {
    static let text = (try? String(contentsOfFile: Shell.root + "/README.md", encoding: .utf8)) ?? ""
    static let hasJQ = (try? Shell.run("command -v jq").status) == 0

    /// The commands of the recipes: what is indented between that heading and the next.
    static let recipes: [String] = {
        let section =
            text.components(separatedBy: "\n## Recipes\n").last?.components(separatedBy: "\n## ").first ?? ""
        return section.components(separatedBy: "\n\n").filter { $0.hasPrefix("    ") }
    }()

    @Test(arguments: ["netcap", "netagg", "netview"]) func `every option stands in the README`(
        command: String
    ) throws {
        let help = try Shell.run("\(command) --help").text
        for found in help.matches(of: /(?m)^  (?:(-\w), )?(--[a-z-]+)/)
        where !["--help", "--version"].contains(found.2) {
            let names = [found.1.map { "`\($0)`" }, "`\(found.2)`"].compactMap(\.self)
            #expect(names.contains { Self.text.contains($0) }, "\(names) of \(command)")
        }
    }

    @Test func `there are ten recipes`() { #expect(Self.recipes.count >= 10) }

    @Test(.enabled(if: hasJQ), arguments: recipes) func `a recipe prints something and no error`(
        recipe: String
    ) throws {
        try Shell.withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/Scripts", withDestinationPath: Shell.root + "/Scripts")
            // No pipefail: whatever stands before `head` may end by the signal of a closed pipe.
            let outcome = try Shell.run(
                recipe + "\nstatus=$?; cat *.csv 2>/dev/null; exit $status", in: folder)
            #expect(outcome.status == 0)
            #expect(outcome.errors.isEmpty)
            #expect(!outcome.output.isEmpty)
        }
    }
}
