extension Snapshot {
    /// How many different keys of one kind the window holds.
    package struct Distinct: Equatable, Sendable {
        package var count: UInt64
        /// Of those, seen in this interval and not in the rest of the window before it.
        package var new: UInt64
        /// One standard error of `count` when it is an estimate (HyperLogLog); nil when it is exact.
        package var error: UInt64?

        package init(count: UInt64, new: UInt64, error: UInt64? = nil) {
            (self.count, self.new, self.error) = (count, new, error)
        }
    }

    /// Shannon entropy, in bits, of the window's packets over the values of one key: 0 when all share one,
    /// the logarithm to base 2 of their number when they are spread evenly.
    package struct Entropy: Equatable, Sendable {
        package var sources: Double
        package var destinations: Double
        package var ports: Double

        package init(sources: Double, destinations: Double, ports: Double) {
            (self.sources, self.destinations, self.ports) = (sources, destinations, ports)
        }
    }

    /// Frame sizes over the window, in bytes on the wire.
    ///
    /// A percentile is the size of the packet with that rank (nearest rank: the smallest size that at least so
    /// many percent do not exceed); exact below 2,048 bytes, and at most 0.1 % too low from there on.
    package struct Sizes: Equatable, Sendable {
        package var minimum: UInt64 = 0
        package var mean: Double = 0
        package var median: UInt64 = 0
        package var percentile95: UInt64 = 0
        package var percentile99: UInt64 = 0
        package var maximum: UInt64 = 0
        package var histogram: [Bin] = []

        package init() {}

        /// Packets of at least `from` and less than the next bin's `from` bytes; the last has no upper end.
        package struct Bin: Equatable, Sendable {
            package var from: UInt64
            package var packets: UInt64

            package init(from: UInt64, packets: UInt64) { (self.from, self.packets) = (from, packets) }
        }
    }

    /// What the rate is compared with; the rate now is `packetsPerSecond` and `bitsPerSecond`.
    package struct Rates: Equatable, Sendable {
        /// Mean over the last 60 seconds of the packets' time, or since the first interval when that is less.
        package var meanPacketsPerSecond: Double = 0
        package var meanBitsPerSecond: Double = 0
        /// The busiest single second since the start (the two need not be the same second).
        package var peakPacketsPerSecond: Double = 0
        package var peakBitsPerSecond: Double = 0

        package init() {}
    }

    /// What one source touched over the window.
    package struct FanOut: Equatable, Sendable {
        package var source: String
        package var packets: UInt64
        /// Different destinations, and different destination ports (whatever the host) of its TCP and UDP packets.
        package var destinations: UInt64
        package var ports: UInt64
        /// Its TCP SYNs of the window that went 3 s without a SYN-ACK or a RST, or as long as there was room to wait.
        package var unansweredSYNs: UInt64
        /// True when `destinations` and `ports` are not exact: keys were given up for lack of room, so they may be
        /// too low; or the directions of a conversation passed different sensors whose streams were merged.
        package var isEstimate: Bool

        package init(
            source: String, packets: UInt64, destinations: UInt64, ports: UInt64, unansweredSYNs: UInt64,
            isEstimate: Bool = false
        ) {
            (self.source, self.packets, self.destinations) = (source, packets, destinations)
            (self.ports, self.unansweredSYNs, self.isEstimate) = (ports, unansweredSYNs, isEstimate)
        }
    }

    /// The health of TCP, from what passes the point of capture.
    package struct TCPHealth: Equatable, Sendable {
        /// Packets with SYN alone, SYN and ACK, FIN, RST.
        package var syn: UInt64 = 0
        package var synAck: UInt64 = 0
        package var fin: UInt64 = 0
        package var reset: UInt64 = 0
        /// Connections whose first SYN was seen; that answered with SYN-ACK and got its ACK; that were answered with
        /// a RST; whose SYN found neither within 3 s, or until its place or its ports were needed.
        package var handshakesBegun: UInt64 = 0
        package var handshakesCompleted: UInt64 = 0
        package var handshakesRefused: UInt64 = 0
        package var handshakesUnanswered: UInt64 = 0
        /// Segments whose octets had all been seen before; that filled a gap soon after it opened; that repeated
        /// an acknowledgement without data; that advertised a window of zero.
        package var retransmissions: UInt64 = 0
        package var outOfOrder: UInt64 = 0
        package var duplicateAcks: UInt64 = 0
        package var zeroWindows: UInt64 = 0
        /// Of the retransmissions, those that duplicate acknowledgements asked for.
        package var fastRetransmissions: UInt64 = 0
        /// Connections that were opened (completed, or found open when their first packet came: in the middle of the
        /// stream), that were closed (FIN from both ends, RST, 5 minutes of silence, or given up), and open now.
        package var opened: UInt64 = 0
        package var closed: UInt64 = 0
        package var open: UInt64 = 0
        /// Connections, of all states, that were given up because there was no room for more (`--max-keys`).
        package var evicted: UInt64 = 0
        /// From SYN to the ACK that completes the handshake, nanoseconds; nil when no handshake was completed.
        package var roundTrip: RoundTrip?

        package init() {}

        package struct RoundTrip: Equatable, Sendable {
            package var count: UInt64
            package var median: Int64
            package var percentile95: Int64
            package var maximum: Int64

            package init(count: UInt64, median: Int64, percentile95: Int64, maximum: Int64) {
                (self.count, self.median, self.percentile95, self.maximum) = (
                    count, median, percentile95, maximum
                )
            }
        }
    }
}
