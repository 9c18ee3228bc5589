import ArgumentParser

/// A file name exactly as it was typed, which on Linux need not be UTF-8; `-` is standard input or output.
///
/// ArgumentParser hands over repaired text, so the bytes are looked up again among the process's arguments.
package struct RawPath: ExpressibleByArgument, Equatable, Sendable {
    /// The bytes for the system, ended by a zero byte.
    package let bytes: [CChar]
    /// The repaired text for people; escape it before it reaches a terminal.
    package let text: String

    package init(argument: String) {
        self.init(argument, among: Self.processArguments)
    }

    init(_ text: String, among arguments: [[CChar]]) {
        self.text = text
        guard text.unicodeScalars.contains("\u{FFFD}") else {
            bytes = Array(text.utf8CString)
            return
        }
        bytes =
            arguments.lazy.compactMap { Self.value(of: $0, repairedTo: text) }.first
            ?? Array(text.utf8CString)
    }

    package var isStandardStream: Bool { text == "-" }
    package var defaultValueDescription: String { text }
    package static var defaultCompletionKind: CompletionKind { .file() }

    /// The whole argument, or what follows `=`, when it repairs to `text`.
    private static func value(of argument: [CChar], repairedTo text: String) -> [CChar]? {
        if repaired(argument) == text { return argument }
        guard let equals = argument.firstIndex(of: CChar(UInt8(ascii: "="))) else { return nil }
        let value = Array(argument[(equals + 1)...])
        return repaired(value) == text ? value : nil
    }

    private static func repaired(_ bytes: [CChar]) -> String {
        String(decoding: bytes.dropLast().lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var processArguments: [[CChar]] {
        (0..<Int(CommandLine.argc)).compactMap { index in
            guard let argument = CommandLine.unsafeArgv[index] else { return nil }
            var length = 0
            while argument[length] != 0 { length += 1 }
            return (0...length).map { argument[$0] }
        }
    }
}
