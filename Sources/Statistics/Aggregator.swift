import JSONLines
import Packets

/// Packets in, statistics records out, in the packets' own time.
///
/// The stream is cut into panes, one for each interval, aligned to the epoch and half-open. A pane stays open until time
/// is `lateness` past its end; a packet costs a few cells of its pane, and closing a pane what changed in it and
/// in the one that leaves the rolling window. The same records come out whatever the chunks and the speed
/// they came in, and whatever the order of packets within the lateness.
///
///     var aggregator = Aggregator(configuration)
///     aggregator.add(record, line)          // for each packet
///     output.write(aggregator.output)       // whenever there is something
///     aggregator.finish()
package struct Aggregator: ~Copyable {
    package let configuration: Configuration
    /// The records written so far; the owner drains it.
    package var output = JSONWriter(capacity: 1 << 16)
    /// The record written last.
    package internal(set) var latest: Snapshot?
    /// The records written, for an owner that asks for them; it empties the list.
    package var written: [Snapshot] = []
    package var keepsWritten = false

    var time: Timekeeper
    var cursor: PaneCursor
    /// The oldest open pane; nil before the stream has begun.
    var oldest: Int64?
    /// The moment at which the oldest pane closes.
    var closeAt = Int64.max
    /// Time has just begun, or jumped: empty intervals are not worth a record yet.
    var awaitsPackets = false

    /// Taken, but not yet counted in their flows: see `settle`.
    var arrivals = Arrivals()
    /// Counted, but not yet in the tables below: see `fold`.
    var flows: FlowCache
    /// What was read ahead ends here, so that reading it is not left out.
    var approached: UInt64 = 0
    var hosts: HostTally
    var conversations: ConversationTally
    var protocols: KeyTally
    var interfaces: KeyTally
    var groups: KeyTally?
    var ports: NumberTally
    var vlans: NumberTally
    var applications: NumberTally
    let services = Application()
    var recent: RecentPackets
    var fanOut: FanOutTally
    var sizes: SizeTally
    var connections: ConnectionTracker
    /// Of the pane that was closed last: who sent SYNs that went without an answer.
    var unanswered: [(host: UInt32, hash: UInt64)] = []
    /// What merging has to say to the pane that closes next.
    var adoptedUnanswered: [(host: UInt32, hash: UInt64)] = []
    var foreignLost: [Snapshot.State.Table: UInt64] = [:]
    /// Of the pane that was closed last, and of the window.
    var tcpLatest = TCPMeasures()
    var tcpWindow = TCPWindow()
    var totals: StreamTotals
    var drops = DropCounters()

    /// The lines of the packets that wait for their time to be believed, in order of arrival.
    private var heldLines: [[UInt8]] = []
    private var rereader: StreamRecord

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        let panes = configuration.openPanes
        let (keys, isByBytes) = (configuration.maxKeys, configuration.isByBytes)
        time = Timekeeper(
            reach: max(4_000_000_000, configuration.lateness * 4),
            memory: configuration.window + configuration.lateness + configuration.every)
        cursor = PaneCursor(every: configuration.every, openPanes: panes)
        flows = FlowCache(limit: keys, openPanes: panes)
        hosts = HostTally(limit: keys, openPanes: panes, isByBytes: isByBytes)
        conversations = ConversationTally(limit: keys, openPanes: panes, isByBytes: isByBytes)
        protocols = KeyTally(limit: keys, openPanes: panes, isByBytes: isByBytes)
        interfaces = KeyTally(limit: keys, openPanes: panes, isByBytes: isByBytes)
        if configuration.group != nil {
            groups = KeyTally(limit: keys, openPanes: panes, isByBytes: isByBytes)
        }
        ports = NumberTally(bound: 1 << 16, openPanes: panes, isByBytes: isByBytes)
        vlans = NumberTally(bound: 1 << 12, openPanes: panes, isByBytes: isByBytes)
        applications = NumberTally(bound: Application.names.count, openPanes: panes, isByBytes: isByBytes)
        recent = RecentPackets(limit: configuration.recent, openPanes: panes)
        fanOut = FanOutTally(limit: keys, openPanes: panes)
        sizes = SizeTally(openPanes: panes)
        connections = ConnectionTracker(
            capacity: keys, slots: panes, isKeepingFlows: configuration.writesFlows)
        totals = StreamTotals(configuration)
        rereader = StreamRecord(extras: configuration.group.map { [$0] } ?? [])
    }

    /// The reader that understands what this aggregator needs.
    package func makeReader() -> StreamRecord { StreamRecord(extras: configuration.group.map { [$0] } ?? []) }

    // MARK: Input

    /// Adds the packet that `record` has read from the line at `range` of `buffer`, and counts it by the next `settle`.
    @inline(__always)
    package mutating func add(_ record: borrowing StreamRecord, _ buffer: RawSpan, _ range: Range<Int>) {
        let timestamp = Self.bounded(record.packet.timestamp)
        let verdict = time.judge(timestamp)
        if verdict == .accept {
            take(record, buffer, range, timestamp)
            if heldLines.isEmpty { return }
        }
        settle(buffer)
        addOddity(buffer.extracting(range), verdict)
    }

    /// Adds the packet that `record` has read from `line`, at once.
    package mutating func add(_ record: borrowing StreamRecord, _ line: RawSpan) {
        add(record, line, 0..<line.byteCount)
        settle(line)
    }

    private mutating func addOddity(_ line: RawSpan, _ verdict: Timekeeper.Verdict) {
        if verdict == .restart {
            // What was held belongs to neither time.
            totals.countLate(cells: heldLines.map { cell(of: $0) })
            heldLines.removeAll()
            endEra()
        }
        if verdict != .accept { heldLines.append((0..<line.byteCount).map { line.unit(at: $0) }) }
        settle(time.resolve(after: verdict))
    }

    private mutating func settle(_ first: Timekeeper.Resolution) {
        var resolution = first
        while resolution != .wait {
            if resolution == .begin {
                endEra()
                begin(time.front!)
            }
            let lines = heldLines
            heldLines.removeAll()
            let timestamps = time.release()
            for (line, timestamp) in zip(lines, timestamps) {
                if resolution == .discard {
                    totals.countLate(cells: [cell(of: line)])
                } else {
                    judgeAgain(line, timestamp)
                }
            }
            resolution = time.resolve(after: .hold)
        }
    }

    private mutating func judgeAgain(_ line: [UInt8], _ timestamp: Int64) {
        guard time.judge(timestamp) == .accept else {
            heldLines.append(line)
            return
        }
        var reader = StreamRecord()
        swap(&reader, &rereader)
        if reader.read(line.span.bytes) == .packet {
            take(reader, line.span.bytes, 0..<line.count, timestamp)
            settle(line.span.bytes)
        }
        swap(&reader, &rereader)
    }

    private mutating func cell(of line: [UInt8]) -> Cell {
        guard rereader.read(line.span.bytes) == .packet else { return Cell(packets: 1, bytes: 0) }
        return Self.cell(rereader.packet)
    }

    /// Counts a line that was not a JSON object, or that no time could be given.
    package mutating func addMalformed() { totals.malformed &+= 1 }

    /// Adds the counters of a capture.
    package mutating func add(_ capture: CaptureRecord) {
        let timestamp = Self.bounded(capture.timestamp)
        drops.add(capture)
        guard configuration.clock != .wall else { return }
        time.observe(timestamp)
        if let front = time.front { begin(front, isSilent: true) }
        if let front = time.front, front >= closeAt { close(through: front) }
    }

    /// The wall clock says `now` while the stream is silent. It moves the windows on when it may: see `Configuration`.
    /// `grace` is how long a packet may take from the wire to here.
    package mutating func idle(now: Int64, grace: Int64) {
        guard isLive(now) else { return }
        if heldLines.isEmpty == false,
            time.held.contains(where: { abs($0.distance(to: now)) < 5_000_000_000 })
        {
            settle(time.resolveAtEnd())
        }
        time.advance(to: now.addingSaturating(-grace))
        guard let front = time.front else { return }
        begin(front, isSilent: true)
        if front >= closeAt { close(through: front, now: now) }
    }

    /// The wall clock says `now` while packets come: what closes meanwhile says how far behind it is.
    package mutating func observe(wall now: Int64) { liveWall = isLive(now) ? now : nil }

    /// What the wall clock said last, of a stream that is live.
    private(set) var liveWall: Int64?
    private var isFollowingWall = false
    private mutating func isLive(_ now: Int64) -> Bool {
        switch configuration.clock {
        case .packets: return false
        case .wall: return true
        case .auto:
            let latest = time.held.max() ?? time.front
            guard let latest else { return false }
            if latest >= now.addingSaturating(-Self.liveDistance)
                && latest <= now.addingSaturating(Self.liveDistance)
            {
                isFollowingWall = true
            } else if !time.held.isEmpty {
                isFollowingWall = false
            }
            return isFollowingWall
        }
    }

    /// A stream whose packets are no further than this from the wall clock is live.
    static let liveDistance: Int64 = 5_000_000_000

    /// When `idle` is wanted next, by the wall clock; nil when it would do nothing.
    package func deadline(grace: Int64) -> Int64? {
        guard configuration.clock != .packets else { return nil }
        guard oldest != nil else { return configuration.clock == .wall || !heldLines.isEmpty ? 0 : nil }
        return closeAt.addingSaturating(grace)
    }

    /// The stream has ended: closes everything and writes the final record.
    package mutating func finish() {
        settleAtEnd()
        closeAtEnd()
    }

    private mutating func settleAtEnd() {
        var resolution = time.resolveAtEnd()
        while resolution != .wait {
            settle(resolution)
            resolution = time.resolveAtEnd()
        }
    }

    private static func bounded(_ timestamp: Int64) -> Int64 {
        // Leaves room for an interval on either side.
        min(max(timestamp, -9_000_000_000_000_000_000), 9_000_000_000_000_000_000)
    }
}
