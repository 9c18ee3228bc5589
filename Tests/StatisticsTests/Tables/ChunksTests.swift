import Testing

@testable import Statistics

@Suite struct ChunksTests {
    @Test func `elements are found and changed where they were put, across the ends of chunks`() {
        var chunks = Chunks<Int>()
        for number in 0..<5000 {
            #expect(chunks.count == number)
            chunks.append(number)
        }
        for index in stride(from: 0, to: 5000, by: 3) { chunks[index] *= -2 }
        for index in 0..<5000 { #expect(chunks[index] == (index % 3 == 0 ? -2 * index : index)) }
    }

    @Test func `a copy keeps what it held`() {
        var chunks = Chunks<Int>()
        for number in 0..<2000 { chunks.append(number) }
        let copy = chunks
        chunks[1500] = 0
        chunks.append(7)
        #expect(copy[1500] == 1500 && copy.count == 2000)
    }
}
