import Glibc

/// A thread beside the one that waits, for work that needs neither signals nor the clock.
package enum SecondThread {
    /// Runs `work` on a thread of its own, which lives as long as the process if `work` does not return; false where the
    /// system has no room for one. It stands back a little for whoever wants the same processor: where the stage before
    /// has to wait for it, both soon wait for that stage.
    package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
        // Signals are the first thread's.
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let body = Unmanaged.passRetained(Body(work))
        var thread = pthread_t()
        let isStarted =
            pthread_create(
                &thread, nil,
                { body in
                    SecondThread.standBack()
                    Unmanaged<Body>.fromOpaque(body!).takeRetainedValue().work()
                    return nil
                }, body.toOpaque()) == 0
        if isStarted { pthread_detach(thread) } else { body.release() }
        return isStarted
    }

    /// Three steps less priority (measured: with one the pipe is 3 % slower, with seven 10 %), for the calling thread
    /// alone, as Linux has it; in POSIX it is the whole process.
    private static func standBack() {
        let whose = __priority_which_t(PRIO_PROCESS.rawValue)
        setpriority(whose, 0, getpriority(whose, 0) + 3)
    }

    private final class Body {
        let work: @Sendable () -> Void

        init(_ work: @escaping @Sendable () -> Void) { self.work = work }
    }
}

/// How often something may be done: one thread gives, another takes, and waits while there is nothing to take.
package struct Turns: ~Copyable, Sendable {
    // A semaphore must not move.
    private nonisolated(unsafe) let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    package init(_ count: Int) { sem_init(semaphore, 0, UInt32(count)) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Would `take` wait?
    package var isEmpty: Bool {
        var count: Int32 = 0
        return sem_getvalue(semaphore, &count) == 0 && count <= 0
    }

    package func give() { sem_post(semaphore) }
    package func take() { while sem_wait(semaphore) != 0 && errno == EINTR {} }
    /// Takes one without waiting; false when there is none.
    package func tryTake() -> Bool { sem_trywait(semaphore) == 0 }

    /// Gives one if there is none: somebody shall look again, however often this was said.
    package func call() { if isEmpty { give() } }
}
