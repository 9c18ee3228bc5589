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

    @Test func `elements stay where they are, and those of 64 bytes in one line of the cache`() {
        var chunks = Chunks<InlineArray<8, Int>>()
        for number in 0..<3000 { chunks.append(.init(repeating: number)) }
        func place(_ index: Int) -> Int {
            withUnsafeMutablePointer(to: &chunks[index]) { Int(bitPattern: $0) }
        }
        let places = (0..<3000).map(place)
        #expect(places.allSatisfy { $0 % 64 == 0 })
        for number in 0..<3000 { chunks.append(.init(repeating: number)) }
        #expect((0..<3000).map(place) == places)
    }
}
