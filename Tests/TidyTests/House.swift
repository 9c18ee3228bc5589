import Foundation

/// The files of this repository, as the tidy tests read them.
enum House {
    /// The top of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// One file: its path below the top, and its text.
    struct File: Sendable {
        var path: String
        var text: String

        var name: String { String(path.split(separator: "/").last!) }
        /// The folder under `Sources` or `Tests`.
        var room: String { String(path.split(separator: "/")[1]) }
        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// The lines on which the expression matches, as `path:number: line`.
        func matches(_ expression: some RegexComponent) -> [String] {
            lines.enumerated().filter { $0.element.firstMatch(of: expression) != nil }
                .map { "\(path):\($0.offset + 1): \($0.element)" }
        }
    }

    static func names(in folder: String) -> [String] {
        let found = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        return (found ?? []).sorted()
    }

    /// Every text file below a folder; what is not UTF-8 (captures, pictures) is left out.
    static func files(in folder: String, ending: String = "") -> [File] {
        let top = root.appending(path: folder)
        let below = FileManager.default.enumerator(atPath: top.path)?.compactMap { $0 as? String } ?? []
        return below.sorted().filter { $0.hasSuffix(ending) }.compactMap { name in
            guard let text = try? String(contentsOf: top.appending(path: name), encoding: .utf8) else {
                return nil
            }
            return File(path: "\(folder)/\(name)", text: text)
        }
    }

    static let sources = files(in: "Sources", ending: ".swift")
    static let tests = files(in: "Tests", ending: ".swift")
    static let scripts = files(in: "Scripts") + files(in: ".ci")
    static let package = try! String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    static let readme = (try? String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)) ?? ""
}
