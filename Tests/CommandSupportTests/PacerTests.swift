import Testing

@testable import CommandSupport

struct PacerTests {
    private let second: Int64 = 1_000_000_000

    @Test func `keeps the distances of the timestamps, divided by the speed`() {
        var pacer = Pacer(speed: ReplaySpeed(4))
        func due(_ timestamp: Int64, _ now: Int64) -> Int64 { pacer.due(timestamp, now: now) }
        #expect(due(100 * second, 7) == 7)
        #expect(due(104 * second, 9) == 7 + second)
        #expect(due(108 * second, 9) == 7 + 2 * second)
    }

    @Test func `does not wait for time that goes back`() {
        var pacer = Pacer(speed: ReplaySpeed(1))
        func due(_ timestamp: Int64, _ now: Int64) -> Int64 { pacer.due(timestamp, now: now) }
        _ = pacer.due(100 * second, now: 0)
        #expect(due(99 * second, 5) <= 5)
    }

    @Test(arguments: [Int64.max, Int64.min, 4_102_444_800_000_000_000])
    func `one absurd timestamp stops nothing`(_ absurd: Int64) {
        var pacer = Pacer(speed: ReplaySpeed(1))
        func due(_ timestamp: Int64, _ now: Int64) -> Int64 { pacer.due(timestamp, now: now) }
        _ = pacer.due(100 * second, now: 0)
        #expect(due(absurd, 1) == 1)
        #expect(due(101 * second, 2) == 2)
        #expect(due(102 * second, 3) == 2 + second)
    }

    @Test func `after a restart the next record is due at once`() {
        var pacer = Pacer(speed: ReplaySpeed(1))
        func due(_ timestamp: Int64, _ now: Int64) -> Int64 { pacer.due(timestamp, now: now) }
        _ = pacer.due(100 * second, now: 0)
        pacer.restart()
        #expect(due(500 * second, 3) == 3)
    }
}
