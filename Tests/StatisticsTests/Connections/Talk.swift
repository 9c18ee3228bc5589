@testable import Statistics

/// Packets between a client (host 1, port 4000) and a server (host 2, port 80), written by hand.
struct Talk {
    static let second: Int64 = 1_000_000_000
    static let millisecond: Int64 = 1_000_000
    static let start: Int64 = 1_767_225_600 * second

    /// `after` is in nanoseconds since `start`; `flags` is in letters, `SA`.
    static func packet(
        _ after: Int64, _ flags: String, server: Bool = false, _ sequence: UInt32, _ ack: UInt32 = 0,
        payload: UInt32 = 0, window: UInt16 = 1000, port: Int32 = 4000, client: UInt64 = 1
    ) -> Segment {
        var segment = Segment(
            timestamp: start + after, source: server ? 2 : client, destination: server ? client : 2)
        (segment.sourcePort, segment.destinationPort) = server ? (80, port) : (port, 80)
        (segment.isTCP, segment.hasSequence) = (true, true)
        for letter in flags.utf8 { segment.flags |= bits[letter] ?? 0 }
        (segment.sequence, segment.acknowledgement) = (sequence, ack)
        (segment.payload, segment.window, segment.size) = (payload, window, UInt64(payload) + 54)
        segment.host = UInt32(truncatingIfNeeded: segment.source) &+ 100
        return segment
    }

    private static let bits: [UInt8: UInt16] = [
        UInt8(ascii: "F"): 1, UInt8(ascii: "S"): 2, UInt8(ascii: "R"): 4, UInt8(ascii: "P"): 8,
        UInt8(ascii: "A"): 16,
    ]

    /// SYN at 0, SYN-ACK at 10 ms, ACK at 30 ms; then the client's next octet is 101, the server's 501.
    static var handshake: [Segment] {
        [
            packet(0, "S", 100), packet(10 * millisecond, "SA", server: true, 500, 101),
            packet(30 * millisecond, "A", 101, 501),
        ]
    }

    /// A segment of another protocol.
    static func datagram(
        _ after: Int64, from source: UInt64, to destination: UInt64, ports: (Int32, Int32) = (-1, -1),
        proto: UInt32 = 17, size: UInt64 = 100
    ) -> Segment {
        var segment = Segment(timestamp: start + after, source: source, destination: destination)
        (segment.sourcePort, segment.destinationPort) = ports
        (segment.protocolHash, segment.size) = (proto, size)
        return segment
    }

    /// What the packets measure, all in one interval.
    static func measures(_ packets: [Segment], until: Int64 = 0) -> TCPMeasures {
        var tracker = ConnectionTracker(capacity: 1000)
        for packet in packets { tracker.add(packet, slot: 0) }
        tracker.advance(to: start + until, slot: 0)
        return tracker.take(slot: 0)
    }

    static func health(_ packets: [Segment], until: Int64 = 0) -> Snapshot.TCPHealth {
        measures(packets, until: until).summary
    }
}
