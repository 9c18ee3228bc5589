import Testing

@testable import Statistics

@Suite struct NumberTallyTests {
    @Test func `every number within bounds has a row of its own, the highest and 0 too`() {
        var tally = NumberTally(bound: 1 << 16, openPanes: 2, isByBytes: false)
        let numbers = (0..<1 << 16).map { ($0 &* 40_503 &+ 7) & 0xFFFF }
        for _ in 0..<2 {
            for number in numbers { tally.add(number, Cell(packets: 1, bytes: UInt64(number)), slot: 1) }
        }
        tally.close(3, slot: 1, expired: 0)
        #expect(tally.tally.count == 1 << 16)
        for (id, number) in numbers.enumerated() {
            #expect(tally.number(id) == number)
            #expect(tally.tally.window[id] == Cell(packets: 2, bytes: UInt64(2 * number)))
        }
    }

    @Test func `a number whose place was never written is not taken for the first one`() {
        var tally = NumberTally(bound: 4, openPanes: 1, isByBytes: false)
        tally.add(3, Cell(packets: 1, bytes: 0), slot: 0)
        tally.add(0, Cell(packets: 1, bytes: 0), slot: 0)
        #expect((0..<2).map { tally.number($0) } == [3, 0])
    }
}
