import Testing

@testable import Statistics

@Suite struct CellColumnTests {
    private func column(_ cells: Int) -> CellColumn {
        var column = CellColumn()
        for _ in 0..<cells { column.append() }
        return column
    }

    @Test(arguments: 0..<8)
    func `adding and taking back is as with plain cells, however large they are`(seed: UInt64) {
        var random = Seeded(state: seed)
        var column = column(16)
        var plain = [Cell](repeating: Cell(), count: 16)
        for _ in 0..<4000 {
            let index = Int.random(in: 0..<16, using: &random)
            let (packetBits, byteBits) = (
                UInt64.random(in: 0..<28, using: &random), UInt64.random(in: 0..<50, using: &random)
            )
            let cell = Cell(
                packets: .random(in: 0...1 << packetBits, using: &random),
                bytes: .random(in: 0...1 << byteBits, using: &random))
            switch Int.random(in: 0..<4, using: &random) {
            case 0 where plain[index].packets >= cell.packets && plain[index].bytes >= cell.bytes:
                plain[index].subtract(cell)
                #expect(column.subtract(index, cell) == plain[index])
            case 1 where Bool.random(using: &random):
                #expect(column.take(index) == plain[index])
                plain[index] = Cell()
            default:
                plain[index].add(cell)
                #expect(column.add(index, cell) == plain[index])
            }
            #expect(column[index] == plain[index])
            #expect(column.packets(index) == plain[index].packets)
        }
        for index in plain.indices { #expect(column[index] == plain[index], "seed \(seed), cell \(index)") }
    }

    @Test(arguments: 0..<8)
    func `adding many is as adding one after the other`(seed: UInt64) {
        var random = Seeded(state: seed)
        var together = column(48)
        var apart = column(48)
        for _ in 0..<50 {
            let offset = Int.random(in: 0..<3, using: &random)
            let rows: Tally.Rows = (0..<Int.random(in: 0..<100, using: &random)).map { _ in
                let bits = UInt64.random(in: 0...64, using: &random)
                let bytes: UInt64 = .random(in: 0...(.max >> (64 - bits)), using: &random)
                let packets = Bool.random(using: &random) ? 1 : bytes >> 9
                return (.random(in: 0..<16, using: &random), Cell(packets: packets, bytes: bytes))
            }
            together.add(rows, stride: 3, offset: offset)
            for row in rows { apart.add(row.id * 3 + offset, row.cell) }
        }
        for index in 0..<48 { #expect(together[index] == apart[index], "seed \(seed), cell \(index)") }
    }

    @Test func `the bounds of a word`() {
        var column = column(2)
        column.add(0, Cell(packets: 1 << 11 - 1, bytes: 1 << 20 - 1))
        #expect(column[0] == Cell(packets: 1 << 11 - 1, bytes: 1 << 20 - 1) && column.largeCount == 0)
        column.add(0, Cell(packets: 0, bytes: 1))
        #expect(column[0] == Cell(packets: 1 << 11 - 1, bytes: 1 << 20) && column.largeCount == 1)
        column.add(0, Cell(packets: 1, bytes: 0))
        #expect(column[0] == Cell(packets: 1 << 11, bytes: 1 << 20))
        column.subtract(0, Cell(packets: 1 << 11, bytes: 1 << 20))
        #expect(column[0] == Cell() && column.largeCount == 0)
        column.add(1, Cell(packets: 1 << 11, bytes: 0))
        #expect(column.largeCount == 1 && column.take(1) == Cell(packets: 1 << 11, bytes: 0))
        column.add(1, Cell(packets: .max, bytes: .max))
        #expect(column[1] == Cell(packets: .max, bytes: .max) && column.largeCount == 1)
        column.add(1, Cell(packets: 1, bytes: 1))
        #expect(column[1] == Cell())
    }

    @Test func `places of cells that are not large any more are used again`() {
        var column = column(1)
        for _ in 0..<100 {
            column.add(0, Cell(packets: 1, bytes: 1 << 30))
            #expect(column.largeCount == 1 && column.largePlaces == 1)
            column.take(0)
        }
    }
}
