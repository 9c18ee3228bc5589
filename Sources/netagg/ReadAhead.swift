import CommandSupport
import Statistics

/// Reads blocks ahead of their owner, who counts them: on a thread that starts with the first large block behind which
/// there is more at hand.
///
/// Reading and counting take about the same time, and need nothing of each other. The thread never waits for the input: it
/// reads what is there, and then the source is the owner's again. So a stream that comes slower than it can be read does
/// not even start it, and all waiting stays in one place. Where no block waits for the owner the thread hands one over with
/// half of its lines unread: on few processors the one that is ahead does more.
///
/// Memory: three blocks of 192 KiB each, and what was read of them.
///
/// While `isReading` the source is the thread's. A block is the owner's from `next` to `giveBack`.
final class ReadAhead: @unchecked Sendable {
    /// A block, and what became of it.
    final class Slot {
        var block = Block()
        /// Were lines read into its batch already?
        fileprivate(set) var hasBatch = false
        fileprivate var isLast = true
        fileprivate var failure: (any Error)?
    }

    private var source: PacketSource
    private var reader: BatchReader
    /// Is there a block that was read ahead, or will be soon?
    private(set) var isReading = false
    /// Of the source when the thread began to read.
    private var begun = (isStream: false, isTerminal: false)
    private var usesThread: Bool
    private var hasThread = false
    private let slots = (0..<3).map { _ in Slot() }
    /// The slots that are filled and taken next.
    private var (toFill, toTake) = (0, 0)
    private let mayStart = Turns(0)
    private let free: Turns
    private let filled = Turns(0)
    /// Blocks that were given back.
    private var given = 0

    /// After so many, about 50 MB of lines, code goes back as well.
    private static let codeRound = 256

    init(_ input: consuming Input, _ configuration: Configuration, usesThread: Bool) {
        source = PacketSource(input)
        reader = BatchReader(configuration)
        self.usesThread = usesThread
        free = Turns(slots.count)
    }

    var isAtEnd: Bool { !isReading && source.isAtEnd }
    /// Is this anything but a regular file?
    var isStream: Bool { isReading ? begun.isStream : source.isStream }
    var isTerminal: Bool { isReading ? begun.isTerminal : source.isTerminal }
    /// What to wait for before `next`; nil when the next block is there already, or needs no waiting.
    var awaited: Int32? { isReading || !source.isStream ? nil : source.descriptor }

    /// The next block; waits for the input only when nothing was read ahead.
    func next() throws -> Slot {
        if !isReading {
            let slot = fill()
            slot.isLast = !(usesThread && slot.block.isLarge && source.isAtHand && start())
            filled.give()
        }
        filled.take()
        let slot = slots[toTake]
        toTake = (toTake + 1) % slots.count
        if let failure = slot.failure { throw failure }
        if slot.isLast { isReading = false }
        return slot
    }

    /// Gives back the block that was taken last, and now and then the code that only some of them needed.
    func giveBack() {
        free.give()
        given &+= 1
        if hasThread && given % Self.codeRound == 0 { CodePages.giveBack() }
    }

    private func fill() -> Slot {
        free.take()
        let slot = slots[toFill]
        toFill = (toFill + 1) % slots.count
        slot.hasBatch = false
        do { try source.fill(&slot.block) } catch { slot.failure = error }
        return slot
    }

    // MARK: The thread

    /// Lets the thread read on; false where there can be none.
    private func start() -> Bool {
        guard hasThread || makeThread() else { return false }
        begun = (source.isStream, source.isTerminal)
        isReading = true
        mayStart.give()
        return true
    }

    private func makeThread() -> Bool {
        CodePages.giveBack()
        hasThread = SecondThread.start { while true { self.readAll() } }
        // Where there can be none now it is not tried again for every block.
        usesThread = hasThread
        return hasThread
    }

    /// Reads all that is at hand.
    private func readAll() {
        mayStart.take()
        var isLast = false
        while !isLast {
            let slot = fill()
            isLast = slot.failure != nil || !source.isAtHand
            slot.isLast = isLast
            slot.block.batch.removeAll()
            slot.hasBatch = slot.block.readLines(&reader, leaving: slot.block.lines.pendingByteCount / 2)
            if !filled.isEmpty { _ = slot.block.readLines(&reader) }
            filled.give()
        }
    }
}
