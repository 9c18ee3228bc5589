import BasicContainers

/// A long row of cells, four bytes each: a bit, 11 bits of packets, and 20 of bytes.
///
/// Most keys stay below 2,048 packets and a mebibyte, in a pane and over the window. Those that do not are held whole
/// beside the column, 16 bytes each: their word has its highest bit set, and the others tell where.
struct CellColumn: ~Copyable {
    private var words = UniqueArray<UInt32>()
    private var large = UniqueArray<Cell>()
    /// Places in `large` that no word points to.
    private var free: [UInt32] = []

    private static let byteBits: UInt32 = 20
    private static let byteMask: UInt64 = 1 << byteBits - 1
    private static let packetMask: UInt64 = 1 << 11 - 1
    private static let isLarge: UInt32 = 1 << 31

    var count: Int { words.count }
    /// Cells that are held beside the column, and the places there are for them.
    var largeCount: Int { large.count - free.count }
    var largePlaces: Int { large.count }

    /// Adds an empty cell at the end.
    mutating func append() { words.appendTightly(0) }

    @inline(__always)
    subscript(index: Int) -> Cell {
        let word = words[index]
        return word >= Self.isLarge ? large[Self.place(word)] : Self.cell(word)
    }

    @inline(__always)
    func packets(_ index: Int) -> UInt64 {
        let word = words[index]
        return word >= Self.isLarge ? large[Self.place(word)].packets : UInt64(word >> Self.byteBits)
    }

    @inline(__always)
    private static func cell(_ word: UInt32) -> Cell {
        Cell(packets: UInt64(word >> byteBits), bytes: UInt64(word) & byteMask)
    }

    @inline(__always)
    private static func place(_ word: UInt32) -> Int { Int(word & ~isLarge) }

    /// The word of a cell that is not large.
    @inline(__always)
    private static func word(_ cell: Cell) -> UInt32 {
        UInt32(truncatingIfNeeded: cell.packets << UInt64(byteBits) | cell.bytes)
    }

    @inline(__always)
    private static func fits(_ cell: Cell) -> Bool {
        cell.packets <= packetMask && cell.bytes <= byteMask
    }

    /// Adds to a cell, and returns what it holds then.
    @inline(__always)
    @discardableResult
    mutating func add(_ index: Int, _ cell: Cell) -> Cell {
        let word = words[index]
        if word >= Self.isLarge {
            // Few cells are large, but they get most of the packets.
            let sum = Self.sum(large[Self.place(word)], cell)
            large[Self.place(word)] = sum
            return sum
        }
        let sum = Self.sum(Self.cell(word), cell)
        // What is added may be so much that the sum has wrapped around.
        if (sum.packets | cell.packets) <= Self.packetMask && (sum.bytes | cell.bytes) <= Self.byteMask {
            words[index] = Self.word(sum)
        } else {
            put(index, sum)
        }
        return sum
    }

    /// Adds to many cells, each at its row's id times `stride` plus `offset`: in a loop that does nothing else the processor
    /// waits for many of them at once.
    mutating func add(_ rows: Tally.Rows, stride: Int, offset: Int) {
        var others: [Int] = []
        var words = words.mutableSpan
        for index in rows.indices {
            let (place, cell) = (rows[index].id &* stride &+ offset, rows[index].cell)
            let word = words[place]
            let sum = Self.sum(Self.cell(word), cell)
            if word < Self.isLarge && (sum.packets | cell.packets) <= Self.packetMask
                && (sum.bytes | cell.bytes) <= Self.byteMask
            {
                words[place] = Self.word(sum)
            } else {
                others.append(index)
            }
        }
        for index in others { add(rows[index].id &* stride &+ offset, rows[index].cell) }
    }

    @inline(__always)
    private static func sum(_ one: Cell, _ other: Cell) -> Cell {
        Cell(packets: one.packets &+ other.packets, bytes: one.bytes &+ other.bytes)
    }

    /// Takes back from a cell what was added, and returns what it holds then.
    @inline(__always)
    @discardableResult
    mutating func subtract(_ index: Int, _ cell: Cell) -> Cell {
        let word = words[index]
        if word >= Self.isLarge { return subtractLarge(index, cell) }
        words[index] = word &- Self.word(cell)
        var rest = Self.cell(word)
        rest.subtract(cell)
        return rest
    }

    /// Empties a cell, and returns what it held.
    @inline(__always)
    @discardableResult
    mutating func take(_ index: Int) -> Cell {
        let word = words[index]
        words[index] = 0
        return word >= Self.isLarge ? takeLarge(word) : Self.cell(word)
    }

    @inline(never)
    private mutating func takeLarge(_ word: UInt32) -> Cell {
        free.append(word & ~Self.isLarge)
        return large[Self.place(word)]
    }

    @inline(never)
    private mutating func subtractLarge(_ index: Int, _ cell: Cell) -> Cell {
        let place = Self.place(words[index])
        large[place].subtract(cell)
        let rest = large[place]
        if Self.fits(rest) { put(index, take(index)) }
        return rest
    }

    /// Fills a cell that is not large.
    @inline(never)
    private mutating func put(_ index: Int, _ cell: Cell) {
        if Self.fits(cell) {
            words[index] = Self.word(cell)
        } else if let place = free.popLast() {
            words[index] = Self.isLarge | place
            large[Int(place)] = cell
        } else {
            words[index] = Self.isLarge | UInt32(large.count)
            large.append(cell)
        }
    }
}
