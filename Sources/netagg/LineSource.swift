import CommandSupport
import JSONLines

/// The lines of one input, or of several files one after the other: each knows its file. The reader that holds them is the
/// caller's.
struct LineSource: ~Copyable {
    var input: Input
    /// The file of the current line; nil for standard input.
    private(set) var file: String?
    /// What was read last is the end of a file, and whether its last line was whole.
    private var isFileEnd = false
    private(set) var endsWithNothing = false
    /// What was read last is the beginning of another file.
    private(set) var isFileStart = false

    init(_ input: consuming Input) {
        file = Self.name(input.name)
        self.input = input
    }

    var isAtEnd: Bool { input.descriptor == nil }

    private static func name(_ name: String) -> String? { name == "standard input" ? nil : name }

    /// Reads once, waiting if need be, when `next` has said false.
    mutating func fill(_ lines: inout LineReader) throws {
        (isFileStart, isFileEnd) = (isFileEnd, false)
        if isFileStart { file = Self.name(input.name) }
        let isBetweenLines = lines.isBetweenLines
        try lines.fill { buffer in
            if let count = try input.read(into: buffer) { return count }
            // A line does not go on in the next file, nor past the last.
            buffer[0] = UInt8(ascii: "\n")
            isFileEnd = true
            return 1
        }
        endsWithNothing = isFileEnd && isBetweenLines
    }

    /// Steps to the next line; false when more must be read.
    mutating func next(_ lines: inout LineReader) -> Bool {
        while lines.nextLine() {
            if !endsWithNothing || !lines.range.isEmpty { return true }
        }
        return false
    }
}
