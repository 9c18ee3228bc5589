import Statistics

/// How the stream is doing, apart from what it says. Moments are nanoseconds of a clock that never jumps.
package struct Feed: Sendable {
    /// When the command began to listen.
    package var began: Int64
    package var latestArrival: Int64?
    package var hasEnded = false
    /// Lines that were not a record that netview knows how to read.
    package var malformed = 0
    /// Lines that were packets: the input of `netagg`, not of `netview`.
    package var packets = 0
    /// How many times as fast as it was a stream that cannot be sought is shown; nil: as it comes.
    package var pace: Double?
    /// Where the stream comes from a file that can be sought; nil for a live one.
    package var reel: Reel?

    package init(began: Int64) { self.began = began }

    /// The place in a saved stream.
    package struct Reel: Equatable, Sendable {
        package var speed: Double
        package var isPlaying: Bool
        /// 0 at the first record, 1 at the last.
        package var fraction: Double
        package var isAtEnd: Bool
        /// The file has become longer since it was opened: its end is the present.
        package var isGrowing: Bool

        package init(
            speed: Double, isPlaying: Bool, fraction: Double, isAtEnd: Bool, isGrowing: Bool = false
        ) {
            (self.speed, self.isPlaying) = (speed, isPlaying)
            (self.fraction, self.isAtEnd, self.isGrowing) = (fraction, isAtEnd, isGrowing)
        }
    }
}

/// What the header says about the stream.
package enum Status: Equatable, Sendable {
    /// Nothing has come yet; the hint appears after three seconds.
    case waiting(showsHint: Bool)
    /// Packets instead of statistics.
    case packetsInstead
    case live
    /// The packets' time is so far behind the clock.
    case behind(Int64)
    /// Silent for three intervals; so long.
    case stale(Int64)
    /// `back`: how far behind the newest record; `newer`: how many records came since.
    case paused(timestamp: Int64, back: Int64, newer: Int)
    case stopped(timestamp: Int64, fraction: Double)
    /// `fraction` is nil where the end is not known.
    case replay(speed: Double, fraction: Double?)
    case ended

    static let hintAfter: Int64 = 3 * TimeText.second

    package init(_ feed: Feed, _ history: History, now: Int64) {
        guard let current = history.current, let newest = history.newest else {
            if feed.packets > 0 {
                self = .packetsInstead
            } else if feed.hasEnded {
                self = .ended
            } else {
                self = .waiting(showsHint: now - feed.began >= Status.hintAfter)
            }
            return
        }
        if let reel = feed.reel {
            if reel.isPlaying {
                self = .replay(speed: reel.speed, fraction: reel.fraction)
            } else if reel.isAtEnd, !history.isHeld || history.newer == 0 {
                self = reel.isGrowing && !newest.isFinal ? .following(feed, newest, now) : .ended
            } else {
                self = .stopped(timestamp: current.timestamp, fraction: reel.fraction)
            }
        } else if history.isHeld {
            let back = newest.timestamp.subtractingReportingOverflow(current.timestamp)
            self = .paused(
                timestamp: current.timestamp, back: back.overflow ? 0 : back.partialValue,
                newer: history.newer)
        } else if feed.hasEnded || newest.isFinal {
            self = .ended
        } else if let pace = feed.pace {
            self = .replay(speed: pace, fraction: nil)
        } else {
            self = .following(feed, newest, now)
        }
    }

    /// How a stream does that has not ended.
    private static func following(_ feed: Feed, _ newest: Snapshot, _ now: Int64) -> Status {
        let interval = min(max(newest.interval, TimeText.second / 10), 3600 * TimeText.second)
        let silence = now - (feed.latestArrival ?? now)
        if silence >= 3 * interval { return .stale(silence) }
        let behind = newest.behind ?? 0
        return behind > max(3 * interval, 5 * TimeText.second) ? .behind(behind) : .live
    }
}
