/// A time of which 48 bits are kept, six bytes instead of eight: it tells how long ago it was, up to 39 hours.
///
/// What lies further apart is taken for something within them. No connection waits so long for a packet.
struct ShortTime {
    private var low: UInt32 = 0
    private var high: UInt16 = 0

    init() {}

    @inline(__always)
    init(_ nanoseconds: Int64) {
        low = UInt32(truncatingIfNeeded: nanoseconds)
        high = UInt16(truncatingIfNeeded: nanoseconds >> 32)
    }

    /// Nanoseconds from then to `time`, below 0 where it is later.
    @inline(__always)
    func elapsed(to time: Int64) -> Int64 {
        let bits = Int64(high) &<< 32 | Int64(low)
        // The highest of the 48 bits of the difference is its sign.
        return ((time &- bits) &<< 16) &>> 16
    }
}
