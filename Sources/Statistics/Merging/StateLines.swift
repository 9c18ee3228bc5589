import JSONLines

/// Writes the rows of an interval's tables as lines of type `state`, which merging needs (`--states`).
///
///     {"type":"state","version":1,"start":1767225600.000000,"every":2,"sources":[["10.0.0.1",12,3400],…],"ports":[…]}
///
/// A line ends after about 64 KiB and the table goes on in the next, so that no line is too long for a reader. The rows:
///
/// - `protocols`, `applications`, `sources`, `destinations`, `interfaces`, `groups`: text, packets, bytes;
///   `ports`, `vlans`: number, packets, bytes.
/// - `conversations`: who opened it, the other end, packets, bytes, when it was opened (nanoseconds), 1 if by a SYN.
/// - `touched`: source, port, packets of the opener to it; `unanswered`: source, SYNs that went without an answer.
/// - `sketches`: a table and the registers of its HyperLogLog (see `SlidingHyperLogLog`), one letter each from `0` on; only
///   where keys were given up in the interval.
struct StateLines: ~Copyable {
    var json: JSONWriter
    private let start: Int64
    private let every: Int64
    private let group: String?
    private(set) var count: UInt64 = 0
    private var lineStart = 0
    private var isInLine = false
    private var table: Snapshot.State.Table?
    private var isTableOpen = false

    static let version = 1
    static let lineGoal = 1 << 16

    init(_ json: consuming JSONWriter, start: Int64, _ configuration: Configuration) {
        self.json = json
        (self.start, every, group) = (start, configuration.every, configuration.group)
    }

    /// The rows that follow are of this table.
    mutating func begin(_ table: Snapshot.State.Table) {
        if isTableOpen { json.endArray() }
        (self.table, isTableOpen) = (table, false)
    }

    /// Begins a row of the table.
    mutating func beginRow() {
        if isInLine && json.count - lineStart > Self.lineGoal { endLine() }
        if !isInLine { beginLine() }
        if !isTableOpen, let table {
            json.key(table.rawValue)
            json.beginArray()
            isTableOpen = true
        }
        json.beginArray()
    }

    mutating func text(_ text: String) { json.string(text) }

    mutating func number(_ value: some FixedWidthInteger) { json.integer(value) }

    mutating func endRow() { json.endArray() }

    /// Ends the last line.
    mutating func end() { if isInLine { endLine() } }

    /// Gives the writer back.
    consuming func writer() -> JSONWriter { json }

    private mutating func beginLine() {
        lineStart = json.count
        json.beginObject()
        json.key("type")
        json.string("state")
        json.key("version")
        json.integer(Self.version)
        json.time("start", start)
        json.length("every", every)
        if let group { json.text("group", group) }
        isInLine = true
        count += 1
    }

    private mutating func endLine() {
        if isTableOpen { json.endArray() }
        json.endObject()
        json.endLine()
        (isInLine, isTableOpen) = (false, false)
    }
}

/// One row of a table as it was read: its texts and its numbers, each in their order.
struct StateRow {
    /// The texts as UTF-8, one behind the other, and where each ends.
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []
    private(set) var numbers: [Int64] = []

    /// Reads an array; what is neither text nor number in it is passed over, and so is anything else.
    mutating func read(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        guard try reader.peek(line) == .array else { return try reader.skip(line) }
        try reader.beginArray(line)
        while try reader.nextElement(line) {
            switch try reader.peek(line) {
            case .string:
                if let text = try reader.string(line) { JSONReader.decode(text, in: line, into: &bytes) }
                ends.append(bytes.count)
            case .number: numbers.append(try reader.integer(line) ?? 0)
            default: try reader.skip(line)
            }
        }
    }

    /// Where a text lies in `bytes`, empty where there is none.
    private func range(_ index: Int) -> Range<Int> {
        index < ends.count ? (index > 0 ? ends[index - 1] : 0)..<ends[index] : 0..<0
    }

    func text(_ index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }

    /// A text as a key of a table, and where in `bytes` it lies, cut to what a key can hold.
    func key(_ index: Int) -> (key: KeyHash, range: Range<Int>) {
        let text = bytes.span.bytes.extracting(range(index))
        let count = KeyIndex.clipped(text)
        let start = range(index).lowerBound
        return (KeyHash(text.extracting(0..<count)), start..<start + count)
    }

    /// A number that is not negative, 0 where there is none.
    func count(_ index: Int) -> UInt64 { index < numbers.count ? UInt64(max(numbers[index], 0)) : 0 }

    func number(_ index: Int) -> Int64 { index < numbers.count ? numbers[index] : 0 }

    /// The packets and bytes at these places of the numbers, no more than one record can stand for.
    func cell(_ packets: Int, _ bytes: Int) -> Cell {
        let limit = UInt64(BatchReader.flowLimit)
        return Cell(packets: min(count(packets), limit), bytes: min(count(bytes), limit))
    }
}
