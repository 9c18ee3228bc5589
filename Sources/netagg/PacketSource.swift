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
        let room = batch.room
        var left = room
        while true {
            left -= readPackets(&reader, leaving: rest, atMost: left)
            guard left > 0, lines.pendingByteCount > rest, readLine(&reader) else { return left < room }
            left -= 1
        }
    }

    /// Adds the packets that come next, up to a line that is none; returns how many there were.
    private mutating func readPackets(
        _ reader: inout BatchReader, leaving rest: Int, atMost limit: Int
    ) -> Int {
        guard let whole = lines.wholeLines, whole.count > rest else { return 0 }
        let end = whole.upperBound - rest
        var (count, next) = (0, whole.lowerBound)
        while count < limit && next < end,
            let newline = Self.readPacket(lines, next..<whole.upperBound, &reader, into: &batch)
        {
            count += 1
            next = newline + 1
        }
        lines.pass(count, to: next)
        return count
    }

    private static func readPacket(
        _ lines: borrowing LineReader, _ whole: Range<Int>, _ reader: inout BatchReader,
        into batch: inout PacketBatch
    ) -> Int? {
        reader.readPacket(lines.buffer.span.bytes, firstOf: whole, into: &batch)
    }

    /// Adds the next line, whatever it is; false when there is none.
    private mutating func readLine(_ reader: inout BatchReader) -> Bool {
        guard lines.nextLine() else { return false }
        if lines.isTooLong {
            batch.add(.malformed(JSONFault(.tooLong, at: 0)), number: lines.lineNumber)
        } else {
            Self.read(lines, &reader, into: &batch)
        }
        return true
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
