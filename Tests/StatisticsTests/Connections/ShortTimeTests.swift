import Testing

@testable import Statistics

@Suite struct ShortTimeTests {
    private static let hour: Int64 = 3_600_000_000_000

    @Test(arguments: [
        0, 1, -1, 1_767_225_600_000_000_000, -1_767_225_600_000_000_000, 1 << 48, Int64.max, .min,
    ])
    func `tells to the nanosecond how long ago it was, and how long until it comes`(nanoseconds: Int64) {
        let time = ShortTime(nanoseconds)
        for distance in [0, 1, 20_000_000, 1 << 32, 39 * Self.hour, -1, -(1 << 32), -39 * Self.hour] {
            #expect(time.elapsed(to: nanoseconds &+ distance) == distance)
        }
    }

    @Test func `takes six bytes, and a connection 104`() {
        #expect(MemoryLayout<ShortTime>.size == 6)
        #expect(MemoryLayout<Direction>.size == 28)
        #expect(MemoryLayout<Connection>.stride == 104)
    }
}
