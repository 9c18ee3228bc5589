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
            case protocols, sources, destinations
        }
        package var kind: Kind
        package var rows: [Row]

        package init(kind: Kind, rows: [Row]) { (self.kind, self.rows) = (kind, rows) }
    }

    /// One row of a ranking.
    package struct Row: Equatable, Sendable {
        /// What the packets share, as text that came from outside: never to a terminal unescaped.
        package var label: String
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
