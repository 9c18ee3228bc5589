/// The statistics of one interval: what `netagg` writes as one line and `netview` draws.
///
/// Times are nanoseconds since the Unix epoch, lengths of time nanoseconds, sizes bytes on the wire.
package struct Snapshot: Equatable, Sendable {
    /// Counts from 0 in every stream.
    package var sequence = 0
    /// The END of the half-open interval.
    package var timestamp: Int64 = 0
    package var interval: Int64 = 2_000_000_000
    package var packets: UInt64 = 0
    package var bytes: UInt64 = 0
    package var packetsPerSecond: Double = 0
    package var bitsPerSecond: Double = 0
    /// The interval second by second, oldest first.
    package var timeline: [Moment] = []

    package var totalPackets: UInt64 = 0
    package var totalBytes: UInt64 = 0
    /// From the first packet to the end of the interval.
    package var duration: Int64 = 0
    /// From capture records; nil when the stream held none.
    package var dropped: UInt64?
    package var totalDropped: UInt64?
    /// The interfaces that capture records and packets named, in order of appearance.
    package var interfaces: [String] = []

    package var window: Int64 = 60_000_000_000
    package var windowPackets: UInt64 = 0
    package var windowBytes: UInt64 = 0
    /// Top rows over the window, most packets first.
    package var rankings: [Ranking] = []
    package var recent: [Recent] = []

    /// In this interval: packets older than it was open for, and lines that were not a JSON object.
    package var late: UInt64 = 0
    package var malformed: UInt64 = 0
    package var isFinal = false

    // MARK: Beyond the first page; empty or nil in a stream that does not carry them

    /// Top rows over the interval alone, and since the start of the stream; the same kinds and order as `rankings`.
    package var intervalRankings: [Ranking] = []
    package var totalRankings: [Ranking] = []
    /// The packet key that `Ranking.Kind.groups` counts by (`--group`).
    package var groupKey: String?
    /// True when the rows are ordered by bytes instead of packets.
    package var isByBytes = false
    /// The sources that touched most over the window: what scans and floods look like, widest first.
    package var fanOuts: [FanOut] = []
    package var distinctSources: Distinct?
    package var distinctDestinations: Distinct?
    package var distinctConversations: Distinct?
    package var distinctPorts: Distinct?
    package var entropy: Entropy?
    package var sizes: Sizes?
    package var rates: Rates?
    /// Over the interval, and over the window.
    package var tcp: TCPHealth?
    package var tcpWindow: TCPHealth?
    /// How far the packets' time is behind the wall clock, nanoseconds; nil when no wall clock is in play.
    package var behind: Int64?
    /// What merging needs of this interval (`--states`).
    package var state: State?
    /// What the record was merged from (`--merge`).
    package var merged: Merged?

    package init() {}

    /// One second of the timeline.
    package struct Moment: Equatable, Sendable {
        package var timestamp: Int64
        package var packets: UInt64
        package var bytes: UInt64

        package init(timestamp: Int64, packets: UInt64, bytes: UInt64) {
            (self.timestamp, self.packets, self.bytes) = (timestamp, packets, bytes)
        }
    }

    /// The rows of one kind: its raw value is the key of the list in the stream.
    package struct Ranking: Equatable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            case protocols, applications, sources, destinations, conversations, ports, vlans, interfaces,
                groups
        }
        package var kind: Kind
        package var rows: [Row]

        package init(kind: Kind, rows: [Row]) { (self.kind, self.rows) = (kind, rows) }
    }

    /// One row of a ranking.
    package struct Row: Equatable, Sendable {
        /// What the packets share, as text that came from outside: never to a terminal unescaped.
        package var label: String
        /// Conversations only: the other end; `label` is the end that opened it.
        package var peer: String?
        package var packets: UInt64
        package var bytes: UInt64
        /// The most `packets` can be too high by; nil when it is exact.
        package var error: UInt64?

        package init(label: String, packets: UInt64, bytes: UInt64, error: UInt64? = nil) {
            (self.label, self.packets, self.bytes, self.error) = (label, packets, bytes, error)
        }
    }

    /// The core keys of a packet that was seen lately; text from outside.
    package struct Recent: Equatable, Sendable {
        package var timestamp: Int64 = 0
        package var source = ""
        package var destination = ""
        package var proto = ""
        package var size: UInt64 = 0
        package var sourcePort: UInt16?
        package var destinationPort: UInt16?
        package var tcpFlags: String?

        package init() {}
    }

    /// The rows of `kind`, empty when the stream has none.
    package func rows(_ kind: Ranking.Kind) -> [Row] {
        rankings.first { $0.kind == kind }?.rows ?? []
    }
}
