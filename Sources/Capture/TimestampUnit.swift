/// The unit in which a capture file counts time: `if_tsresol` and `if_tsoffset` (pcapng §4.2).
struct TimestampUnit: Equatable {
    /// Units per second are 10 or 2 to this power.
    private let exponent: UInt8
    private let isBinary: Bool
    /// Seconds to add to every timestamp.
    private let offsetSeconds: Int64
    /// For decimal units of a nanosecond or coarser, nanoseconds per unit; otherwise 0.
    private let nanosecondsPerUnit: UInt64
    /// For decimal units finer than a nanosecond, units per nanosecond; 0 when no 64-bit count reaches one.
    private let unitsPerNanosecond: UInt64

    static let microseconds = TimestampUnit(resolution: 6, offsetSeconds: 0)

    /// `resolution` as `if_tsresol` has it: the exponent, with the top bit set for powers of two.
    init(resolution: UInt8, offsetSeconds: Int64) {
        exponent = resolution & 0x7F
        isBinary = resolution & 0x80 != 0
        self.offsetSeconds = offsetSeconds
        nanosecondsPerUnit = !isBinary && exponent <= 9 ? Self.powerOfTen(9 - exponent) : 0
        unitsPerNanosecond = !isBinary && exponent > 9 && exponent <= 28 ? Self.powerOfTen(exponent - 9) : 0
    }

    /// Whether the unit is finer than a microsecond.
    var hasNanoseconds: Bool { isBinary ? exponent >= 20 : exponent > 6 }

    /// Nanoseconds since the epoch, saturating.
    func nanoseconds(_ count: UInt64) -> Int64 {
        var result: Int64
        if isBinary {
            let seconds = exponent < 64 ? count >> UInt64(exponent) : 0
            let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let sum = whole.addingReportingOverflow(fraction(count))
            result = overflow || sum.overflow ? .max : Int64(clamping: sum.partialValue)
        } else if nanosecondsPerUnit > 0 {
            let (product, overflow) = count.multipliedReportingOverflow(by: nanosecondsPerUnit)
            result = overflow ? .max : Int64(clamping: product)
        } else {
            result = unitsPerNanosecond > 0 ? Int64(clamping: count / unitsPerNanosecond) : 0
        }
        if offsetSeconds != 0 { result = Self.add(result, seconds: offsetSeconds) }
        return result
    }

    /// The nanoseconds in what is left of `count` after whole seconds, for units that are powers of two.
    private func fraction(_ count: UInt64) -> UInt64 {
        let rest = exponent < 64 ? count & ((1 << UInt64(exponent)) &- 1) : count
        let product = rest.multipliedFullWidth(by: 1_000_000_000)
        if exponent == 0 { return 0 }
        if exponent < 64 {
            return product.high << (64 - UInt64(exponent)) | product.low >> UInt64(exponent)
        }
        return exponent < 128 ? product.high >> (UInt64(exponent) - 64) : 0
    }

    private static func add(_ time: Int64, seconds: Int64) -> Int64 {
        let (offset, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let saturated = seconds < 0 ? Int64.min : Int64.max
        if overflow { return saturated }
        let sum = time.addingReportingOverflow(offset)
        return sum.overflow ? saturated : sum.partialValue
    }

    private static func powerOfTen(_ exponent: UInt8) -> UInt64 {
        var power: UInt64 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
