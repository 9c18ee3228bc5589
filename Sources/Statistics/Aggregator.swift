import BasicContainers
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
///     aggregator.add(&batch, lines)         // what `BatchReader` has read
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

    /// Counted, but not yet in the tables below: see `fold`.
    var flows: FlowCache
    /// Of flows that were folded, by the slot of their pane: see `countTouches`.
    var touches = UniqueArray<Chunks<Touch>>()
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

    /// The packets that wait for their time to be believed, in order of arrival.
    private(set) var held = PacketBatch()

    package init(_ configuration: Configuration) {
        self.configuration = configuration
        let panes = configuration.openPanes
        let (keys, isByBytes) = (configuration.maxKeys, configuration.isByBytes)
        time = Timekeeper(
            reach: max(4_000_000_000, configuration.lateness * 4),
            memory: configuration.window + configuration.lateness + configuration.every)
        cursor = PaneCursor(every: configuration.every, openPanes: panes)
        flows = FlowCache(limit: keys, openPanes: panes)
        for _ in 0..<panes { touches.append(Chunks()) }
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
    }

    // MARK: Input

    /// Follows up a packet that was not simply believed, or that came while others were not.
    mutating func addOddity(
        _ batch: borrowing PacketBatch, _ index: Int, _ buffer: RawSpan, _ verdict: Timekeeper.Verdict
    ) {
        if verdict == .restart {
            // What was held belongs to neither time.
            totals.countLate(cells: held.cells)
            held.removeAll()
            endEra()
        }
        if verdict != .accept { held.add(index, of: batch, buffer) }
        follow(time.resolve(after: verdict))
    }

    private mutating func follow(_ first: Timekeeper.Resolution) {
        var resolution = first
        while resolution != .wait {
            if resolution == .begin {
                endEra()
                begin(time.front!)
            }
            var released = PacketBatch()
            swap(&released, &held)
            _ = time.release()
            if resolution == .discard {
                totals.countLate(cells: released.cells)
            } else {
                judgeAgain(&released)
            }
            resolution = time.resolve(after: .hold)
        }
    }

    private mutating func judgeAgain(_ released: inout PacketBatch) {
        let nowhere = RawSpan()
        for index in 0..<released.count {
            if time.judge(released.timestamp(index)) == .accept {
                takeAlone(&released, index, nowhere)
            } else {
                held.add(index, of: released, nowhere)
            }
        }
    }

    /// Counts a line that was not a JSON object, or that no time could be given.
    package mutating func addMalformed() { totals.malformed &+= 1 }

    /// Adds the counters of a capture.
    package mutating func add(_ capture: CaptureRecord) {
        let timestamp = BatchReader.bounded(capture.timestamp)
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
        if !held.isEmpty,
            time.held.contains(where: { abs($0.distance(to: now)) < 5_000_000_000 })
        {
            follow(time.resolveAtEnd())
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
        guard oldest != nil else { return configuration.clock == .wall || !held.isEmpty ? 0 : nil }
        return closeAt.addingSaturating(grace)
    }

    /// The stream has ended: closes everything and writes the final record.
    package mutating func finish() {
        followToEnd()
        closeAtEnd()
    }

    private mutating func followToEnd() {
        var resolution = time.resolveAtEnd()
        while resolution != .wait {
            follow(resolution)
            resolution = time.resolveAtEnd()
        }
    }
}
