/// Things that go from a thread that fills them to one that uses them up, and back; their owner keeps them by their numbers.
///
/// They come in the order in which they were filled. The one that was given back last is filled first, for it is still near
/// the processor: of many things only as many are touched as the two threads are ever apart.
package final class Relay: @unchecked Sendable {
    private let count: Int
    private let free: Turns
    private let filled = Turns(0)
    // Rings: one thread writes, and the other reads what it was told of.
    private let order: [Place]
    private let given: [Place]

    // Of the thread that fills: where it goes on in the rings, and what was given back.
    private var toFill = 0
    private var toReuse = 0
    private var unused: [Int] = []

    // Of the thread that uses.
    private var toUse = 0
    private var toGive = 0

    /// What stands in a ring: a thing of its own, for an array that one thread writes and the other reads may move.
    private final class Place {
        var index: Int

        init(_ index: Int) { self.index = index }
    }

    /// So many, numbered from 0.
    package init(_ count: Int) {
        self.count = count
        order = (0..<count).map { Place($0) }
        given = (0..<count).map { Place($0) }
        free = Turns(count)
    }

    // MARK: The thread that fills

    /// Something to be filled; waits until there is one. It is the thread's until it is handed over.
    package func takeUnused() -> Int {
        if unused.isEmpty {
            free.take()
            reuse()
        }
        while free.tryTake() { reuse() }
        return unused[unused.count - 1]
    }

    private func reuse() {
        unused.append(given[toReuse].index)
        toReuse = (toReuse + 1) % count
    }

    /// Hands over what was taken last.
    package func handOver() {
        order[toFill].index = unused.removeLast()
        toFill = (toFill + 1) % count
        filled.give()
    }

    // MARK: The thread that uses

    /// Is nothing filled?
    package var isEmpty: Bool { filled.isEmpty }

    /// What was filled first; nil when nothing is. It must be given back before another is taken.
    package func tryTake() -> Int? { filled.tryTake() ? order[toUse].index : nil }

    /// Gives back what was taken last.
    package func giveBack() {
        given[toGive].index = order[toUse].index
        toGive = (toGive + 1) % count
        toUse = (toUse + 1) % count
        free.give()
    }
}
