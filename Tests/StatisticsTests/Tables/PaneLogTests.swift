import Testing

@testable import Statistics

@Suite struct PaneLogTests {
    @Test(arguments: 0..<3)
    func `rows of any size and distance read back`(seed: UInt64) {
        var random = Seeded(state: seed)
        var rows: [(id: Int, cell: Cell)] = []
        var id = Int.random(in: 0..<2, using: &random)
        for _ in 0..<2000 {
            let bits = UInt64.random(in: 1...64, using: &random)
            let cell = Cell(
                packets: max(1, random.next() >> UInt64.random(in: 0...63, using: &random)),
                bytes: random.next() >> (64 - bits))
            rows.append((id, cell))
            let step = [1, 1, 2, 254, 255, 256, 65_536, 0xFF_FFFF, 0x1FF_FFFF].randomElement(using: &random)!
            id += step
        }
        var log = PaneLog()
        var block = PaneLog.block(rows: 10)
        var last = 0
        for row in rows { PaneLog.append(row.id, row.cell, to: &block, last: &last) }
        log.add(7, block)
        #expect(log.oldest == 7 && log.youngest == 7)
        var reader = PaneLog.Reader(log.removeOldest())
        for row in rows {
            let read = reader.next()
            #expect(read?.id == row.id && read?.cell == row.cell, "seed \(seed)")
        }
        #expect(reader.next() == nil && log.isEmpty)
    }

    @Test func `a row of a common size takes one word`() {
        var block = PaneLog.block(rows: 1)
        var last = 0
        PaneLog.append(254, Cell(packets: 63, bytes: 262_143), to: &block, last: &last)
        #expect(block.count == 1)
        PaneLog.append(255, Cell(packets: 64, bytes: 0), to: &block, last: &last)
        #expect(block.count == 6)
    }
}
