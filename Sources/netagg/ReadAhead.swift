import CommandSupport
import Statistics

/// Reads blocks for their owner, who counts them, and lets a thread read ahead of it: from the first large block on behind
/// which there is more at hand.
///
/// Reading and counting take about the same time, and need nothing of each other. Whoever has nothing better to do reads:
/// the thread as long as something comes, and the owner when no block waits for it, so that neither waits for a thread
/// that has no processor. A stream that comes slower than it can be read does not even start the thread, and all
/// longer waiting is the owner's.
///
/// Memory: as many blocks of 128 KiB, and what was read of them, as the two are ever apart, at most seven. So many come
/// while a pane is closed.
final class ReadAhead: @unchecked Sendable {
    /// A block, and what became of it.
    final class Slot {
        var block = Block()
        /// Were lines read into its batch already?
        fileprivate(set) var hasBatch = false
        fileprivate var failure: (any Error)?
    }

    /// One of both holds it, as long as it reads. It never waits for the input meanwhile.
    private let turn = Turns(1)
    // Of the one whose turn it is:
    private var source: PacketSource
    /// The owner waits for the input itself: the thread leaves it alone.
    private var isOwnerWaiting = false

    /// The thread shall look for something to read.
    private let work = Turns(0)
    /// The owner shall look whether there is a block, or whether it is its turn.
    private let news = Turns(0)
    private let slots: [Slot]
    /// Says which of `slots` goes where.
    private let ahead: Relay
    /// Of the thread.
    private var reader: BatchReader

    // Of the owner:
    private var usesThread: Bool
    private var hasThread = false
    /// Of the source, when the owner read last.
    private var seen: (isStream: Bool, isTerminal: Bool)
    /// What the owner reads itself.
    private let own = Slot()
    private var isOwn = true
    /// Blocks that were given back.
    private var given = 0

    /// How long the thread waits for more before it rests, in nanoseconds: much longer than the stage before takes for the
    /// next block when it is as fast as this one, and so short that it does not matter to others.
    private static let patience: Int64 = 3_000_000
    /// After so many, about 130 MB of lines, code goes back as well.
    private static let codeRound = 1024

    init(_ input: consuming Input, _ configuration: Configuration, usesThread: Bool) {
        slots = (0..<6).map { _ in Slot() }
        ahead = Relay(slots.count)
        source = PacketSource(input)
        seen = (source.isStream, source.isTerminal)
        reader = BatchReader(configuration)
        self.usesThread = usesThread
    }

    /// Is this anything but a regular file?
    var isStream: Bool { seen.isStream }
    var isTerminal: Bool { seen.isTerminal }

    var isAtEnd: Bool { readingNothing { source.isAtEnd } ?? false }

    /// What to wait for before `next`; nil when the next block is there already, or needs no waiting.
    var awaited: Int32? {
        readingNothing {
            guard source.isStream, let descriptor = source.descriptor else { return nil }
            isOwnerWaiting = true
            return descriptor
        } ?? nil
    }

    /// Looks at the source, unless something is read already or just now.
    private func readingNothing<Answer>(_ look: () -> Answer) -> Answer? {
        guard ahead.isEmpty, turn.tryTake() else { return nil }
        defer { turn.give() }
        return ahead.isEmpty ? look() : nil
    }

    /// The next block; nil when nothing is at hand.
    func next() throws -> Slot? {
        while true {
            if let slot = ahead.tryTake() { return try received(slots[slot]) }
            if turn.tryTake() {
                isOwnerWaiting = false
                // The thread may have been quicker.
                guard let slot = ahead.tryTake() else { return try readOwn() }
                turn.give()
                return try received(slots[slot])
            }
            news.take()
        }
    }

    /// Gives back the block that was taken last, and now and then the code that only some of them needed.
    func giveBack() {
        if !isOwn { ahead.giveBack() }
        given &+= 1
        if given % Self.codeRound == 0 { giveBackCode() }
    }

    /// Gives back the code that is in memory, where there was much input: what comes next needs little of it.
    func giveBackCode() {
        if hasThread { CodePages.giveBack() }
    }

    private func received(_ slot: Slot) throws -> Slot {
        isOwn = false
        if turn.tryTake() { endTurn(isSharing: true) }
        if let failure = slot.failure { throw failure }
        return slot
    }

    /// Reads in the owner's turn.
    private func readOwn() throws -> Slot? {
        guard source.isAtHand else {
            turn.give()
            return nil
        }
        isOwn = true
        fill(own)
        seen = (source.isStream, source.isTerminal)
        endTurn(isSharing: usesThread && own.block.isLarge)
        if let failure = own.failure { throw failure }
        return own
    }

    /// Ends the owner's turn; the thread shall read what else is at hand.
    private func endTurn(isSharing: Bool) {
        let mayShare = isSharing && source.isAtHand
        turn.give()
        if mayShare && (hasThread || makeThread()) { work.call() }
    }

    private func fill(_ slot: Slot) {
        slot.hasBatch = false
        do { try source.fill(&slot.block) } catch { slot.failure = error }
    }

    // MARK: The thread

    private func makeThread() -> Bool {
        CodePages.giveBack()
        hasThread = SecondThread.start { self.readOn() }
        // Where there can be none now it is not tried again for every block.
        usesThread = hasThread
        return hasThread
    }

    private func readOn() {
        while true {
            let slot = slots[ahead.takeUnused()]
            while !inTurn({ read(slot) }) { rest() }
        }
    }

    /// Does something in the thread's turn; false when it is the owner's, or when there was nothing to do.
    private func inTurn(_ body: () -> Bool) -> Bool {
        guard turn.tryTake() else { return false }
        let isDone = body()
        turn.give()
        news.call()
        return isDone
    }

    /// Reads the next block and hands it over; false when there is none.
    private func read(_ slot: Slot) -> Bool {
        guard !isOwnerWaiting, source.isAtHand else { return false }
        fill(slot)
        slot.block.batch.removeAll()
        // Where the owner has nothing else to do half of the lines are left to it: it is ahead, and counts what it reads.
        slot.hasBatch = slot.block.readLines(&reader, leaving: slot.block.lines.pendingByteCount / 2)
        if !ahead.isEmpty { _ = slot.block.readLines(&reader) }
        ahead.handOver()
        return true
    }

    /// Returns when it is worth another look: when more has come soon, or when the owner says so.
    private func rest() {
        var poll = Poll()
        let isAwaiting = inTurn {
            guard !isOwnerWaiting, source.isStream, let descriptor = source.descriptor else { return false }
            poll.add(reading: descriptor)
            return true
        }
        if isAwaiting && poll.wait(until: Clock.monotonic() + Self.patience) { return }
        work.take()
    }
}
