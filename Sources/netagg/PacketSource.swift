import CommandSupport
import JSONLines
import Statistics

/// Lines that were read at once, and what they say.
struct Block: ~Copyable {
    fileprivate(set) var lines = LineReader(capacity: 3 << 16)
    /// Of as many lines as it takes at once.
    var batch = PacketBatch(capacity: 512)
    /// The file they are from; nil for standard input. Do they begin it?
    fileprivate(set) var file: String?
    fileprivate(set) var isFileStart = false

    /// Does it come from an input that is not slower than its reader?
    var isLarge: Bool { lines.pendingByteCount >= 1 << 16 }

    /// Reads more of the lines into the batch, which must be used up; false when no line is left.
    mutating func readLines(_ reader: inout BatchReader) -> Bool {
        batch.removeAll()
        var hasLine = false
        while !batch.isFull && lines.nextLine() {
            hasLine = true
            if lines.isTooLong {
                batch.add(.malformed(JSONFault(.tooLong, at: 0)), number: lines.lineNumber)
            } else {
                Self.read(lines, &reader, into: &batch)
            }
        }
        return hasLine
    }

    private static func read(
        _ lines: borrowing LineReader, _ reader: inout BatchReader, into batch: inout PacketBatch
    ) {
        reader.read(lines.buffer.span.bytes, lines.range, number: lines.lineNumber, into: &batch)
    }
}

/// Reads an input block by block.
struct PacketSource: ~Copyable {
    private var source: LineSource
    /// What was read beyond the last line of the last block.
    private var rest = LineReader(capacity: 1 << 12)

    init(_ input: consuming Input) { source = LineSource(input) }

    var isAtEnd: Bool { source.isAtEnd }
    var isStream: Bool { source.input.isStream }
    var isTerminal: Bool { source.input.isTerminal }
    /// Nil when there is nothing more to read.
    var descriptor: Int32? { source.input.descriptor }

    /// Can more be read without waiting?
    var isAtHand: Bool {
        guard let descriptor, isStream else { return !isAtEnd }
        var poll = Poll()
        poll.add(reading: descriptor)
        return poll.wait(until: 0)
    }

    /// Reads once into a block that was used up, waiting if need be.
    mutating func fill(_ block: inout Block) throws {
        block.lines.follow(rest)
        try source.fill(&block.lines)
        block.lines.cut(into: &rest)
        if source.endsWithNothing { block.lines.follow(rest) }
        (block.file, block.isFileStart) = (source.file, source.isFileStart)
    }
}
