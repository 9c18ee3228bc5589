import CommandSupport
import JSONLines

/// The lines of one input, or of several files one after the other: each knows its file and its number there. The reader
/// that holds them is the caller's.
struct LineSource: ~Copyable {
    var input: Input
    /// The file of the current line; nil for standard input.
    private(set) var file: String?
    /// The last line of the files before.
    private var base = 0
    /// What was read last is the end of a file, and whether its last line was whole.
    private var isFileEnd = false
    private(set) var endsWithNothing = false
    /// What was read last is the beginning of a file.
    private(set) var isFileStart = true
    private var isAtStart = true

    init(_ input: consuming Input) {
        file = Self.name(input.name)
        self.input = input
    }

    var isAtEnd: Bool { input.descriptor == nil }

    /// The current line's number in its file, from 1.
    func number(_ lines: borrowing LineReader) -> Int { lines.lineNumber - base }

    private static func name(_ name: String) -> String? { name == "standard input" ? nil : name }

    /// Reads once, waiting if need be, when `next` has said false.
    mutating func fill(_ lines: inout LineReader) throws {
        (isFileStart, isAtStart) = (isAtStart || isFileEnd, false)
        if isFileEnd {
            (base, isFileEnd) = (lines.lineNumber, false)
            file = Self.name(input.name)
        }
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
