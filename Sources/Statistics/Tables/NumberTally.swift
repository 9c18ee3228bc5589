/// Rows for a kind of key that is a small number: ports, VLANs, applications. Always exact.
struct NumberTally: ~Copyable {
    /// The id plus one of each number that was seen.
    private var ids: [UInt32]
    private var numbers: [UInt32] = []
    var tally: Tally

    /// Numbers from 0 up to but not including `bound`.
    init(bound: Int, openPanes: Int, isByBytes: Bool) {
        ids = .init(repeating: 0, count: bound)
        tally = Tally(openPanes: openPanes, isByBytes: isByBytes)
    }

    /// Counts a packet of `number`, which must be within bounds.
    @inline(__always)
    mutating func add(_ number: Int, _ cell: Cell, slot: Int) {
        let known = ids[number]
        let id = known != 0 ? Int(known) &- 1 : insert(number)
        tally.add(id, slot: slot, cell)
    }

    private mutating func insert(_ number: Int) -> Int {
        numbers.append(UInt32(number))
        ids[number] = UInt32(numbers.count)
        tally.append()
        return numbers.count - 1
    }

    func number(_ id: Int) -> Int { Int(numbers[id]) }

    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        tally.close(pane, slot: slot, expired: expired)
    }
}
