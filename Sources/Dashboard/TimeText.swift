/// Times of day and lengths of time as text. Times are nanoseconds since the Unix epoch.
package enum TimeText {
    package static let second: Int64 = 1_000_000_000

    /// `00:40:00` for a time, `utcOffset` seconds east of Greenwich.
    package static func time(_ timestamp: Int64, utcOffset: Int = 0) -> String {
        let seconds = floor(timestamp) &+ Int64(utcOffset)
        let ofDay = Int(((seconds % 86_400) + 86_400) % 86_400)
        return clock(hours: ofDay / 3600, ofDay)
    }

    /// `00:22:32` for a length of time; `3d 04:05:06` from one day on.
    package static func duration(_ nanoseconds: Int64) -> String {
        let seconds = Int(max(nanoseconds, 0) / second)
        let days = seconds / 86_400
        return (days > 0 ? "\(days)d " : "") + clock(hours: seconds / 3600 % 24, seconds)
    }

    /// `2 s`, `500 ms`, `1 min`, `90 s`: an interval as one would say it.
    package static func interval(_ nanoseconds: Int64) -> String {
        let value = max(nanoseconds, 0)
        if value >= 60 * second, value % (60 * second) == 0 { return "\(value / (60 * second)) min" }
        if value % second == 0 { return "\(value / second) s" }
        if value < second { return "\((value + 500_000) / 1_000_000) ms" }
        return "\(Units.count(Double(value) / Double(second))) s"
    }

    /// `-14 s`, `-3m 05s`, `-2h 10m`: how far back something lies.
    package static func back(_ nanoseconds: Int64) -> String {
        let seconds = max(nanoseconds, 0) / second
        if seconds < 120 { return "-\(seconds) s" }
        if seconds < 7200 { return "-\(seconds / 60)m \(two(Int(seconds % 60)))s" }
        return "-\(seconds / 3600)h \(two(Int(seconds / 60 % 60)))m"
    }

    /// The tick of a time axis, a round number of seconds ago: `-45s`, `-7m`, `-2h`, `-1h30`.
    package static func tick(secondsAgo: Int) -> String {
        if secondsAgo < 60 || secondsAgo % 60 != 0 { return "-\(secondsAgo)s" }
        if secondsAgo < 3600 || secondsAgo % 60 != 0 { return "-\(secondsAgo / 60)m" }
        let minutes = secondsAgo / 60 % 60
        return minutes == 0 ? "-\(secondsAgo / 3600)h" : "-\(secondsAgo / 3600)h\(two(minutes))"
    }

    /// The whole second that `timestamp` lies in, rounding down also before 1970.
    package static func floor(_ timestamp: Int64) -> Int64 {
        let quotient = timestamp / second
        return timestamp % second < 0 ? quotient - 1 : quotient
    }

    private static func clock(hours: Int, _ seconds: Int) -> String {
        "\(two(hours)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

extension TimeText {
    /// `8s`, `3m`, `2h`: how long something has been silent or how far it is behind.
    package static func lag(_ nanoseconds: Int64) -> String {
        let seconds = max(nanoseconds, 0) / second
        if seconds < 60 { return "\(seconds)s" }
        return seconds < 3600 ? "\(seconds / 60)m" : "\(seconds / 3600)h"
    }
}

extension TimeText {
    /// `312 µs`, `4.20 ms`, `1.05 s`: a short length of time to three digits.
    package static func brief(_ nanoseconds: Int64) -> String {
        let value = Double(max(nanoseconds, 0))
        if value < 1e6 { return "\(Units.threeDigits(value / 1e3)) µs" }
        return value < 1e9 ? "\(Units.threeDigits(value / 1e6)) ms" : "\(Units.threeDigits(value / 1e9)) s"
    }
}
