import Foundation
import Testing

/// The golden cases: folders of `Tests/Golden`, each with its inputs, the `command` that is run in it, the
/// `expected` standard output, the `errors` where there are any, and a line `about` where it all comes from.
///
/// `Scripts/accept` rewrites what is expected; the diff is then for a person to read.
@Suite struct GoldenTests {
    static let folder = Shell.root + "/Tests/Golden"
    static let cases = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
        .filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/command") }
    static let accepts = ProcessInfo.processInfo.environment["NETCAP_ACCEPT"] != nil

    @Test func `there are golden cases`() { #expect(Self.cases.count >= 10) }

    @Test(arguments: cases) func `a golden case prints what was accepted`(name: String) throws {
        let folder = "\(Self.folder)/\(name)"
        func text(_ file: String) -> String? {
            try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        }
        let command = try #require(text("command"))
        #expect(text("about")?.isEmpty == false, "a line on where it comes from")
        let outcome = try Shell.run(
            command + "\necho \"exit ${PIPESTATUS[*]}\"", in: folder)
        if Self.accepts {
            try outcome.text.write(
                toFile: "\(folder)/expected", atomically: true, encoding: .utf8)
            let errors = "\(folder)/errors"
            try? FileManager.default.removeItem(atPath: errors)
            if !outcome.errors.isEmpty {
                try outcome.errors.write(toFile: errors, atomically: true, encoding: .utf8)
            }
            return
        }
        let expected = try #require(text("expected")).split(separator: "\n", omittingEmptySubsequences: false)
        let printed = outcome.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(printed.count == expected.count)
        for (number, pair) in zip(printed, expected).enumerated() where pair.0 != pair.1 {
            Issue.record("line \(number + 1)\n  printed  \(pair.0)\n  expected \(pair.1)")
            break
        }
        #expect(outcome.errors == text("errors") ?? "")
    }
}
