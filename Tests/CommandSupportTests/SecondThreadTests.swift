import CommandSupport
import Glibc
import Synchronization
import Testing

@Suite struct SecondThreadTests {
    /// What two threads share.
    private final class Shared: Sendable {
        let asked = Turns(0)
        let answered = Turns(0)
        let sum = Atomic<Int>(0)
        let thread = Atomic<UInt>(0)
        let blocked = Atomic<Int>(0)
    }

    @Test func `turns are taken as often as they are given, on another thread without signals`() throws {
        let shared = Shared()
        let isStarted = SecondThread.start {
            var mask = sigset_t()
            pthread_sigmask(SIG_SETMASK, nil, &mask)
            shared.blocked.store(Int(sigismember(&mask, SIGINT)), ordering: .relaxed)
            shared.thread.store(UInt(pthread_self()), ordering: .relaxed)
            for number in 1...1000 {
                shared.asked.take()
                shared.sum.wrappingAdd(number, ordering: .relaxed)
                shared.answered.give()
            }
        }
        try #require(isStarted)
        let isIdle = shared.answered.isEmpty
        #expect(isIdle)
        for number in 1...1000 {
            shared.asked.give()
            shared.answered.take()
            let sum = shared.sum.load(ordering: .relaxed)
            #expect(sum == number * (number + 1) / 2)
        }
        let (thread, blocked) = (
            shared.thread.load(ordering: .relaxed), shared.blocked.load(ordering: .relaxed)
        )
        #expect(thread != UInt(pthread_self()) && blocked == 1)
    }

    @Test func `turns that were given before can be taken at once`() {
        let turns = Turns(2)
        turns.take()
        let isEmpty = turns.isEmpty
        turns.take()
        let isEmptyNow = turns.isEmpty
        #expect(!isEmpty && isEmptyNow)
    }

    @Test func `nobody waits who only tries, and many calls are one`() {
        let turns = Turns(1)
        let isTaken = [turns.tryTake(), turns.tryTake()]
        for _ in 0..<3 { turns.call() }
        let isCalled = [turns.tryTake(), turns.tryTake()]
        #expect(isTaken == [true, false] && isCalled == [true, false])
    }
}
