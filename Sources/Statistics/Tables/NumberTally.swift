/// Rows for a kind of key that is a small number: ports, VLANs, applications. Always exact.
///
/// Memory: two bytes for each number within bounds, and a row for each that was seen.
struct NumberTally: ~Copyable {
    /// The id of each number that was seen; whether it was, `numbers` tells (Briggs and Torczon, "An Efficient
    /// Representation for Sparse Sets", LOPLAS 1993).
    private var ids: [UInt16]
    private var numbers: [UInt16] = []
    var tally: Tally

    /// Numbers from 0 up to but not including `bound`, which is at most 65,536.
    init(bound: Int, openPanes: Int, isByBytes: Bool) {
        precondition(bound <= 1 << 16)
        ids = .init(repeating: 0, count: bound)
        tally = Tally(openPanes: openPanes, isByBytes: isByBytes)
    }

    /// Counts a packet of `number`, which must be within bounds.
    @inline(__always)
    mutating func add(_ number: Int, _ cell: Cell, slot: Int) {
        let known = Int(ids[number])
        let isKnown = known < numbers.count && Int(numbers[known]) == number
        tally.add(isKnown ? known : insert(number), slot: slot, cell)
    }

    private mutating func insert(_ number: Int) -> Int {
        ids[number] = UInt16(numbers.count)
        numbers.append(UInt16(number))
        tally.append()
        return numbers.count - 1
    }

    func number(_ id: Int) -> Int { Int(numbers[id]) }

    mutating func close(_ pane: Int64, slot: Int, expired: Int64) {
        tally.close(pane, slot: slot, expired: expired)
    }
}
