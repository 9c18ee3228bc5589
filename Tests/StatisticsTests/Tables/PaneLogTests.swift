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
                bytes: Bool.random(using: &random) ? random.next() >> (64 - bits) : 0)
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

    @Test(
        arguments: [
            (step: 3, packets: 4, bytes: 2_047, octets: 2), (4, 1, 1, 3), (0, 5, 0, 3), (0, 1, 0, 2),
            (1, 1, 0, 1), (15, 4, 0, 1), (15, 5, 0, 3), (0, 1, 2_048, 3),
            (15, 16, 16_383, 3), (16, 1, 0, 4), (1, 17, 0, 4), (1, 1, 16_384, 6), (1, 0, 0, 4),
            (1, .max, .max, 22),
        ] as [(step: Int, packets: UInt64, bytes: UInt64, octets: Int)])
    func `a row takes as many octets as it needs`(
        row: (step: Int, packets: UInt64, bytes: UInt64, octets: Int)
    ) {
        var block = PaneLog.block(rows: 2)
        var last = 7
        let cell = Cell(packets: row.packets, bytes: row.bytes)
        PaneLog.append(7 + row.step, cell, to: &block, last: &last)
        #expect(block.count == row.octets && last == 7 + row.step)
        PaneLog.append(8 + row.step, Cell(packets: 1, bytes: 9), to: &block, last: &last)
        var reader = PaneLog.Reader(block)
        let (first, second) = (reader.next(), reader.next())
        #expect(first?.id == row.step && first?.cell == cell)
        #expect(second?.id == row.step + 1 && second?.cell == Cell(packets: 1, bytes: 9))
    }

    @Test func `a block that was made too large is held in no more than it needs`() {
        var block = PaneLog.block(rows: 10_000)
        var last = 0
        PaneLog.append(1, Cell(packets: 1, bytes: 60), to: &block, last: &last)
        var log = PaneLog()
        log.add(1, block)
        #expect(log.blocks.first!.rows == block && log.blocks.first!.rows.capacity < 100)
    }
}
