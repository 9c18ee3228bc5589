/// A long row of cells, eight bytes each: packets in the upper 24 bits, bytes in the lower 40.
///
/// Almost every key stays below 16,777,215 packets and a terabyte. The few cells that do not are held whole beside the
/// column, and their word is all ones.
struct CellColumn {
    private var words: [UInt64] = []
    private var large: [Int: Cell] = [:]

    private static let byteBits: UInt64 = 40
    private static let byteMask: UInt64 = 1 << byteBits - 1
    private static let packetLimit: UInt64 = 1 << 24 - 1
    private static let isLarge = UInt64.max

    var count: Int { words.count }

    /// Adds an empty cell at the end.
    mutating func append() { words.append(0) }

    @inline(__always)
    subscript(index: Int) -> Cell {
        let word = words[index]
        return word == Self.isLarge ? largeCell(index) : Self.cell(word)
    }

    @inline(__always)
    func packets(_ index: Int) -> UInt64 {
        let word = words[index]
        return word == Self.isLarge ? largeCell(index).packets : word >> Self.byteBits
    }

    @inline(__always)
    private static func cell(_ word: UInt64) -> Cell {
        Cell(packets: word >> byteBits, bytes: word & byteMask)
    }

    @inline(never)
    private func largeCell(_ index: Int) -> Cell { large[index]! }

    /// Adds to a cell, and returns what it holds then.
    @inline(__always)
    @discardableResult
    mutating func add(_ index: Int, _ cell: Cell) -> Cell {
        let word = words[index]
        let packets = (word >> Self.byteBits) &+ cell.packets
        let bytes = (word & Self.byteMask) &+ cell.bytes
        // A word of ones has too many packets already; what overflows has wrapped around a sum of less than 2^63.
        if packets < Self.packetLimit && bytes <= Self.byteMask && cell.packets < Self.packetLimit
            && cell.bytes <= Self.byteMask
        {
            words[index] = packets << Self.byteBits | bytes
            return Cell(packets: packets, bytes: bytes)
        }
        return addLarge(index, cell)
    }

    /// Takes back from a cell what was added, and returns what it holds then.
    @inline(__always)
    @discardableResult
    mutating func subtract(_ index: Int, _ cell: Cell) -> Cell {
        let word = words[index]
        if word == Self.isLarge { return subtractLarge(index, cell) }
        words[index] = word &- (cell.packets << Self.byteBits | cell.bytes)
        return Cell(
            packets: (word >> Self.byteBits) &- cell.packets, bytes: (word & Self.byteMask) &- cell.bytes)
    }

    /// Empties a cell, and returns what it held.
    @inline(__always)
    @discardableResult
    mutating func take(_ index: Int) -> Cell {
        let word = words[index]
        words[index] = 0
        return word == Self.isLarge ? takeLarge(index) : Self.cell(word)
    }

    @inline(never)
    private mutating func takeLarge(_ index: Int) -> Cell { large.removeValue(forKey: index)! }

    @inline(never)
    private mutating func addLarge(_ index: Int, _ cell: Cell) -> Cell {
        var sum = take(index)
        sum.add(cell)
        put(index, sum)
        return sum
    }

    @inline(never)
    private mutating func subtractLarge(_ index: Int, _ cell: Cell) -> Cell {
        var rest = take(index)
        rest.subtract(cell)
        put(index, rest)
        return rest
    }

    /// Fills an empty cell.
    private mutating func put(_ index: Int, _ cell: Cell) {
        if cell.packets < Self.packetLimit && cell.bytes <= Self.byteMask {
            words[index] = cell.packets << Self.byteBits | cell.bytes
        } else {
            words[index] = Self.isLarge
            large[index] = cell
        }
    }
}
