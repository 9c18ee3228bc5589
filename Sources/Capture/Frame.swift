/// What a capture says about one frame; its bytes travel beside it and are valid during the call only.
package struct Frame {
    /// Nanoseconds since the Unix epoch, saturating; 0 when the capture has no time for this frame.
    package var timestamp: Int64
    /// Which of the capture's interfaces saw it: an index into `CaptureFile.interfaces`, or the number that
    /// was given to `LiveCapture`.
    package var interface: Int
    /// Bytes that were captured: the length of the span beside it.
    package var capturedLength: Int
    /// Bytes that were on the wire, at most `UInt32.max`; what the capture says, which may be a lie.
    package var wireLength: Int
    /// The link-layer header type (LINKTYPE_ values of tcpdump.org), not libpcap's DLT_.
    package var linkType: UInt16
    /// Whether the time was recorded finer than a microsecond.
    package var hasNanoseconds: Bool
    /// False for the Simple Packet Block, which has no time.
    package var hasTimestamp = true
    package var direction = Direction.unknown
    /// In a capture of all interfaces the system's number of the one that saw the frame; otherwise 0.
    package var systemInterface: UInt32 = 0

    /// Which way the frame went, as far as the capture knows; `local` never left this host.
    package enum Direction: UInt8, Sendable {
        case unknown, incoming, outgoing, local
    }
}

/// What the receiver of a frame wants next.
package enum FrameStep {
    /// Hand over the next frame.
    case next
    /// This frame was taken; hand over no more during this call.
    case stop
    /// This frame was not taken: hand it over again at the next call (a replay that is not there yet).
    case hold
}

/// What a capture lost, as far as it is known: totals since its start.
package struct CaptureCounters: Equatable, Sendable {
    /// Frames that passed the filter, those that were dropped included; known of live captures only.
    package var received: UInt64?
    /// Frames the kernel dropped because nobody took them in time.
    package var dropped: UInt64?
    /// Frames the network interface or its driver dropped.
    package var interfaceDropped: UInt64?

    package init(received: UInt64? = nil, dropped: UInt64? = nil, interfaceDropped: UInt64? = nil) {
        self.received = received
        self.dropped = dropped
        self.interfaceDropped = interfaceDropped
    }
}
