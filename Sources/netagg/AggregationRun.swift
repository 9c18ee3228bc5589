import CommandSupport
import Glibc
import JSONLines
import Packets
import Statistics

/// Reads lines to the end of the input, or until told to stop, and writes the records that come out.
struct AggregationRun: ~Copyable {
    private var input: Input
    private let output = Output()
    private let signals: Signals
    private var lines = LineReader()
    private var record: StreamRecord
    private var aggregator: Aggregator
    private var pacer: Pacer?
    private var metrics: MetricsFile?
    private var badLines = BadLines()
    private var wasInterrupted = false
    private var isStopped = false
    /// What was read last is the end of a file whose last line was whole.
    private var endsWithNothing = false

    /// How long a packet may take from the wire to here: netcap's block timeout, its flush and the pipe.
    private static let grace: Int64 = 500_000_000

    init(
        _ configuration: Configuration, _ input: consuming Input, _ signals: consuming Signals,
        speed: ReplaySpeed?,
        metrics: RawPath?
    ) {
        self.input = input
        self.signals = signals
        let aggregator = Aggregator(configuration)
        record = aggregator.makeReader()
        self.aggregator = aggregator
        self.metrics = metrics.map { MetricsFile($0) }
        self.aggregator.keepsWritten = metrics != nil
        pacer = speed.map { Pacer(speed: $0) }
    }

    /// Someone who typed the command alone wonders why nothing happens.
    private func greet() {
        if input.isTerminal {
            Diagnostics(command: "netagg").remark(
                "reading packets from the terminal; did you mean: netcap -i eth0 | netagg")
        }
    }

    mutating func run() throws {
        greet()
        while input.descriptor != nil && !isStopped {
            guard try wait() else { continue }
            try readBlock()
            try takeLines()
            try flush()
        }
        aggregator.finish()
        try flush()
        badLines.summarize()
    }

    // MARK: Lines

    private mutating func readBlock() throws {
        let isBetweenLines = lines.pendingByteCount == 0
        var isFileEnd = false
        try lines.fill { buffer in
            if let count = try input.read(into: buffer) { return count }
            // A line does not go on in the next file, nor past the last.
            buffer[0] = UInt8(ascii: "\n")
            isFileEnd = true
            return 1
        }
        endsWithNothing = isFileEnd && isBetweenLines
    }

    private mutating func takeLines() throws {
        while lines.nextLine() {
            guard !lines.isTooLong else {
                addBad(JSONFault(.tooLong, at: 0))
                continue
            }
            if lines.range.isEmpty && endsWithNothing { continue }
            switch Self.read(lines, &record) {
            case .packet:
                if pacer != nil { try pause(until: record.packet.timestamp) }
                if isStopped { return }
                Self.add(lines, record, &aggregator)
            case .capture: addCapture()
            case .malformed(let fault): addBad(fault)
            case .statistics: badLines.sayOnce("these are statistics already; netagg reads packets")
            case .alert, .other: break
            }
        }
    }

    private static func read(_ lines: borrowing LineReader, _ record: inout StreamRecord) -> StreamRecord.Kind
    {
        record.read(lines.buffer.span.bytes, lines.range)
    }

    private static func add(
        _ lines: borrowing LineReader, _ record: borrowing StreamRecord, _ aggregator: inout Aggregator
    ) {
        aggregator.add(record, lines.buffer.span.bytes.extracting(lines.range))
    }

    private mutating func addCapture() {
        do throws(JSONFault) {
            let capture = try CaptureRecord(lines.buffer.span.bytes.extracting(lines.range))
            aggregator.add(capture)
        } catch {
            addBad(error)
        }
    }

    private mutating func addBad(_ fault: JSONFault) {
        aggregator.addMalformed()
        badLines.add(fault, line: lines.lineNumber)
    }

    // MARK: Waiting

    /// Waits for the input; false when there is nothing to read yet.
    private mutating func wait() throws -> Bool {
        guard let descriptor = input.descriptor else { return false }
        if !input.isStream {
            takeSignals()
            return !isStopped
        }
        var poll = Poll()
        poll.add(reading: descriptor)
        poll.add(reading: signals.descriptor)
        poll.add(watching: output.descriptor)
        var deadline: Int64?
        if let moment = aggregator.deadline(grace: Self.grace) {
            // The wall clock may have gone past the moment already: look again after the grace.
            deadline = Clock.monotonic() + max(moment.subtractingSaturating(Clock.wall()), Self.grace)
        }
        poll.wait(until: deadline)
        if poll.isReadable(signals.descriptor) { takeSignals() }
        if isStopped || poll.isReadable(descriptor) { return !isStopped }
        if poll.isGone(output.descriptor) { throw Failure.readerGone }
        aggregator.idle(now: Clock.wall(), grace: Self.grace)
        try flush()
        return false
    }

    /// Ctrl-C reaches the whole pipeline: the stage before closes the pipe, and what is in it is still counted.
    /// Where no such stage is there to end it, or at the second signal, the end is now.
    private mutating func takeSignals() {
        for _ in signals.take() {
            if wasInterrupted || !input.isStream || input.isTerminal || pacer != nil { isStopped = true }
            wasInterrupted = true
        }
    }

    /// Sleeps until a packet is due.
    private mutating func pause(until timestamp: Int64) throws {
        guard let due = pacer?.due(timestamp, now: Clock.monotonic()) else { return }
        while Clock.monotonic() < due && !isStopped {
            try flush()
            var poll = Poll()
            poll.add(reading: signals.descriptor)
            poll.add(watching: output.descriptor)
            poll.wait(until: due)
            if poll.isReadable(signals.descriptor) { takeSignals() }
            if poll.isGone(output.descriptor) { throw Failure.readerGone }
        }
    }

    private mutating func flush() throws {
        guard aggregator.output.count > 0 else { return }
        try aggregator.output.withBytes { try output.write($0) }
        aggregator.output.removeAll()
        if !aggregator.written.isEmpty {
            try metrics?.write(aggregator.written)
            aggregator.written = []
        }
    }
}

extension Int64 {
    fileprivate func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other > 0 ? .min : .max) : difference
    }
}
