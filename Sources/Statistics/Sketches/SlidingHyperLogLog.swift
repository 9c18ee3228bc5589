#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Estimates how many different keys a sliding window holds, in memory that does not depend on their number.
///
/// HyperLogLog (Flajolet et al., 2007) whose registers remember, for each rank, the pane that saw it last: a
/// register's value over any window that ends now is the highest rank seen in it. That is the list of possible future
/// maxima of Chabchoub and Hébrail, "Sliding HyperLogLog" (2010), kept as a table. The estimator is Ertl's
/// improved raw one, "New cardinality estimation algorithms for HyperLogLog sketches" (2017), which needs no bias tables.
///
/// 4,096 registers of 32 ranks: 512 KiB; standard error 1.04 / 64 = 1.63 %.
struct SlidingHyperLogLog {
    private var seen: [Int32]
    private let base: Int64

    static let precision: UInt64 = 12
    static let registers = 1 << Int(precision)
    static let ranks = 32
    static let standardError = 0.01625

    /// Panes are counted from `base`, which is no younger than any of them.
    init(base: Int64) {
        self.base = base
        seen = [Int32](repeating: -1, count: Self.registers * Self.ranks)
    }

    /// A key with this hash was seen in `pane`.
    mutating func add(_ hash: UInt64, pane: Int64) {
        // The tables use the hash's low bits; another mix keeps the registers independent of their slots.
        let mixed = TextHash.hash(hash)
        let register = Int(truncatingIfNeeded: mixed >> (64 - Self.precision))
        let rank = min((mixed << Self.precision).leadingZeroBitCount, Self.ranks - 1)
        let index = register * Self.ranks + rank
        seen[index] = max(seen[index], relative(pane))
    }

    /// For each register the highest rank whose last sight is `pane`, plus one; 0 for none. All keys of a pane
    /// that was closed last are in it, but for ranks that a packet has touched since which came before its interval closed.
    func ranks(in pane: Int64) -> [UInt8] {
        let wanted = relative(pane)
        return (0..<Self.registers).map { register in
            let rank = (0..<Self.ranks).last { seen[register * Self.ranks + $0] == wanted }
            return UInt8((rank ?? -1) + 1)
        }
    }

    /// Adds what `ranks` of another sketch gave, to the same pane here.
    mutating func add(ranks: [UInt8], pane: Int64) {
        for (register, rank) in ranks.prefix(Self.registers).enumerated() where rank > 0 {
            let index = register * Self.ranks + min(Int(rank), Self.ranks) - 1
            seen[index] = max(seen[index], relative(pane))
        }
    }

    private func relative(_ pane: Int64) -> Int32 {
        Int32(clamping: max(pane.subtractingReportingOverflow(base).partialValue, 0))
    }

    /// The estimate for the panes from `first` to `last`.
    func estimate(from first: Int64, through last: Int64) -> Double {
        guard last >= first else { return 0 }
        let (low, high) = (relative(first), relative(last))
        // How many registers have each value: 0 is empty, k is the rank k - 1.
        var histogram = [Int](repeating: 0, count: Self.ranks + 1)
        for register in 0..<Self.registers {
            var value = 0
            for rank in stride(from: Self.ranks - 1, through: 0, by: -1) {
                let pane = seen[register * Self.ranks + rank]
                if pane >= low && pane <= high {
                    value = rank + 1
                    break
                }
            }
            histogram[value] += 1
        }
        return Self.cardinality(histogram)
    }

    private static func cardinality(_ histogram: [Int]) -> Double {
        let count = Double(registers)
        guard histogram[0] < registers else { return 0 }
        var sum = count * tau(1 - Double(histogram[ranks]) / count)
        for value in stride(from: ranks - 1, through: 1, by: -1) {
            sum = 0.5 * (sum + Double(histogram[value]))
        }
        sum += count * sigma(Double(histogram[0]) / count)
        return count * count / (2 * log(2.0) * sum)
    }

    private static func sigma(_ start: Double) -> Double {
        var (x, y, z) = (start, 1.0, start)
        while true {
            x *= x
            let before = z
            z += x * y
            y += y
            if z == before || !z.isFinite { return z }
        }
    }

    private static func tau(_ start: Double) -> Double {
        guard start > 0, start < 1 else { return 0 }
        var (x, y, z) = (start, 1.0, 1 - start)
        while true {
            x = x.squareRoot()
            let before = z
            y *= 0.5
            z -= (1 - x) * (1 - x) * y
            if z == before { return z / 3 }
        }
    }
}
