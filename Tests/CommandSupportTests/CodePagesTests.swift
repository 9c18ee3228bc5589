import Testing

@testable import CommandSupport

@Suite struct CodePagesTests {
    @Test func `code goes on after its pages were given back`() {
        let ranges = CodePages.mapped()
        // Of this code, and of libraries.
        #expect(ranges.count > 1 && ranges.reduce(0) { $0 + $1.count } > 1 << 20)
        #expect(ranges.allSatisfy { $0.lowerBound % 4096 == 0 && $0.upperBound % 4096 == 0 })
        CodePages.giveBack()
        #expect((0..<100).map(String.init).joined().count == 190)
    }
}
