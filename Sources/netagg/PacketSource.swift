import CommandSupport
import JSONLines
import Statistics

/// Lines that were read at once, and what they say.
struct Block: ~Copyable {
    fileprivate(set) var lines = LineReader(capacity: 2 << 16)
    /// Of as many lines as it takes at once.
    var batch = PacketBatch(capacity: 512)
    /// The file they are from; nil for standard input. Do they begin it, behind another one?
    fileprivate(set) var file: String?
    fileprivate(set) var isFileStart = false

    /// Does it come from an input that is not slower than its reader?
    var isLarge: Bool { lines.pendingByteCount >= 1 << 16 }

    /// Begins the batch anew with the lines that follow; false when no line is left.
    mutating func readBatch(_ reader: inout BatchReader) -> Bool {
        batch.removeAll()
        return readLines(&reader)
    }

    /// Adds lines to the batch until it is full or no more than so many bytes are left; false where there was none.
    mutating func readLines(_ reader: inout BatchReader, leaving rest: Int = 0) -> Bool {
        var hasLine = false
        var room = batch.room
        while room > 0 && lines.pendingByteCount > rest && lines.nextLine() {
            hasLine = true
            room -= 1
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
