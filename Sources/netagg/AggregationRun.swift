import CommandSupport
import Glibc
import JSONLines
import Packets
import Statistics

/// Reads lines to the end of the input, or until told to stop, and writes the records that come out.
struct AggregationRun: ~Copyable {
    private var source: LineSource
    private let output = RecordOutput()
    private var interrupts: Interrupts
    private var record: StreamRecord
    private var aggregator: Aggregator
    private var pacer: Pacer?
    private var metrics: MetricsFile?
    private var badLines = BadLines()
    private var isStopped = false

    /// How long a packet may take from the wire to here: netcap's block timeout, its flush and the pipe.
    private static let grace: Int64 = 500_000_000

    init(
        _ configuration: Configuration, _ input: consuming Input, _ interrupts: consuming Interrupts,
        speed: ReplaySpeed?, metrics: RawPath?
    ) {
        source = LineSource(input)
        self.interrupts = interrupts
        let aggregator = Aggregator(configuration)
        record = aggregator.makeReader()
        self.aggregator = aggregator
        self.metrics = metrics.map { MetricsFile($0) }
        self.aggregator.keepsWritten = metrics != nil
        pacer = speed.map { Pacer(speed: $0) }
    }

    /// Someone who typed the command alone wonders why nothing happens.
    private func greet() {
        if source.input.isTerminal {
            Diagnostics(command: "netagg").remark(
                "reading packets from the terminal; did you mean: netcap -i eth0 | netagg")
        }
    }

    mutating func run() throws {
        greet()
        while !source.isAtEnd && !isStopped {
            guard try wait() else { continue }
            if source.input.isStream { aggregator.observe(wall: Clock.wall()) }
            try source.fill()
            try takeLines()
            Self.settle(source.lines, &aggregator)
            try flush()
        }
        aggregator.finish()
        try flush()
        badLines.summarize()
    }

    // MARK: Lines

    private mutating func takeLines() throws {
        while source.next() {
            guard !source.lines.isTooLong else {
                addBad(JSONFault(.tooLong, at: 0))
                continue
            }
            switch Self.read(source.lines, &record) {
            case .packet:
                if pacer != nil { try pause(until: record.packet.timestamp) }
                if isStopped { return }
                Self.add(source.lines, &record, &aggregator)
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

    /// The record is lent as `inout`: lent otherwise, all of it is copied for each packet.
    private static func add(
        _ lines: borrowing LineReader, _ record: inout StreamRecord, _ aggregator: inout Aggregator
    ) {
        aggregator.add(record, lines.buffer.span.bytes, lines.range)
    }

    /// Counts what was added, before the lines are gone.
    private static func settle(_ lines: borrowing LineReader, _ aggregator: inout Aggregator) {
        aggregator.settle(lines.buffer.span.bytes)
    }

    private mutating func addCapture() {
        Self.settle(source.lines, &aggregator)
        do throws(JSONFault) {
            let capture = try CaptureRecord(source.lines.buffer.span.bytes.extracting(source.lines.range))
            aggregator.add(capture)
        } catch {
            addBad(error)
        }
    }

    private mutating func addBad(_ fault: JSONFault) {
        aggregator.addMalformed()
        badLines.add(fault, line: source.number, of: source.file)
    }

    // MARK: Waiting

    /// Waits for the input; false when there is nothing to read yet.
    private mutating func wait() throws -> Bool {
        guard let descriptor = source.input.descriptor else { return false }
        if !source.input.isStream {
            takeSignals()
            return !isStopped
        }
        var poll = Poll()
        poll.add(reading: descriptor)
        poll.add(reading: interrupts.descriptor)
        poll.add(watching: output.descriptor)
        var deadline: Int64?
        if let moment = aggregator.deadline(grace: Self.grace) {
            // The wall clock may have gone past the moment already: look again after the grace.
            deadline = Clock.monotonic() + max(moment.subtractingSaturating(Clock.wall()), Self.grace)
        }
        poll.wait(until: deadline)
        if poll.isReadable(interrupts.descriptor) { takeSignals() }
        if isStopped || poll.isReadable(descriptor) { return !isStopped }
        if poll.isGone(output.descriptor) { throw Failure.readerGone }
        aggregator.idle(now: Clock.wall(), grace: Self.grace)
        try flush()
        return false
    }

    /// Ctrl-C reaches the whole pipeline: the stage before closes the pipe, and what is in it is still counted.
    /// Where no such stage is there to end it, or at the second signal, the end is now.
    private mutating func takeSignals() {
        interrupts.take()
        guard interrupts.count > 0 else { return }
        let isFed = source.input.isStream && !source.input.isTerminal && pacer == nil
        if interrupts.count > 1 || !isFed { isStopped = true }
    }

    /// Sleeps until a packet is due.
    private mutating func pause(until timestamp: Int64) throws {
        Self.settle(source.lines, &aggregator)
        guard let due = pacer?.due(timestamp, now: Clock.monotonic()) else { return }
        while Clock.monotonic() < due && !isStopped {
            try flush()
            var poll = Poll()
            poll.add(reading: interrupts.descriptor)
            poll.add(watching: output.descriptor)
            poll.wait(until: due)
            if poll.isReadable(interrupts.descriptor) { takeSignals() }
            if poll.isGone(output.descriptor) { throw Failure.readerGone }
        }
    }

    private mutating func flush() throws {
        guard aggregator.output.count > 0 else { return }
        try output.write(aggregator.output, &interrupts)
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
