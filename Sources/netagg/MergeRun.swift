import CommandSupport
import JSONLines
import Statistics

/// Reads the statistics of several sensors side by side, and writes those of all together.
struct MergeRun: ~Copyable {
    /// One stream, and whether the current line waits for its turn.
    private final class Stream {
        var source: LineSource
        var lines = LineReader()
        var keepsLine = false

        init(_ input: consuming Input) { source = LineSource(input) }
    }

    private let streams: [Stream]
    private let output = RecordOutput()
    private var interrupts: Interrupts
    private var merger: Merger
    private var metrics: MetricsFile?
    private var badLines = BadLines()
    private var isStopped = false
    /// What is being written.
    private var records = JSONWriter()

    init(
        _ options: Configuration, _ files: [RawPath], _ interrupts: consuming Interrupts, passesFlows: Bool,
        metrics: RawPath?
    ) throws {
        streams = try files.map { Stream(try Input([$0])) }
        self.interrupts = interrupts
        merger = Merger(sensors: files.map(\.text), options, passesFlows: passesFlows)
        self.metrics = metrics.map { MetricsFile($0) }
        merger.keepsWritten = metrics != nil
    }

    mutating func run() throws {
        while !isStopped && streams.contains(where: { !$0.source.isAtEnd || $0.keepsLine }) {
            if try !readFiles() { try wait() }
        }
        merger.finish()
        try flush()
        badLines.summarize()
    }

    /// Takes what files have, and what has been read of streams; false when only waiting helps.
    private mutating func readFiles() throws -> Bool {
        var hasRead = false
        for index in streams.indices where merger.wants(index) {
            hasRead = try takeLines(index) || hasRead
            guard merger.wants(index), !streams[index].keepsLine else { continue }
            if streams[index].source.isAtEnd {
                merger.end(index)
                hasRead = true
            } else if !streams[index].source.input.isStream {
                try streams[index].source.fill(&streams[index].lines)
                hasRead = true
            }
        }
        try flush()
        takeInterrupts()
        return hasRead && !isStopped
    }

    /// Offers the lines that have been read while the merger wants them; false when there was none.
    private mutating func takeLines(_ index: Int) throws -> Bool {
        let stream = streams[index]
        var hasTaken = false
        while merger.wants(index), stream.keepsLine || stream.source.next(&stream.lines) {
            hasTaken = true
            guard !stream.lines.isTooLong else {
                merger.addMalformed()
                badLines.add(
                    JSONFault(.tooLong, at: 0), line: stream.lines.lineNumber,
                    of: stream.source.file)
                continue
            }
            let answer = try Self.offer(index, stream.lines, to: &merger)
            stream.keepsLine = answer == .kept
            if case .bad(let fault) = answer {
                badLines.add(fault, line: stream.lines.lineNumber, of: stream.source.file)
            }
            if merger.hasMuch { try flush() }
        }
        return hasTaken
    }

    private static func offer(
        _ index: Int, _ lines: borrowing LineReader, to merger: inout Merger
    ) throws -> Merger.Answer {
        do throws(MergeFault) {
            return try merger.offer(index, lines.buffer.span.bytes.extracting(lines.range), now: Clock.wall())
        } catch {
            throw Failure.stopped(error.reason)
        }
    }

    /// Waits for the streams that are wanted, and reads from one that has something.
    private mutating func wait() throws {
        guard !isStopped else { return }
        var poll = Poll()
        let wanted = streams.indices.filter {
            merger.wants($0) && !streams[$0].keepsLine && !streams[$0].source.isAtEnd
        }
        for index in wanted { poll.add(reading: streams[index].source.input.descriptor!) }
        poll.add(reading: interrupts.descriptor)
        poll.add(watching: output.descriptor)
        var deadline: Int64?
        if let moment = merger.deadline {
            let (rest, overflow) = moment.subtractingReportingOverflow(Clock.wall())
            deadline = Clock.monotonic() + (overflow ? 0 : max(rest, 0))
        }
        let isReady = poll.wait(until: deadline)
        takeInterrupts()
        if poll.isGone(output.descriptor) { throw Failure.readerGone }
        for index in wanted where !isStopped {
            guard let descriptor = streams[index].source.input.descriptor, poll.isReadable(descriptor) else {
                continue
            }
            try streams[index].source.fill(&streams[index].lines)
        }
        if !isReady { merger.idle(now: Clock.wall()) }
        try flush()
    }

    /// Ctrl-C reaches the sensors' commands as well: what they still write is merged. Files are left at once.
    private mutating func takeInterrupts() {
        interrupts.take()
        let isFed = streams.contains { $0.source.input.isStream && !$0.source.input.isTerminal }
        if interrupts.count > 1 || interrupts.count > 0 && !isFed { isStopped = true }
    }

    private mutating func flush() throws {
        for remark in merger.remarks { badLines.sayOnce(remark) }
        merger.remarks = []
        merger.exchange(&records)
        try output.write(records, &interrupts)
        records.removeAll()
        let written = merger.takeWritten()
        if !written.isEmpty { try metrics?.write(written) }
    }
}
