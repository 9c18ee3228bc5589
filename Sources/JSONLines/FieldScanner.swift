/// Reads chosen members of many alike objects, one line each: checks the whole line against RFC 8259 and keeps the
/// values of the chosen paths, whatever their order.
///
/// Writers repeat themselves: the bytes between two values (`,"size":`) mostly follow the same ones as in the
/// line before. They are learnt as `Node`s, each knowing which came next, so that one comparison replaces
/// reading the key. What was learnt was checked when it was learnt; anything else is read by the grammar.
///
/// `public` where other modules inline it: the compiler honours `@inlinable` for nothing else.
///
/// Memory: 32 KiB and, where a line has no readable bytes behind it, a copy of the line. Nothing is allocated per
/// line. Of two members with the same key the last counts.
public struct FieldScanner: ~Copyable {
    /// What `scan` found, one for each path: a number, or a `TextRange` packed; `blank` holds what absent is.
    @usableFromInline let values: UnsafeMutablePointer<Int64>
    let blank: UnsafeMutablePointer<Int64>
    @usableFromInline let fieldCount: Int
    let layout: FieldLayout

    /// Texts that held escapes, resolved: the line's own bytes do not say what they say.
    @usableFromInline var scratch: [UInt8] = []
    /// The last line where it had to be copied, so that it can be read past its end.
    var padded: UnsafeMutablePointer<UInt8>
    var paddedCapacity: Int

    let nodes: UnsafeMutablePointer<Node>
    let nodeLimit: Int
    var nodeCount = 0
    /// Nodes by the hash of their bytes, open addressing; 0 where nothing is. Never more than an eighth full.
    let table: UnsafeMutablePointer<Int32>
    /// Members that were read by the grammar since the table of nodes was full.
    var misses = 0
    /// The last seconds of ten digits before a point: their first eight bytes, their last eight with the point, their value.
    var second: (head: UInt64, tail: UInt64, value: UInt64)
    /// The powers of ten that fit.
    let powers: UnsafeMutablePointer<UInt64>
    let levels: UnsafeMutablePointer<Level>

    /// After so many members that found no room among the nodes, all is learnt anew.
    static var missLimit: Int { 4096 }
    /// Bytes that `scan` may read behind a line, and never looks at.
    package static let padding = 64
    /// The number of a field that was absent or had another type.
    @inlinable public static var absent: Int64 { .min }

    package init(_ paths: [FieldPath]) {
        layout = FieldLayout(paths)
        fieldCount = paths.count
        // A multiple of four: see `begin`.
        let room = (max(paths.count, 1) + 3) & ~3
        values = .allocate(capacity: room)
        blank = .allocate(capacity: room)
        blank.initialize(repeating: Self.absent, count: room)
        for (field, path) in paths.enumerated() {
            let isText = path.kind == .text || path.kind == .scalar
            if isText { blank[field] = TextRange.absent.packed }
        }
        values.initialize(from: blank, count: room)
        paddedCapacity = 4096
        padded = .allocate(capacity: paddedCapacity)
        nodeLimit = layout.names.count + 256
        nodes = .allocate(capacity: nodeLimit)
        table = .allocate(capacity: Self.tableSize)
        powers = .allocate(capacity: 20)
        levels = .allocate(capacity: FieldLayout.depthLimit)
        let number: StaticString = "1000000000."
        second = (ByteScan.word(number.utf8Start), ByteScan.word(number.utf8Start + 3), 1_000_000_000)
        powers[0] = 1
        for index in 1..<20 { powers[index] = powers[index - 1] * 10 }
        forget()
    }

    deinit {
        values.deallocate()
        blank.deallocate()
        padded.deallocate()
        nodes.deallocate()
        table.deallocate()
        powers.deallocate()
        levels.deallocate()
    }

    /// The number of a field of kind integer or nanoseconds, or `absent`.
    @inlinable public func number(_ field: Int) -> Int64 {
        precondition(field >= 0 && field < fieldCount)
        return values[field]
    }

    /// The text of a field of kind text or scalar.
    @inlinable public func text(_ field: Int) -> TextRange {
        precondition(field >= 0 && field < fieldCount)
        return TextRange(packed: values[field])
    }

    /// The bytes of a text of the last line, which must be given again; empty for an absent one.
    @inlinable public func withText<R>(
        _ text: TextRange, in line: RawSpan, _ body: (RawSpan) throws -> R
    ) rethrows -> R {
        let length = max(Int(text.length), 0)
        if text.offset >= 0 {
            return try body(line.extracting(Int(text.offset)..<Int(text.offset) + length))
        }
        let start = Int(~text.offset)
        return try body(scratch.span.bytes.extracting(start..<start + length))
    }

