/// What every key did in each pane that the window still holds, so that it can be taken back when the pane leaves.
///
/// Per pane one block of variable-length integers (LEB128): id, packets, bytes; about six bytes per key and pane.
struct PaneLog {
    private var panes: [(pane: Int64, bytes: [UInt8])] = []
    private var head = 0

    var isEmpty: Bool { head >= panes.count }
    /// The oldest pane still held.
    var oldest: Int64? { isEmpty ? nil : panes[head].pane }

    /// Begins the block of a pane, which is younger than all others.
    mutating func begin(_ pane: Int64) { panes.append((pane, [])) }

    /// Ends the block, which takes no more memory than it needs from then on.
    mutating func end() {
        let last = panes.count - 1
        let block = panes[last].bytes
        guard block.capacity > block.count + block.count / 8 + 64 else { return }
        panes[last].bytes = []
        panes[last].bytes.reserveCapacity(block.count)
        panes[last].bytes.append(contentsOf: block)
    }

    /// Adds a row to the youngest block.
    mutating func append(_ id: Int, _ cell: Cell) {
        let last = panes.count - 1
        Self.write(UInt64(id), &panes[last].bytes)
        Self.write(cell.packets, &panes[last].bytes)
        Self.write(cell.bytes, &panes[last].bytes)
    }

    /// Takes the oldest block out.
    mutating func removeOldest() -> [UInt8] {
        let bytes = panes[head].bytes
        panes[head].bytes = []
        head += 1
        if head > 32 && head * 2 > panes.count {
            panes.removeFirst(head)
            head = 0
        }
        return bytes
    }

    /// The blocks from the oldest to the youngest.
    var blocks: ArraySlice<(pane: Int64, bytes: [UInt8])> { panes[head...] }

    /// Reads the rows of a block in the order they were appended.
    struct Reader {
        private let block: [UInt8]
        private var offset = 0

        init(_ block: [UInt8]) { self.block = block }

        mutating func next() -> (id: Int, cell: Cell)? {
            guard offset < block.count else { return nil }
            let id = PaneLog.read(block, &offset)
            let packets = PaneLog.read(block, &offset)
            return (Int(id), Cell(packets: packets, bytes: PaneLog.read(block, &offset)))
        }
    }

    private static func write(_ value: UInt64, _ bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    fileprivate static func read(_ block: [UInt8], _ offset: inout Int) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while offset < block.count {
            let unit = block[offset]
            offset += 1
            value |= UInt64(unit & 0x7F) << shift
            if unit < 0x80 { break }
            shift += 7
        }
        return value
    }
}

/// How many packets, and how many bytes on the wire.
struct Cell: Equatable, Sendable {
    var packets: UInt64 = 0
    var bytes: UInt64 = 0

    @inline(__always)
    mutating func add(_ other: Cell) {
        packets &+= other.packets
        bytes &+= other.bytes
    }

    @inline(__always)
    mutating func subtract(_ other: Cell) {
        packets &-= other.packets
        bytes &-= other.bytes
    }
}
