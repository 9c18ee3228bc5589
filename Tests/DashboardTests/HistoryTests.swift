import Statistics
import Testing

@testable import Dashboard

@Suite struct HistoryTests {
    private func history(_ count: Int, capacity: Int = 900) -> History {
        var history = History(capacity: capacity)
        for index in 0..<count { history.append(Sample.record(index)) }
        return history
    }

    @Test func `follows the newest record until it is held`() {
        var history = history(10)
        #expect(history.current?.sequence == 9)
        history.hold()
        history.append(Sample.record(10))
        #expect(history.current?.sequence == 9)
        #expect(history.newer == 1)
        history.follow()
        #expect(history.current?.sequence == 10)
        #expect(!history.isHeld)
    }

    @Test func `pausing loses nothing`() {
        var paused = history(10)
        var live = paused
        paused.hold()
        for index in 10..<50 {
            paused.append(Sample.record(index))
            live.append(Sample.record(index))
        }
        paused.follow()
        #expect(paused.current == live.current)
        #expect(paused.count == live.count)
        #expect((0..<50).allSatisfy { paused[$0] == live[$0] })
    }

    @Test func `a held record that the ring drops gives way to the oldest left`() {
        var history = history(5, capacity: 5)
        history.goToFirst()
        #expect(history.current?.sequence == 0)
        history.append(Sample.record(5))
        #expect(history.current?.sequence == 1)
        #expect(history.first == 1)
        #expect(history.count == 5)
    }

    @Test func `large records leave room for fewer, and for one at least`() {
        var history = History(memoryLimit: 50_000)
        for index in 0..<100 { history.append(Sample.record(index)) }
        #expect((2..<50).contains(history.count))
        #expect(history.current?.sequence == 99)
        var tiny = History(memoryLimit: 0)
        for index in 0..<5 {
            tiny.append(Sample.record(index))
            tiny.hold()
        }
        #expect(tiny.count == 1)
        #expect(tiny.current?.sequence == 4)
    }

    @Test func `steps stay within what is kept`() {
        var history = history(10)
        history.step(by: -3)
        #expect(history.current?.sequence == 6)
        history.step(by: -100)
        #expect(history.current?.sequence == 0)
        history.step(by: Int.min)
        #expect(history.current?.sequence == 0)
        history.step(by: Int.max)
        #expect(history.current?.sequence == 9)
    }

    @Test func `jumps by time and by one record at least`() {
        var history = history(100)
        history.jump(by: -30 * Sample.second)
        #expect(history.current?.sequence == 84)
        history.jump(by: 30 * Sample.second)
        #expect(history.current?.sequence == 99)
        history.jump(by: -1)
        #expect(history.current?.sequence == 98)
        history.jump(by: Int64.min)
        #expect(history.current?.sequence == 0)
    }

    @Test func `any walk of the cursor stays on a record and back is the way it came`() {
        var history = history(40)
        var generator = Seeded(state: 7)
        for _ in 0..<2000 {
            let before = history.cursor
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: history.step(by: Int.random(in: -50...50, using: &generator))
            case 1: history.jump(by: Int64.random(in: -90...90, using: &generator) * Sample.second)
            case 2: history.hold()
            case 3: history.follow()
            case 4: history.goToFirst()
            default:
                history.step(by: -1)
                if before > history.first {
                    history.step(by: 1)
                    #expect(history.cursor == before)
                }
            }
            #expect(history.current != nil)
            #expect(history.newer >= 0 && history.newer < history.count)
        }
    }

    @Test func `counts the records that sequence numbers say are missing`() {
        var history = History()
        for index in [0, 1, 4, 5, 9] { history.append(Sample.record(index)) }
        #expect(history.missing == 5)
    }

    @Test func `a stream that starts again is not missing anything`() {
        var history = history(10)
        for index in 0..<3 { history.append(Sample.record(index)) }
        #expect(history.missing == 0)
        #expect(history.count == 13)
    }

    @Test func `an empty history has nothing under its cursor and stays that way`() {
        var history = History()
        history.step(by: -1)
        history.jump(by: 30)
        history.hold()
        history.goToFirst()
        #expect(history.current == nil)
        #expect(!history.isHeld)
    }

    @Test func `forgetting keeps the numbers going`() {
        var history = history(10)
        history.removeAll()
        history.append(Sample.record(3))
        #expect(history.first == 10)
        #expect(history.current?.sequence == 3)
    }
}

/// A small random generator, the same on every run (splitmix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
