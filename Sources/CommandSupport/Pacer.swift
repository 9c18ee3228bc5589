/// Replays records at the pace of their timestamps: when is a record due on the monotonic clock?
///
/// The first record is due at once. Time that goes back is due at once, and a gap in the timestamps is
/// waited for no longer than `longestGap`, so that one absurd timestamp does not stop a replay for years.
package struct Pacer: Sendable {
    package var speed: ReplaySpeed
    private var anchor: (timestamp: Int64, monotonic: Int64)?
    private var latest: Int64 = .min

    static let longestGap: Int64 = 3600 * 1_000_000_000

    package init(speed: ReplaySpeed) { self.speed = speed }

    /// The monotonic moment at which the record with this timestamp is due; both in nanoseconds.
    package mutating func due(_ timestamp: Int64, now: Int64) -> Int64 {
        guard let anchor else {
            self.anchor = (timestamp, now)
            latest = timestamp
            return now
        }
        let gap = timestamp.subtractingReportingOverflow(latest)
        if gap.overflow || gap.partialValue > Self.longestGap || gap.partialValue < -Self.longestGap {
            self.anchor = (timestamp, now)
            latest = timestamp
            return now
        }
        latest = max(latest, timestamp)
        let elapsed = timestamp.subtractingReportingOverflow(anchor.timestamp)
        guard !elapsed.overflow else { return now }
        let wait = Double(elapsed.partialValue) / speed.factor
        return wait < 9e18 - Double(anchor.monotonic) ? anchor.monotonic + Int64(wait) : now
    }

    /// Forgets the past: after a pause, a seek or a change of speed the next record is due at once.
    package mutating func restart() { anchor = nil }
}
