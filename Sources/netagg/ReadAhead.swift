import CommandSupport
import Glibc

/// Reads blocks ahead of their owner, who counts them: on a thread that starts with the first large block behind which
/// there is more at hand.
///
/// Reading and counting take about the same time, and need nothing of each other. The thread never waits for the input: it
/// reads what is there, and then the source is the owner's again. So a stream that comes slower than it can be read does
/// not even start it, and all waiting stays in one place.
///
/// While `isReading` the source is the thread's. A block is the owner's from `next` to `giveBack`.
final class ReadAhead: @unchecked Sendable {
    /// A block, and what became of reading it.
    final class Slot {
        var block = Block()
        fileprivate var isLast = true
        fileprivate var failure: (any Error)?
    }

    private var source: PacketSource
    /// Is there a block that was read ahead, or will be soon?
    private(set) var isReading = false
    /// Of the source when the thread began to read.
    private var begun = (isStream: false, isTerminal: false)
    private let usesThread: Bool
    private var hasThread = false
    private let slots = (0..<4).map { _ in Slot() }
    /// The slots that are read and taken next.
    private var (toRead, toTake) = (0, 0)
    private let mayStart = Turns(0)
    private let free: Turns
    private let filled = Turns(0)

    /// A block of fewer packets comes from a stream that is slower than its reader.
    private static let manyPackets = 128

    init(_ source: consuming PacketSource, usesThread: Bool) {
        self.source = source
        self.usesThread = usesThread
        free = Turns(slots.count)
    }

    var isAtEnd: Bool { !isReading && source.isAtEnd }
    /// Is this anything but a regular file?
    var isStream: Bool { isReading ? begun.isStream : source.isStream }
    var isTerminal: Bool { isReading ? begun.isTerminal : source.isTerminal }
    /// What to wait for before `next`; nil when the next block is there already, or needs no waiting.
    var awaited: Int32? { isReading || source.hasRest || !source.isStream ? nil : source.descriptor }

    /// The next block; waits for the input only when nothing was read ahead.
    func next() throws -> Slot {
        let isAhead = isReading
        if !isAhead { readSlot() }
        filled.take()
        let slot = slots[toTake]
        toTake = (toTake + 1) % slots.count
        if let failure = slot.failure { throw failure }
        if isAhead {
            isReading = !slot.isLast
        } else if usesThread, slot.block.batch.count > Self.manyPackets, source.isAtHand {
            start()
        }
        return slot
    }

    /// Gives back the block that was taken last.
    func giveBack() { free.give() }

    private func readSlot() {
        free.take()
        let slot = slots[toRead]
        toRead = (toRead + 1) % slots.count
        do { try source.read(&slot.block) } catch { slot.failure = error }
        slot.isLast = slot.failure != nil || !source.isAtHand
        filled.give()
    }

    // MARK: The thread

    private func start() {
        guard hasThread || makeThread() else { return }
        begun = (source.isStream, source.isTerminal)
        isReading = true
        mayStart.give()
    }

    /// False where the system has no room for another.
    private func makeThread() -> Bool {
        // Signals are the first thread's.
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        // It lives as long as the process: there is nothing to end it for.
        let owner = Unmanaged.passRetained(self)
        var thread = pthread_t()
        hasThread =
            pthread_create(
                &thread, nil,
                { owner in
                    let ahead = Unmanaged<ReadAhead>.fromOpaque(owner!).takeUnretainedValue()
                    while true { ahead.readAll() }
                }, owner.toOpaque()) == 0
        if !hasThread { owner.release() }
        return hasThread
    }

    /// Reads all that is at hand.
    private func readAll() {
        mayStart.take()
        var isLast = false
        while !isLast {
            let slot = slots[toRead]
            readSlot()
            isLast = slot.isLast
        }
    }
}

/// How often something may be done: one thread gives, the other takes, and waits while there is nothing to take.
private struct Turns: ~Copyable {
    // A semaphore must not move.
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init(_ count: Int) { sem_init(semaphore, 0, UInt32(count)) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func give() { sem_post(semaphore) }
    func take() { while sem_wait(semaphore) != 0 && errno == EINTR {} }
}
