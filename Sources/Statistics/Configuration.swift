/// What an aggregator is asked to do, checked and complete. Lengths of time are in nanoseconds.
package struct Configuration: Sendable {
    package enum TimeSource: String, CaseIterable, Sendable {
        /// The packets' time; while a live stream is idle, the wall clock.
        case auto
        case packets
        /// The wall clock moves every stream on, whatever its packets say.
        case wall
    }

    /// One record for so long; 10 ms to one day.
    package let every: Int64
    /// The rolling window: a multiple of `every`, up to `windowLimit` of them.
    package let window: Int64
    /// Rows in each ranking, and packets in `recent`.
    package let top: Int
    package let recent: Int
    /// An interval stays open until the packets' time is so far past its end.
    package let lateness: Int64
    /// Different keys of one kind that are counted exactly.
    package let maxKeys: Int
    package let clock: TimeSource
    /// Order rows by bytes instead of packets.
    package let isByBytes: Bool
    /// The packet key whose values `groups` counts.
    package let group: String?
    package let writesFlows: Bool
    /// Write what merging needs beside every record.
    package let writesStates: Bool

    static let windowLimit: Int64 = 86_400
    static let openLimit: Int64 = 16

    /// Nil, with the reason, when the values do not go together.
    package init(
        every: Int64 = 2_000_000_000, window: Int64 = 60_000_000_000, top: Int = 10, recent: Int = 10,
        lateness: Int64 = 500_000_000, maxKeys: Int = 65_536, clock: TimeSource = .auto,
        isByBytes: Bool = false,
        group: String? = nil, writesFlows: Bool = false, writesStates: Bool = false
    ) throws(ConfigurationFault) {
        guard 10_000_000...86_400_000_000_000 ~= every else { throw .every }
        guard window >= every, (window - 1) / every < Self.windowLimit else { throw .window }
        guard 0...10_000 ~= top, 0...1_000 ~= recent else { throw .rows }
        guard lateness >= 0, lateness <= every * Self.openLimit else { throw .lateness }
        guard 16...16_000_000 ~= maxKeys else { throw .maxKeys }
        self.every = every
        // The window is made of whole intervals.
        self.window = (window + every - 1) / every * every
        (self.top, self.recent, self.lateness, self.maxKeys) = (top, recent, lateness, maxKeys)
        (self.clock, self.isByBytes, self.group) = (clock, isByBytes, group)
        (self.writesFlows, self.writesStates) = (writesFlows, writesStates)
    }

    /// Panes in the window, and panes that can be open at the same time.
    var windowPanes: Int64 { window / every }
    var openPanes: Int { Int((lateness + every - 1) / every) + 1 }
}

/// What is wrong with a configuration, as text for people.
package enum ConfigurationFault: String, Error {
    case every = "--every must lie between 0.01 and 86400 seconds"
    case window = "--window must be at least --every, and at most 86400 times as long"
    case rows = "--top must lie between 0 and 10000, --recent between 0 and 1000"
    case lateness = "--lateness must be at most 16 times --every"
    case maxKeys = "--max-keys must lie between 16 and 16000000"
}