    /// Keeps a text that was made from the line beside those that the line held, until the next `scan`.
    package mutating func keep(_ text: some Sequence<UInt8>) -> TextRange {
        let start = scratch.count
        scratch.append(contentsOf: text)
        return TextRange(
            offset: ~Int32(truncatingIfNeeded: start),
            length: Int32(truncatingIfNeeded: scratch.count - start))
    }

    // MARK: Scanning

    /// Reads one line, without its newline.
    package mutating func scan(_ line: RawSpan) throws(JSONFault) {
        try scan(line, 0..<line.byteCount)
    }

    /// Reads the line at `range` of `buffer`. Offsets, in texts and in faults, count from the start of the line.
    /// Where `padding` bytes of the buffer follow the line, and the first ends it, it is read in place; otherwise it is
    /// copied first.
    package mutating func scan(_ buffer: RawSpan, _ range: Range<Int>) throws(JSONFault) {
        precondition(range.lowerBound >= 0 && range.upperBound <= buffer.byteCount)
        guard begin(range.count) else { throw JSONFault(.tooLong, at: 0) }
        // The closure cannot throw the fault itself without hiding its type.
        let fault = buffer.withUnsafeBytes { bytes -> JSONFault? in
            do throws(JSONFault) {
                let base: UnsafePointer<UInt8>
                if bytes.count - range.upperBound >= Self.padding, Self.isStop(bytes[range.upperBound]) {
                    base = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self) + range.lowerBound
                } else {
                    base = copy(UnsafeRawBufferPointer(rebasing: bytes[range]))
                }
                var text = Text(base, end: base + range.count)
                _ = try object(&text)
                return nil
            } catch {
                return error
            }
        }
        if let fault {
            values.update(from: blank, count: fieldCount)
            throw fault
        }
    }

    /// Reads the first of the lines at `lines` of `buffer` in place, and returns where its newline stands, which nobody has
    /// looked for before; nil where the line has a fault. The last byte of `lines` must be a newline, and `padding`
    /// bytes must follow it.
    public mutating func scan(_ buffer: RawSpan, firstOf lines: Range<Int>) -> Int? {
        precondition(lines.lowerBound >= 0 && buffer.byteCount - lines.upperBound >= Self.padding)
        guard begin(lines.count) else { return nil }
        return buffer.withUnsafeBytes { bytes -> Int? in
            precondition(!lines.isEmpty && bytes[lines.upperBound - 1] == UInt8(ascii: "\n"))
            let start = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
            var text = Text(start + lines.lowerBound, newlineBefore: start + lines.upperBound)
            guard let end = try? object(&text) else { return nil }
            return (end.pointee == UInt8(ascii: "\r") ? end + 1 : end) - start
        }
    }

    /// Forgets the line before; false where so many bytes are too many.
    @inline(__always)
    private mutating func begin(_ count: Int) -> Bool {
        // Four fields at a time; there is room for as many.
        let (fields, none) = (UnsafeMutableRawPointer(values), UnsafeRawPointer(blank))
        for offset in stride(from: 0, to: fieldCount &* 8, by: 32) {
            fields.storeBytes(
                of: none.loadUnaligned(fromByteOffset: offset, as: SIMD4<Int64>.self), toByteOffset: offset,
                as: SIMD4<Int64>.self)
        }
        if misses > Self.missLimit { forget() }
        if !scratch.isEmpty { scratch.removeAll(keepingCapacity: true) }
        return count < Int(Int32.max)
    }

    private mutating func copy(_ line: UnsafeRawBufferPointer) -> UnsafePointer<UInt8> {
        if line.count + Self.padding > paddedCapacity {
            padded.deallocate()
            paddedCapacity = (line.count + Self.padding) * 2
            padded = .allocate(capacity: paddedCapacity)
        }
        let target = UnsafeMutableRawPointer(padded)
        if let start = line.baseAddress { target.copyMemory(from: start, byteCount: line.count) }
        (target + line.count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.padding)
        return UnsafePointer(padded)
    }
}

/// Where a text lies: in the line that was read, or in the reader's scratch where the line held escapes.
public struct TextRange: Equatable, Sendable {
    /// From the start of the line; for the scratch, the complement of the offset there.
    public var offset: Int32
    /// In bytes; -1 when there is no text.
    public var length: Int32

    @inlinable public init(offset: Int32, length: Int32) {
        self.offset = offset
        self.length = length
    }

    @inlinable public static var absent: TextRange { TextRange(offset: 0, length: -1) }

    @inlinable public var isPresent: Bool { length >= 0 }

    @inlinable var packed: Int64 { Int64(offset) << 32 | Int64(UInt32(bitPattern: length)) }
    @inlinable init(packed: Int64) {
        offset = Int32(truncatingIfNeeded: packed >> 32)
        length = Int32(truncatingIfNeeded: packed)
    }
}
