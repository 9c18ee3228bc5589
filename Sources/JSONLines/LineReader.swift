#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Cuts a stream of bytes into lines, in one reusable buffer.
///
/// The owner fills it with what it read and takes the lines that are whole:
///
///     while try reader.fill({ try input.read(into: $0) }) > 0 {
///         while reader.nextLine() { use(reader.buffer.span.bytes.extracting(reader.range)) }
///     }
///
/// A line ends with `\n` or `\r\n`; the last may end with the stream. A line longer than `lineLimit` bytes
/// is passed over while it arrives: it is reported as `isTooLong`, empty, and costs no memory.
public struct LineReader: ~Copyable {
    /// The memory that `range` speaks of; valid until the next `fill`.
    public private(set) var buffer: [UInt8]
    /// The current line within `buffer`, without its end.
    public private(set) var range: Range<Int> = 0..<0
    /// The current line's number, counted from 1; 0 before the first.
    package private(set) var lineNumber = 0
    /// Whether the current line was longer than the limit; its `range` is empty then.
    package private(set) var isTooLong = false
    /// Whether the last `fill` met the end; what is left without a newline is then a line as well.
    package private(set) var isAtEnd = false
    /// The longest line in bytes, its end not counted.
    package let lineLimit: Int

    /// Where the next line starts, how far was searched for its end, and where the bytes that were read stop.
    private var start = 0
    private var searched = 0
    private var end = 0
    /// The beginning of the current long line has been thrown away.
    private var isSkipping = false

    package init(capacity: Int = 1 << 18, lineLimit: Int = 1 << 20) {
        self.lineLimit = max(lineLimit, 1)
        buffer = Self.memory(max(capacity, 64) + Self.padding)
    }

    /// Bytes at the end of `buffer` that are never filled, so that whoever reads a line may look past its end.
    private static let padding = FieldScanner.padding
    private var capacity: Int { buffer.count - Self.padding }

    /// Bytes that are not initialised, so that memory never used is never touched.
    private static func memory(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
    }

    /// Bytes that were read and belong to no line yet.
    package var pendingByteCount: Int { end - start }

    /// Has no byte of a line been read that is still to be given, not even of one that is too long?
    package var isBetweenLines: Bool { start == end && !isSkipping }

    /// Begins anew with what `other` has read and not given as a line, and counts lines from 0.
    package mutating func follow(_ other: borrowing LineReader) {
        follow(other, from: other.start)
        (isSkipping, isAtEnd) = (other.isSkipping, other.isAtEnd)
    }

    /// Moves what was read behind the last line end into `rest`, for a reader that follows it: the lines before it stay here,
    /// and can be used while that one reads on.
    package mutating func cut(into rest: inout LineReader) {
        var cut = end
        while cut > searched && buffer[cut - 1] != 0x0A { cut -= 1 }
        if cut == searched {
            passLongLine()
            rest.follow(self)
            end = start
        } else {
            rest.follow(self, from: cut)
            end = cut
        }
    }

    private mutating func follow(_ other: borrowing LineReader, from offset: Int) {
        let count = other.end - offset
        if capacity < count * 2 { buffer = Self.memory(other.buffer.count) }
        buffer.withUnsafeMutableBytes { target in
            other.buffer.withUnsafeBytes { source in
                guard count > 0 else { return }
                target.baseAddress!.copyMemory(from: source.baseAddress! + offset, byteCount: count)
            }
        }
        (start, searched, end) = (0, 0, count)
        (lineNumber, range) = (0, 0..<0)
        (isTooLong, isSkipping, isAtEnd) = (false, false, false)
    }

    /// Lets `read` put bytes into the free part of the buffer; it returns how many, 0 at the end of the stream.
    /// Call it when `nextLine` has returned false: it moves what is left, so the current line is gone.
    @discardableResult
    package mutating func fill(
        _ read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) rethrows -> Int {
        range = 0..<0
        makeRoom()
        let from = end
        let count = try buffer.withUnsafeMutableBytes { bytes in
            let free = UnsafeMutableRawBufferPointer(rebasing: bytes[from..<bytes.count - Self.padding])
            return min(max(try read(free), 0), free.count)
        }
        end += count
        isAtEnd = count == 0
        return count
    }

    /// Moves the beginning of a line to the front, and doubles the buffer when a line fills it.
    private mutating func makeRoom() {
        if start == end {
            (start, searched, end) = (0, 0, 0)
        } else if start > 0 && capacity - end < capacity / 2 {
            let (from, count) = (start, end - start)
            buffer.withUnsafeMutableBytes { bytes in
                bytes.baseAddress!.copyMemory(from: bytes.baseAddress! + from, byteCount: count)
            }
            (start, searched, end) = (0, searched - from, count)
        }
        guard end == capacity else { return }
        var larger = Self.memory(capacity * 2 + Self.padding)
        let count = end
        larger.withUnsafeMutableBytes { target in
            buffer.withUnsafeBytes { source in
                target.baseAddress!.copyMemory(from: source.baseAddress!, byteCount: count)
            }
        }
        buffer = larger
    }

    /// Steps to the next whole line: sets `range`, `lineNumber` and `isTooLong`. False when more bytes are needed,
    /// or when the stream has ended and nothing is left.
    package mutating func nextLine() -> Bool {
        if let newline = findNewline() {
            finishLine(at: newline, next: newline + 1)
            return true
        }
        passLongLine()
        guard isAtEnd, start < end || isSkipping else { return false }
        finishLine(at: end, next: end)
        return true
    }

    /// All lines that are still to be given, where each of them is whole and none too long: for whoever finds the ends of
    /// lines himself while he reads them, and calls `pass` then.
    package var wholeLines: Range<Int>? {
        guard start < end, !isSkipping, end - start <= lineLimit, buffer[end - 1] == UInt8(ascii: "\n") else {
            return nil
        }
        return start..<end
    }

    /// Steps over so many of these lines, to the one that starts at `next`; there is no current line then.
    package mutating func pass(_ lines: Int, to next: Int) {
        guard lines > 0 else { return }
        precondition(next > start && next <= end && buffer[next - 1] == UInt8(ascii: "\n"))
        lineNumber += lines
        (range, isTooLong) = (next..<next, false)
        (start, searched) = (next, next)
    }

    /// No end of the line is there yet: forgets what is more of it than a line can be.
    private mutating func passLongLine() {
        searched = end
        if !isSkipping && end - start > lineLimit + 1 { isSkipping = true }
        if isSkipping { start = end }
    }

    private func findNewline() -> Int? {
        let (from, to) = (searched, end)
        return buffer.withUnsafeBytes { bytes -> Int? in
            guard from < to, let base = bytes.baseAddress,
                let found = memchr(base + from, 0x0A, to - from)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private mutating func finishLine(at lineEnd: Int, next: Int) {
        var last = lineEnd
        if last > start && buffer[last - 1] == UInt8(ascii: "\r") { last -= 1 }
        lineNumber += 1
        isTooLong = isSkipping || last - start > lineLimit
        range = isTooLong ? lineEnd..<lineEnd : start..<last
        isSkipping = false
        (start, searched) = (next, next)
    }

    /// The current line, valid during the call.
    @inlinable public func withLine<R>(_ body: (RawSpan) throws -> R) rethrows -> R {
        try body(buffer.span.bytes.extracting(range))
    }
}
