import CommandSupport
import Glibc
import JSONLines
import Statistics

/// Reads lines to the end of the input, or until told to stop, and writes the records that come out.
struct AggregationRun: ~Copyable {
    private let input: ReadAhead
    private var reader: BatchReader
    private let output = RecordOutput()
    private var interrupts: Interrupts
    private var aggregator: Aggregator
    private var pacer: Pacer?
    private var metrics: MetricsFile?
    private var badLines = BadLines()
    /// Lines of the current file that were counted with the blocks before.
    private var linesBefore = 0
    private var isStopped = false

    /// How long a packet may take from the wire to here: netcap's block timeout, its flush and the pipe.
    private static let grace: Int64 = 500_000_000

    init(
        _ configuration: Configuration, _ input: consuming Input, _ interrupts: consuming Interrupts,
        speed: ReplaySpeed?, metrics: RawPath?
    ) {
        self.input = ReadAhead(input, configuration, usesThread: speed == nil)
        reader = BatchReader(configuration)
        self.interrupts = interrupts
        aggregator = Aggregator(configuration)
        self.metrics = metrics.map { MetricsFile($0) }
        aggregator.keepsWritten = metrics != nil
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
        while !input.isAtEnd && !isStopped {
            guard try wait() else { continue }
            if input.isStream { aggregator.observe(wall: Clock.wall()) }
            guard let slot = try input.next() else { continue }
            try count(slot)
            input.giveBack()
            try flush()
        }
        input.giveBackCode()
        aggregator.finish()
        try flush()
        badLines.summarize()
    }

    // MARK: Lines

    private mutating func count(_ slot: ReadAhead.Slot) throws {
        if slot.block.isFileStart { linesBefore = 0 }
        var hasBatch = slot.hasBatch
        while hasBatch || slot.block.readBatch(&reader) {
            try count(&slot.block)
            if isStopped { return }
            hasBatch = false
        }
        linesBefore += slot.block.lines.lineNumber
    }

    private mutating func count(_ block: inout Block) throws {
        let end = block.batch.count
        if pacer != nil {
            for position in 0..<end {
                try pause(until: block.batch.timestamp(position))
                if isStopped { return }
                Self.add(&block.batch, upTo: position + 1, block.lines, to: &aggregator)
            }
        }
        Self.add(&block.batch, upTo: end, block.lines, to: &aggregator)
        for other in block.batch.others {
            switch other.line {
            case .malformed(let fault):
                badLines.add(fault, line: linesBefore + other.number, of: block.file)
            case .statistics: badLines.sayOnce("these are statistics already; netagg reads packets")
            case .capture: break
            }
        }
    }

    private static func add(
        _ batch: inout PacketBatch, upTo end: Int, _ lines: borrowing LineReader,
        to aggregator: inout Aggregator
    ) {
        aggregator.add(&batch, upTo: end, lines.buffer.span.bytes)
    }

    // MARK: Waiting

    /// Waits for the input; false when there is nothing to read yet.
    private mutating func wait() throws -> Bool {
        guard let descriptor = input.awaited else {
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
        let isFed = input.isStream && !input.isTerminal && pacer == nil
        if interrupts.count > 1 || !isFed { isStopped = true }
    }

    /// Sleeps until a packet is due.
    private mutating func pause(until timestamp: Int64) throws {
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
