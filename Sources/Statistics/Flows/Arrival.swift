import Packets

/// A packet that was read, until it is counted with those that came after it: see `PacketBatch`.
struct Arrival: Sendable {
    /// Where a text lies in the buffer of the packet's line, or, of a packet with `isSpelled`, in what its batch has
    /// spelled out; empty where there is none.
    struct Text: Sendable {
        var offset: UInt32 = 0
        /// At most `KeyIndex.textLimit`.
        var length: UInt8 = 0

        @inline(__always)
        var isEmpty: Bool { length == 0 }
        @inline(__always)
        var range: Range<Int> { Int(offset)..<Int(offset) &+ Int(length) }
    }

    /// Nanoseconds since the Unix epoch.
    var timestamp: Int64
    var cell: Cell
    /// What its flow is found by, its place in the cache, -1 while it is not known, and the side that sent the packet.
    var hash: UInt64 = 0
    var flow: Int32 = -1
    var side: UInt8 = 0
    /// The pane modulo the number of open panes; known when the packet's time is believed.
    var slot: UInt8
    var flags: TCPFlags
    /// What `Segment` says of a TCP header; means nothing where `hasSequence` is false.
    var sequence: UInt32 = 0
    var acknowledgement: UInt32 = 0
    var payload: UInt32 = 0
    var window: UInt16 = 0
    var hasSequence = false
    /// What its payload was recognised as.
    var recognized: PayloadProtocol?
    var isSpelled = false
    var hasPorts = false
    var sourcePort: UInt16 = 0
    var destinationPort: UInt16 = 0
    /// `CachedFlow.vlanBound` where there is none.
    var vlan: UInt16 = 0
    var source = Text()
    var destination = Text()
    var proto = Text()

    @inline(__always)
    init(_ timestamp: Int64, _ cell: Cell, _ flags: TCPFlags, slot: Int = 0) {
        (self.timestamp, self.cell, self.flags) = (timestamp, cell, flags)
        self.slot = UInt8(truncatingIfNeeded: slot)
    }

    /// A SYN that asks for a connection.
    @inline(__always)
    var isOpening: Bool { flags.contains(.syn) && !flags.contains(.ack) }
}
