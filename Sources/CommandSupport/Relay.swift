/// Things that go from a thread that fills them to one that uses them up, and back.
///
/// They come in the order in which they were filled. The one that was given back last is filled first, for it is still near
/// the processor: of many things only as many are touched as the two threads are ever apart.
package final class Relay<Item: AnyObject>: @unchecked Sendable {
    private let items: [Item]
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

    /// An item by its index: a thing of its own, for an array that one thread writes and the other reads may move.
    private final class Place {
        var index: Int

        init(_ index: Int) { self.index = index }
    }

    package init(_ items: [Item]) {
        self.items = items
        order = items.indices.map { Place($0) }
        given = items.indices.map { Place($0) }
        free = Turns(items.count)
    }

    // MARK: The thread that fills

    /// Something to be filled; waits until there is one. It is the thread's until it is handed over.
    package func takeUnused() -> Item {
        if unused.isEmpty {
            free.take()
            reuse()
        }
        while free.tryTake() { reuse() }
        return items[unused[unused.count - 1]]
    }

    private func reuse() {
        unused.append(given[toReuse].index)
        toReuse = (toReuse + 1) % items.count
    }

    /// Hands over what was taken last.
    package func handOver() {
        order[toFill].index = unused.removeLast()
        toFill = (toFill + 1) % items.count
        filled.give()
    }

    // MARK: The thread that uses

    /// Is nothing filled?
    package var isEmpty: Bool { filled.isEmpty }

    /// What was filled first; nil when nothing is. It must be given back before another is taken.
    package func tryTake() -> Item? { filled.tryTake() ? items[order[toUse].index] : nil }

    /// Gives back what was taken last.
    package func giveBack() {
        given[toGive].index = order[toUse].index
        toGive = (toGive + 1) % items.count
        toUse = (toUse + 1) % items.count
        free.give()
    }
}
