/// Things that go from a thread that fills them to one that uses them up, and back.
///
/// They come in the order in which they were filled. The one that was given back last is filled first, for it is still near
/// the processor: of many things only as many are touched as the two threads are ever apart.
package final class Relay<Item: AnyObject>: @unchecked Sendable {
    private let items: [Item]
    private let free: Turns
    private let filled = Turns(0)
    // Rings of places in `items`: one thread writes, and the other reads what it was told of.
    private var order: [Int]
    private var given: [Int]
    private var (toFill, toUse, toGive, toReuse) = (0, 0, 0, 0)
    /// Of the thread that fills: what was given back.
    private var unused: [Int] = []

    package init(_ items: [Item]) {
        self.items = items
        given = Array(items.indices)
        order = given
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
        unused.append(given[toReuse])
        toReuse = (toReuse + 1) % items.count
    }

    /// Hands over what was taken last.
    package func handOver() {
        order[toFill] = unused.removeLast()
        toFill = (toFill + 1) % items.count
        filled.give()
    }

    // MARK: The thread that uses

    /// Is nothing filled?
    package var isEmpty: Bool { filled.isEmpty }

    /// What was filled first; nil when nothing is. It must be given back before another is taken.
    package func tryTake() -> Item? { filled.tryTake() ? items[order[toUse]] : nil }

    /// Gives back what was taken last.
    package func giveBack() {
        given[toGive] = order[toUse]
        toGive = (toGive + 1) % items.count
        toUse = (toUse + 1) % items.count
        free.give()
    }
}
