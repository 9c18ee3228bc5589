import Testing

@testable import JSONLines

@Suite struct SpanPrefetchTests {
    @Test func `asking for an element changes nothing, and what is not there is no fault`() {
        let elements = (0..<100).map { InlineArray<5, UInt64>(repeating: $0) }
        for index in [0, 50, 99, 100, 1 << 40] { elements.span.prefetch(index) }
        [UInt8]().span.prefetch(0)
        #expect(elements.indices.allSatisfy { elements[$0][4] == UInt64($0) })
    }
}
