import Foundation
import Testing

@Suite struct ShapeTests {
    @Test func `a source file fits in a head`() {
        for file in House.sources {
            #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func `the top level holds the package, its sources, tests and scripts, and nothing else`() {
        let visible = House.names(in: "").filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }
        #expect(
            Set(visible).subtracting(["Package.swift", "Sources", "Tests", "Scripts", "README.md"]) == [])
    }

    @Test func `every target of the package has its folder, and every folder its target`() {
        for room in House.names(in: "Sources") {
            #expect(House.package.contains("\"\(room)\""), "Sources/\(room) is in no target")
        }
        for folder in House.names(in: "Tests") where folder.hasSuffix("Tests") {
            #expect(House.package.contains("tests(\"\(folder.dropLast("Tests".count))\""), "Tests/\(folder)")
        }
    }

    @Test func `a script stops at the first failure and says how it is used`() {
        for file in House.scripts where file.text.hasPrefix("#!/usr/bin/env bash") {
            #expect(file.text.contains("\nset -euo pipefail\n"), "\(file.path)")
            #expect(
                file.path.hasPrefix(".ci/") || file.text.contains("\n# usage: \(file.path)"), "\(file.path)")
            let path = House.root.appending(path: file.path).path
            #expect(FileManager.default.isExecutableFile(atPath: path), "\(file.path)")
        }
        #expect(
            Set(House.names(in: "Scripts")).isSuperset(of: [
                "setup", "run", "test", "check", "format", "accept", "install",
            ]))
    }

    @Test func `a warning is an error in every target`() {
        #expect(House.package.contains(".treatAllWarnings(as: .error)"))
        let targets = House.package.matches(of: /\.(target|executableTarget|testTarget)\(/).count
        let settings = House.package.matches(of: /swiftSettings: house(\)| \+)/).count
        #expect(targets == settings)
    }
}
