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
}
