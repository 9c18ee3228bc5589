import JSONLines

/// Combines the statistics of several sensors into one stream: the records that one netagg would have written
/// had it seen all their packets.
///
/// A sensor's record tells with `--states` everything that its interval held. The merger adds that up, interval by interval, in
/// the tables of an aggregator, and lets them write the record: the windows, rows, totals, distinct counts and percentiles
/// follow as they do from packets.
///
/// - Exact, while no sensor and not the merger has more keys than `--max-keys`. Beyond it a row's error is the sum of the
///   errors of all (Agarwal et al., "Mergeable Summaries", PODS 2012), and distinct counts are those of the union of the sketches
///   (Flajolet et al., 2007: the highest rank of each register), with the standard error of one.
/// - TCP's analysis adds up: it is that of one capture where every connection passed one sensor, and `merged` says where not.
/// - Who opened a conversation that several sensors saw may be said an interval apart: a packet within the lateness
///   after an interval tells one netagg of its opener, but not the merger where its sensor had no row for it yet.
/// - Among packets of the same time, `recent` keeps the order of the sensors.
///
/// Intervals are merged in the order of time, the earliest of all sensors first, when every sensor has given its part or has
/// come to a later one. A sensor that is ahead is not read: it waits. Live, a sensor that is silent for too long after an
/// interval's end is left out until it comes back; what it brings then for intervals that are over counts as late.
///
///     while merger.wants(sensor), let line = next line of sensor { merger.offer(sensor, line, now: wall clock) }
package struct Merger: ~Copyable {
    /// What became of a line.
    package enum Answer: Equatable {
        /// It is done with.
        case taken
        /// It is to be offered again when `wants` says so: its interval is not yet due.
        case kept
        /// It is no record: to be counted and reported.
        case bad(JSONFault)
    }

    /// What to make of the intervals; `every` and `group` are those of the sensors.
    let options: Configuration
    /// Pass on the flow records of the sensors as they are: each before the record of the interval with which its sensor
    /// wrote it, and after those before. A connection that passed several sensors has one of each.
    let passesFlows: Bool
    var sensors: [Sensor]
    /// Holds the tables, and the records that were written.
    var aggregator: Aggregator
    /// Which sensor said first how long an interval is; nil before that.
    var model: Int?
    /// The interval that is being put together, and the last that was written.
    var current: Int64?
    var last: Int64?
    /// Intervals without packets that were written in a row.
    var emptyRun: Int64 = 0
    /// No sensor had packets in the interval that is being put together, nor said that time passed without them.
    var isSkippable = true
    var bounds = MergedBounds()
    var owners = SensorsOfRows()
    /// Of the interval that is being put together.
    var measures = TCPMeasures()
    var reporting: UInt64 = 0
    var cutEnd = Int64.min
    var dropped: UInt64?
    /// Where the streams ended, when nothing came after.
    var endPane = Int64.min
    var isFinished = false
    /// What the wall clock said when the last line of an interval came.
    var heard: Int64 = 0
    /// A record was close to the wall clock when it came.
    var isLive = false
    package var keepsWritten = false
    /// Things to tell people, which the owner takes.
    package var remarks: [String] = []

    package init(sensors names: [String], _ options: Configuration, passesFlows: Bool = false) {
        self.options = options
        self.passesFlows = passesFlows
        sensors = names.map { Sensor(name: $0) }
        aggregator = Aggregator(options)
    }

    /// Is a line of this sensor wanted now: the next, or the one that was kept?
    package func wants(_ index: Int) -> Bool {
        switch sensors[index].stage {
        case .waiting: !sensors[index].holdsFlow
        case .reading, .late: true
        case .head(let pane): pane == current
        case .ended: false
        }
    }

    /// Reads a line of a sensor; `now` is what the wall clock says.
    package mutating func offer(
        _ index: Int, _ line: RawSpan, now: Int64
    ) throws(MergeFault) -> Answer {
        let head: MergeLine
        do throws(JSONFault) { head = try MergeLine(line) } catch {
            aggregator.addMalformed()
            return .bad(error)
        }
        switch head.kind {
        case .state: return try offerState(index, head, line, now: now)
        case .statistics: return try offerRecord(index, line, now: now)
        case .flow:
            guard passesFlows else { break }
            if mustHold(index) { return .kept }
            pass(line)
        case .alert: pass(line)
        case .packet:
            throw MergeFault(reason: "'\(sensors[index].name)' holds packets; --merge reads statistics")
        case .other: break
        }
        return .taken
    }

    /// The stream of a sensor is at its end.
    package mutating func end(_ index: Int) {
        guard !sensors[index].isEnded else { return }
        if !sensors[index].hasFinal && model != nil {
            remarks.append("'\(sensors[index].name)' ended without a final record")
        }
        sensors[index].stage = .ended
        advance()
    }

    /// No more lines will come: writes what is there, and the final record.
    package mutating func finish() {
        for index in sensors.indices { end(index) }
        guard !isFinished else { return }
        writeEnd()
    }

    /// Counts a line that no one can read.
    package mutating func addMalformed() { aggregator.addMalformed() }

    // MARK: Output

    /// Is there enough written to be drained?
    package var hasMuch: Bool { aggregator.output.count > 1 << 18 }

    /// Gives what was written, for a writer in its place, which must be empty.
    package mutating func exchange(_ writer: inout JSONWriter) { swap(&aggregator.output, &writer) }

    /// The records that were written since the last call, when `keepsWritten`.
    package mutating func takeWritten() -> [Snapshot] {
        let written = aggregator.written
        aggregator.written = []
        return written
    }

    private mutating func pass(_ line: RawSpan) {
        aggregator.output.raw(line)
        aggregator.output.endLine()
    }
}
