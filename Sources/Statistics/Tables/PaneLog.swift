/// What every key did in each pane that the window still holds, so that it can be taken back when the pane leaves.
///
/// Per pane one block of rows in the order of their ids. A row says how far its id is from the last one, its packets and
/// its bytes, in as few octets as they need; the first bits tell which of four forms it has:
///
///     0 step:2 packets-1:2 bytes:11            two octets: three rows of four
///     10 step:4 packets-1:4 bytes:14           three octets
///     11 step:4 packets-1:2                    one octet, of a row without bytes; its step is not 0
///     11000000, then step, packets and bytes   each in groups of seven bits, the lowest first, as LEB128
///
/// Memory: 2.3 bytes per key and pane on ordinary traffic.
struct PaneLog {
    private var panes: [(pane: Int64, rows: [UInt8])] = []
    private var head = 0

    private static let threeOctets: UInt8 = 0x80
    private static let manyOctets: UInt8 = 0xC0

    var isEmpty: Bool { head >= panes.count }
    /// The oldest and the youngest pane still held.
    var oldest: Int64? { isEmpty ? nil : panes[head].pane }
    var youngest: Int64? { isEmpty ? nil : panes[panes.count - 1].pane }

    /// A block to be filled, for `append` to it and `add`.
    static func block(rows: Int) -> [UInt8] {
        var block: [UInt8] = []
        block.reserveCapacity(rows * 5 / 2)
        return block
    }

    /// Adds a row to a block; its id is higher than those before it, of which `last` is the last, 0 at first.
    @inline(__always)
    static func append(_ id: Int, _ cell: Cell, to block: inout [UInt8], last: inout Int) {
        let step = UInt64(truncatingIfNeeded: id &- last)
        last = id
        let others = cell.packets &- 1
        if cell.bytes == 0 && step &- 1 < 15 && others < 4 {
            block.append(manyOctets | UInt8(truncatingIfNeeded: step << 2 | others))
        } else if step < 4 && others < 4 && cell.bytes < 1 << 11 {
            block.append(UInt8(truncatingIfNeeded: step << 5 | others << 3 | cell.bytes >> 8))
            block.append(UInt8(truncatingIfNeeded: cell.bytes))
        } else if step < 16 && others < 16 && cell.bytes < 1 << 14 {
            block.append(threeOctets | UInt8(truncatingIfNeeded: step << 2 | others >> 2))
            block.append(UInt8(truncatingIfNeeded: others << 6 | cell.bytes >> 8))
            block.append(UInt8(truncatingIfNeeded: cell.bytes))
        } else {
            appendLarge(step, cell, to: &block)
        }
    }

    @inline(never)
    private static func appendLarge(_ step: UInt64, _ cell: Cell, to block: inout [UInt8]) {
        block.append(manyOctets)
        appendNumber(step, to: &block)
        appendNumber(cell.packets, to: &block)
        appendNumber(cell.bytes, to: &block)
    }

    private static func appendNumber(_ number: UInt64, to block: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            block.append(0x80 | UInt8(truncatingIfNeeded: rest))
            rest >>= 7
        }
        block.append(UInt8(rest))
    }

    /// Adds the block of a pane, which is younger than all others; it takes no more memory than it needs from then on.
    mutating func add(_ pane: Int64, _ block: [UInt8]) {
        guard block.capacity > block.count + block.count / 32 + 32 else { return panes.append((pane, block)) }
        var exact: [UInt8] = []
        exact.reserveCapacity(block.count)
        exact.append(contentsOf: block)
        panes.append((pane, exact))
    }

    /// Takes the oldest block out.
    mutating func removeOldest() -> [UInt8] {
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
    var blocks: ArraySlice<(pane: Int64, rows: [UInt8])> { panes[head...] }

    /// Reads the rows of a block.
    struct Reader {
        private let block: [UInt8]
        private var offset = 0
        private var id = 0

        init(_ block: [UInt8]) { self.block = block }

        @inline(__always)
        mutating func next() -> (id: Int, cell: Cell)? {
            guard offset < block.count else { return nil }
            let lead = UInt64(block[offset])
            offset &+= 1
            if lead < threeOctets {
                let cell = Cell(packets: (lead >> 3 & 3) &+ 1, bytes: (lead & 7) << 8 | octet())
                return row(lead >> 5, cell)
            }
            guard lead < manyOctets else {
                return lead == manyOctets
                    ? large() : row(lead >> 2 & 15, Cell(packets: (lead & 3) &+ 1, bytes: 0))
            }
            let second = octet()
            let cell = Cell(
                packets: (lead & 3) << 2 &+ second >> 6 &+ 1, bytes: (second & 63) << 8 | octet())
            return row(lead >> 2 & 15, cell)
        }

        @inline(__always)
        private mutating func row(_ step: UInt64, _ cell: Cell) -> (id: Int, cell: Cell) {
            id &+= Int(truncatingIfNeeded: step)
            return (id, cell)
        }

        @inline(__always)
        private mutating func octet() -> UInt64 {
            defer { offset &+= 1 }
            return UInt64(block[offset])
        }

        @inline(never)
        private mutating func large() -> (id: Int, cell: Cell) {
            let step = number()
            let packets = number()
            return row(step, Cell(packets: packets, bytes: number()))
        }

        private mutating func number() -> UInt64 {
            var number: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                let octet = octet()
                number |= (octet & 0x7F) << shift
                if octet < 0x80 { return number }
                shift &+= 7
            }
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
