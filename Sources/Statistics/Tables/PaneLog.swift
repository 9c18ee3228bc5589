/// What every key did in each pane that the window still holds, so that it can be taken back when the pane leaves.
///
/// Per pane one block of rows in the order of their ids. A row takes one word where it can: how far its id is from the
/// last one (8 bits), packets (6 bits) and bytes (18 bits); so four bytes per key and pane.
///
/// - 255 in place of the first is a step of so many ids as the other 24 bits say, and the row follows.
/// - 0 in place of the packets: they stand in the next two words, and the bytes in the two after them.
struct PaneLog {
    private var panes: [(pane: Int64, rows: [UInt32])] = []
    private var head = 0

    private static let farStep = 255
    private static let manyPackets: UInt64 = 1 << 6
    private static let manyBytes: UInt64 = 1 << 18

    var isEmpty: Bool { head >= panes.count }
    /// The oldest and the youngest pane still held.
    var oldest: Int64? { isEmpty ? nil : panes[head].pane }
    var youngest: Int64? { isEmpty ? nil : panes[panes.count - 1].pane }

    /// A block to be filled, for `append` to it and `add`.
    static func block(rows: Int) -> [UInt32] {
        var block: [UInt32] = []
        block.reserveCapacity(rows)
        return block
    }

    /// Adds a row to a block; its id is higher than those before it, of which `last` is the last, 0 at first.
    @inline(__always)
    static func append(_ id: Int, _ cell: Cell, to block: inout [UInt32], last: inout Int) {
        let step = id &- last
        last = id
        guard step < farStep && cell.packets &- 1 < manyPackets &- 1 && cell.bytes < manyBytes else {
            return appendLarge(step, cell, to: &block)
        }
        block.append(
            UInt32(truncatingIfNeeded: step) << 24 | UInt32(truncatingIfNeeded: cell.packets) << 18
                | UInt32(truncatingIfNeeded: cell.bytes))
    }

    @inline(never)
    private static func appendLarge(_ step: Int, _ cell: Cell, to block: inout [UInt32]) {
        var rest = step
        while rest >= farStep {
            let far = min(rest, 0xFF_FFFF)
            block.append(0xFF00_0000 | UInt32(far))
            rest -= far
        }
        guard cell.packets &- 1 >= manyPackets &- 1 || cell.bytes >= manyBytes else {
            block.append(UInt32(rest) << 24 | UInt32(cell.packets) << 18 | UInt32(cell.bytes))
            return
        }
        block.append(UInt32(rest) << 24)
        for value in [cell.packets, cell.bytes] {
            block.append(UInt32(truncatingIfNeeded: value))
            block.append(UInt32(truncatingIfNeeded: value >> 32))
        }
    }

    /// Adds the block of a pane, which is younger than all others; it takes no more memory than it needs from then on.
    mutating func add(_ pane: Int64, _ block: [UInt32]) {
        guard block.capacity > block.count + block.count / 8 + 16 else { return panes.append((pane, block)) }
        var exact = Self.block(rows: block.count)
        exact.append(contentsOf: block)
        panes.append((pane, exact))
    }

    /// Takes the oldest block out.
    mutating func removeOldest() -> [UInt32] {
        let rows = panes[head].rows
        panes[head].rows = []
        head += 1
        if head > 32 && head * 2 > panes.count {
            panes.removeFirst(head)
            head = 0
        }
        return rows
    }

    /// The blocks from the oldest to the youngest.
    var blocks: ArraySlice<(pane: Int64, rows: [UInt32])> { panes[head...] }

    /// Reads the rows of a block.
    struct Reader {
        private let block: [UInt32]
        private var offset = 0
        private var id = 0

        init(_ block: [UInt32]) { self.block = block }

        @inline(__always)
        mutating func next() -> (id: Int, cell: Cell)? {
            while offset < block.count {
                let word = block[offset]
                offset &+= 1
                let step = Int(truncatingIfNeeded: word >> 24)
                if step == farStep {
                    id &+= Int(truncatingIfNeeded: word & 0xFF_FFFF)
                    continue
                }
                id &+= step
                let packets = UInt64(word >> 18 & 0x3F)
                return (id, packets > 0 ? Cell(packets: packets, bytes: UInt64(word & 0x3_FFFF)) : large())
            }
            return nil
        }

        private mutating func large() -> Cell {
            guard offset + 4 <= block.count else { return Cell() }
            defer { offset += 4 }
            return Cell(
                packets: UInt64(block[offset]) | UInt64(block[offset + 1]) << 32,
                bytes: UInt64(block[offset + 2]) | UInt64(block[offset + 3]) << 32)
        }
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
