import Capture
import JSONLines
import Packets

/// Frames to lines: numbers them, dissects them, and gathers the lines for the output.
struct PacketStream: ~Copyable {
    /// Lines that the output has not been given yet.
    var writer = JSONWriter()
    /// Frames of the stream so far.
    private(set) var count: UInt64 = 0
    /// The lines by interface, and the frames that got none because the reader was too slow.
    private(set) var counts: [UInt64] = []
    private(set) var lost: [UInt64] = []
    /// Time of the first frame and of the last, in nanoseconds.
    private(set) var first: Int64?
    private(set) var latest: Int64 = 0
    /// Whether the last frame had nanoseconds, and so the capture.
    private(set) var decimals = 6

    private let selection: FieldSelection?
    private let verifiesChecksums: Bool
    /// Whether there will be `processes`: to look at them is a call.
    private let wantsProcesses: Bool
    private var communityID: CommunityID?
    /// The networks that are ours, for packets whose direction the capture does not tell.
    var local: LocalNetworks
    private var systemInterfaces = SystemInterfaces()
    /// Who the packets belong to, if anybody wants to know.
    var processes: ProcessLookup?
    private var labels: [InterfaceLabel] = []
    /// That of the last frame, and its interface: an array counts references for whoever takes one out.
    private var label = InterfaceLabel()
    private var labelled: Int?
    private var packet = Packet()

    init(_ configuration: Configuration) {
        selection = configuration.fields
        verifiesChecksums = configuration.verifiesChecksums
        wantsProcesses = configuration.wantsProcesses
        communityID = configuration.wantsCommunityID ? CommunityID() : nil
        local = configuration.local
        packet.wantsPayload = configuration.fields?.wantsPayload ?? true
    }

    /// Interfaces get numbers in the order in which they are added; no name leaves `interface` out.
    mutating func addInterface(name: some Collection<UInt8>) {
        labels.append(InterfaceLabel(name: name))
        counts.append(0)
        lost.append(0)
    }

    /// One frame, one line.
    @inline(__always) mutating func append(_ frame: borrowing Frame, _ bytes: RawSpan) {
        note(frame)
        counts[frame.interface] &+= 1
        packet.number = count
        packet.timestamp = frame.timestamp
        packet.timeRelative = elapsed(frame.timestamp)
        packet.hasNanoseconds = frame.hasNanoseconds
        packet.hasTimestamp = frame.hasTimestamp
        packet.wireLength = frame.wireLength
        Dissector.dissect(bytes, linkType: LinkType(rawValue: frame.linkType), into: &packet)
        if verifiesChecksums { Checksums.verify(bytes, into: &packet) }
        communityID?.identify(&packet)
        direct(frame.direction)
        if wantsProcesses { processes?.identify(&packet, frame) }
        if frame.systemInterface != 0, let label = systemInterfaces.label(frame.systemInterface) {
            Self.write(&packet, selection, to: &writer, label)
        } else {
            if frame.interface != labelled { takeLabel(frame.interface) }
            Self.write(&packet, selection, to: &writer, label)
        }
    }

    private mutating func takeLabel(_ interface: Int) {
        label = labels[interface]
        labelled = interface
    }

    @inline(__always)
    private static func write(
        _ packet: inout Packet, _ selection: FieldSelection?, to writer: inout JSONWriter,
        _ interface: borrowing InterfaceLabel
    ) {
        if let selection {
            packet.write(selection, to: &writer, interface: interface)
        } else {
            packet.write(to: &writer, interface: interface)
        }
    }

    /// What the capture tells goes before the link header, and that before our networks.
    @inline(__always) private mutating func direct(_ told: Frame.Direction) {
        switch told {
        case .unknown: break
        case .incoming: packet.setDirection(.inbound)
        case .outgoing: packet.setDirection(.outbound)
        case .local: packet.setDirection(.local)
        }
        local.direct(&packet)
    }

    /// The names of interfaces may have changed.
    mutating func refresh() {
        systemInterfaces.forget()
        processes?.refresh()
    }

    /// Counts a frame whose line nobody would take.
    mutating func skip(_ frame: borrowing Frame) {
        note(frame)
        lost[frame.interface] &+= 1
    }

    private mutating func note(_ frame: borrowing Frame) {
        if frame.hasTimestamp {
            if first == nil { first = frame.timestamp }
            latest = frame.timestamp
        }
        count &+= 1
        decimals = frame.hasNanoseconds ? 9 : 6
    }

    /// Nanoseconds from the first frame to `time`, saturating.
    func elapsed(_ time: Int64) -> Int64 {
        guard let start = first else { return 0 }
        let (difference, overflow) = time.subtractingReportingOverflow(start)
        return overflow ? (time < start ? .min : .max) : difference
    }

    /// The counters of one interface, as a line of type `capture`.
    mutating func appendCounters(
        _ counters: CaptureCounters, interface: Int, name: String, at timestamp: Int64
    ) {
        var record = CaptureRecord()
        record.timestamp = timestamp
        record.interface = name
        record.packets = counts[interface]
        record.dropped = counters.dropped.map { $0 &+ lost[interface] }
        record.interfaceDropped = counters.interfaceDropped
        record.write(to: &writer, decimals: decimals)
    }
}
