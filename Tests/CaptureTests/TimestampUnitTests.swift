import Testing

@testable import Capture

@Suite struct `timestamp units` {
    func nanoseconds(_ resolution: UInt8, _ count: UInt64, offset: Int64 = 0) -> Int64 {
        TimestampUnit(resolution: resolution, offsetSeconds: offset).nanoseconds(count)
    }

    @Test func `powers of ten from seconds to attoseconds`() {
        #expect(nanoseconds(0, 7) == 7_000_000_000)
        #expect(nanoseconds(3, 1500) == 1_500_000_000)
        #expect(nanoseconds(6, 1_700_000_000_123_456) == 1_700_000_000_123_456_000)
        #expect(nanoseconds(9, 1_700_000_000_123_456_789) == 1_700_000_000_123_456_789)
        #expect(nanoseconds(12, 1999) == 1)
        #expect(nanoseconds(18, 5_000_000_000) == 5)
        #expect(nanoseconds(28, .max) == 1)
        #expect(nanoseconds(127, .max) == 0)
    }

    @Test func `powers of two, also beyond sixty-four`() {
        #expect(nanoseconds(0x80, 3) == 3_000_000_000)
        #expect(nanoseconds(0x80 | 1, 3) == 1_500_000_000)
        #expect(nanoseconds(0x80 | 32, 1 << 32 | 1 << 31) == 1_500_000_000)
        #expect(nanoseconds(0x80 | 63, 3 << 62) == 1_500_000_000)
        #expect(nanoseconds(0x80 | 64, 1 << 63) == 500_000_000)
        #expect(nanoseconds(0x80 | 65, 1 << 63) == 250_000_000)
        #expect(nanoseconds(0xFF, .max) == 0)
    }

    @Test func `saturates instead of wrapping`() {
        #expect(nanoseconds(0, .max) == .max)
        #expect(nanoseconds(6, .max) == .max)
        #expect(nanoseconds(9, .max) == .max)
        #expect(nanoseconds(0x80, .max) == .max)
        #expect(nanoseconds(6, 1, offset: .max) == .max)
        #expect(nanoseconds(6, 1, offset: .min) == .min)
        #expect(nanoseconds(9, UInt64(Int64.max), offset: 1) == .max)
    }

    @Test func `adds the offset in seconds`() {
        #expect(nanoseconds(6, 5, offset: 100) == 100_000_005_000)
        #expect(nanoseconds(6, 5, offset: -1) == -999_995_000)
    }

    @Test func `knows which units are finer than a microsecond`() {
        let finer = [0, 6, 7, 9, 0x80 | 19, 0x80 | 20].map {
            TimestampUnit(resolution: $0, offsetSeconds: 0).hasNanoseconds
        }
        #expect(finer == [false, false, true, true, false, true])
    }
}
