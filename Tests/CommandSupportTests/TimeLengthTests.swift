import Testing

@testable import CommandSupport

struct TimeLengthTests {
    @Test(arguments: [
        ("2", 2_000_000_000), ("0.5", 500_000_000), ("500ms", 500_000_000), ("30s", 30_000_000_000),
        ("5m", 300_000_000_000), ("1h", 3_600_000_000_000), ("1d", 86_400_000_000_000),
    ])
    func `reads a number with a unit`(_ text: String, _ nanoseconds: Int64) {
        #expect(TimeLength(argument: text)?.nanoseconds == nanoseconds)
    }

    @Test(arguments: ["", "0", "-1", "s", "1e3", "nan", "inf", "2 s", "1w", "99999999999", "1.2.3", "0x10"])
    func `refuses what is no length of time`(_ text: String) {
        #expect(TimeLength(argument: text) == nil)
    }

    @Test func `reads a speed with and without its x`() {
        #expect(ReplaySpeed(argument: "8")?.factor == 8)
        #expect(ReplaySpeed(argument: "x0.5")?.factor == 0.5)
        for text in ["0", "-1", "nan", "inf", "fast", "1e9"] { #expect(ReplaySpeed(argument: text) == nil) }
    }
}
