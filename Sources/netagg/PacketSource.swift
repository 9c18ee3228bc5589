import CommandSupport
import JSONLines
import Statistics

/// Lines that were read at once, and what they say.
struct Block: ~Copyable {
    var lines = LineReader(capacity: 1 << 17)
    var batch = PacketBatch()
    /// The file they are from; nil for standard input.
    var file: String?
}

/// Reads an input block by block.
struct PacketSource: ~Copyable {
    private var source: LineSource
    private var reader: BatchReader
    /// What was read beyond the last line of the last block, and whether there are whole lines in it.
    private var rest = LineReader(capacity: 1 << 12)
    private(set) var hasRest = false

    init(_ input: consuming Input, _ configuration: Configuration) {
        source = LineSource(input)
        reader = BatchReader(configuration)
    }

    var isAtEnd: Bool { source.isAtEnd && !hasRest }
    var isStream: Bool { source.input.isStream }
    var isTerminal: Bool { source.input.isTerminal }
    /// Nil when there is nothing more to read.
    var descriptor: Int32? { source.input.descriptor }

    /// Can more be read without waiting?
    var isAtHand: Bool {
        guard let descriptor, !hasRest, isStream else { return !isAtEnd }
        var poll = Poll()
        poll.add(reading: descriptor)
        return poll.wait(until: 0)
    }

    /// Reads lines into a block that was used up, once from the input unless some are left; waits if need be.
    mutating func read(_ block: inout Block) throws {
        block.batch.removeAll()
        block.lines.follow(rest)
        if !hasRest { try source.fill(&block.lines) }
        block.file = source.file
        hasRest = !readLines(&block)
        rest.follow(block.lines)
    }

    /// False when the batch has no room for all lines.
    private mutating func readLines(_ block: inout Block) -> Bool {
        while source.next(&block.lines) {
            let number = source.number(block.lines)
            if block.lines.isTooLong {
                block.batch.add(.malformed(JSONFault(.tooLong, at: 0)), number: number)
            } else {
                Self.read(block.lines, number, &reader, into: &block.batch)
            }
            if block.batch.isFull { return false }
        }
        return true
    }

    private static func read(
        _ lines: borrowing LineReader, _ number: Int, _ reader: inout BatchReader,
        into batch: inout PacketBatch
    ) {
        reader.read(lines.buffer.span.bytes, lines.range, number: number, into: &batch)
    }
}
