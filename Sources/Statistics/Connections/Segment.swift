/// What the connection tracker needs of one packet: a plain value that costs nothing to make.
///
/// Endpoints are 64-bit hashes of their addresses' text; two of ten million hosts share one with a probability of
/// 3 in a million. Every field may hold anything: nothing here is trusted.
struct Segment: Sendable {
    /// Nanoseconds since the Unix epoch.
    var timestamp: Int64
    var source: UInt64
    var destination: UInt64
    /// 0...65535; -1 where the packet has no ports.
    var sourcePort: Int32 = -1
    var destinationPort: Int32 = -1
    /// A hash of the protocol's name, so that flows of different protocols stay apart.
    var protocolHash: UInt32 = 0
    /// Whatever the owner knows the source by: see `ConnectionTracker.takeUnanswered`.
    var host: UInt32 = 0
    /// A TCP header whose flags are known.
    var isTCP = false
    /// Does the packet carry its sequence number, window and payload length? Without them only flags count.
    var hasSequence = false
    /// The nine bits FIN (lowest) to AE.
    var flags: UInt16 = 0
    var sequence: UInt32 = 0
    /// Means something only where the flags hold ACK.
    var acknowledgement: UInt32 = 0
    /// As in the header, without its scale.
    var window: UInt16 = 0
    /// Bytes of payload on the wire.
    var payload: UInt32 = 0
    /// Bytes of the frame on the wire, and how many packets the record stands for.
    var size: UInt64 = 0
    var packets: UInt64 = 1

    static let fin: UInt16 = 1
    static let syn: UInt16 = 2
    static let reset: UInt16 = 4
    static let ack: UInt16 = 16

    @inline(__always) func has(_ flag: UInt16) -> Bool { flags & flag != 0 }
    @inline(__always) var isOpening: Bool { flags & (Self.syn | Self.ack | Self.reset) == Self.syn }
}
