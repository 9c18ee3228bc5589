import Glibc
import Testing

@testable import CommandSupport

struct PollTests {
    private func pipeEnds() -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    @Test func `tells what can be read, what can be written, and that time has passed`() {
        let ends = pipeEnds()
        defer { close(ends.reading) }
        defer { close(ends.writing) }
        var poll = Poll()
        func wait(_ deadline: Int64?) -> Bool { poll.wait(until: deadline) }
        poll.add(reading: ends.reading)
        #expect(!wait(Clock.monotonic() + 1_000_000))
        #expect(!poll.isReadable(ends.reading))
        poll.add(writing: ends.writing)
        #expect(wait(nil))
        #expect(poll.isWritable(ends.writing) && !poll.isReadable(ends.reading))
    }

    @Test func `notices that a reader has gone while nothing is written`() {
        let ends = pipeEnds()
        defer { close(ends.writing) }
        var poll = Poll()
        func wait(_ deadline: Int64?) -> Bool { poll.wait(until: deadline) }
        poll.add(watching: ends.writing)
        #expect(!wait(Clock.monotonic()))
        close(ends.reading)
        #expect(wait(nil))
        #expect(poll.isGone(ends.writing))
    }
}
