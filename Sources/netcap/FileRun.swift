import Capture
import CommandSupport
import Glibc
import JSONLines

/// Decodes a capture file, or one that arrives on standard input, to the end or until told to stop.
struct FileRun: ~Copyable {
    private let configuration: Configuration
    private let name: String
    private var file: CaptureFile
    private var filter: Filter
    private var stream: PacketStream
    private var raw: RawSink?
    private var output = LineOutput()
    private let signals: Signals
    private var pacer: Pacer?
    /// The monotonic moment at which the frame that was held is due.
    private var due: Int64?
    private var isComplete = false

    /// How long lines may wait for company when the input is slower than they are.
    private static let patience: Int64 = 50_000_000

    init(_ configuration: Configuration, path: RawPath) throws {
        let file = try Self.open(path)
        let signals = try Signals([SIGINT, SIGTERM, SIGHUP])
        let raw = try RawSink.open(configuration.raw)
        try Descent.drop(to: configuration.user)
        self.raw = raw
        self.file = file
        self.signals = signals
        self.configuration = configuration
        name = path.isStandardStream ? "standard input" : path.text
        filter = Filter(configuration.filter)
        stream = PacketStream(configuration)
        pacer = configuration.speed.map { Pacer(speed: $0) }
    }

    private static func open(_ path: RawPath) throws -> CaptureFile {
        do throws(CaptureFileError) {
            return try path.isStandardStream
                ? CaptureFile(descriptor: STDIN_FILENO) : CaptureFile(path: path.bytes)
        } catch {
            throw Failure.stopped("\(path.text): \(error)")
        }
    }

    /// Every whole frame before any damage is in the output when this throws.
    mutating func run() throws {
        var failure: (any Error)?
        do { try read() } catch Failure.readerGone {
            try raw?.close()
            throw Failure.readerGone
        } catch { failure = error }
        appendCounters()
        try raw?.close()
        while try !output.flush(&stream.writer) {
            // A second Ctrl-C does not wait for a reader that has stopped reading.
            guard try wait(.output) else {
                throw Failure.stopped("interrupted before all lines were written")
            }
        }
        if let failure { throw failure }
    }

    private mutating func read() throws {
        var flushBy = Clock.monotonic()
        while !isComplete {
            if !signals.take().isEmpty { return }
            switch try frames() {
            case .described: try describe()
            case .ended: return
            case .stopped: try due == nil ? flush() : pause()
            case .needsInput:
                if file.needsDescriptor && !isReadable() {
                    try flush()
                    guard try wait(.input) else { continue }
                } else if Clock.monotonic() >= flushBy {
                    try flush()
                    flushBy = Clock.monotonic() + Self.patience
                }
                file.fill()
            }
        }
    }

    /// Takes frames until a block is full, the input runs dry, or the next frame is not due yet.
    private mutating func frames() throws -> CaptureFile.Progress {
        due = nil
        // Asked once: for each frame it would cost as much as a number's digits.
        let isFiltered = !configuration.filter.isEmpty
        let isWritten = raw != nil
        let progress: CaptureFile.Progress
        do throws(CaptureFileError) {
            progress = try file.frames { frame, bytes in
                guard !isFiltered || filter.accepts(frame, bytes) else { return .next }
                if let duration = configuration.duration, stream.elapsed(frame.timestamp) >= duration {
                    isComplete = true
                    return .hold
                }
                if pacer != nil {
                    let now = Clock.monotonic()
                    if let moment = pacer?.due(frame.timestamp, now: now), moment > now {
                        due = moment
                        return .hold
                    }
                }
                if isWritten {
                    isComplete = raw?.take(frame, bytes) == false
                    if isComplete { return .hold }
                }
                stream.append(frame, bytes)
                isComplete = stream.count == configuration.count
                return isComplete || stream.writer.count >= LineOutput.blockSize ? .stop : .next
            }
        } catch {
            throw Failure.stopped("\(name): \(error)")
        }
        if let failure = raw?.failure { throw failure }
        return progress
    }

    private mutating func describe() throws {
        for interface in file.interfaces.dropFirst(stream.counts.count) {
            stream.addInterface(name: interface.name)
            try raw?.add(
                CaptureWriter.Interface(
                    name: interface.name, linkType: interface.linkType,
                    snapshotLength: interface.snapshotLength))
        }
        guard !configuration.filter.isEmpty else { return }
        do throws(LiveCaptureError) {
            try filter.prepare(for: file.interfaces)
        } catch {
            throw Failure.stopped("\(error)")
        }
    }

    private mutating func appendCounters() {
        guard stream.count > 0 else { return }
        for index in stream.counts.indices {
            let interface = file.interfaces[index]
            stream.appendCounters(
                interface.counters, interface: index, name: String(decoding: interface.name, as: UTF8.self),
                at: stream.latest)
        }
    }

    // MARK: Waiting

    private func isReadable() -> Bool {
        var poll = Poll()
        poll.add(reading: file.inputDescriptor)
        return poll.wait(until: 0)
    }

    /// Gives the output everything, however long the reader takes; a signal ends the wait.
    private mutating func flush() throws {
        while try !output.flush(&stream.writer) {
            guard try wait(.output) else { return }
        }
    }

    /// Sleeps until the frame that was held is due.
    private mutating func pause() throws {
        try flush()
        try wait(.time)
    }

    private enum Awaited {
        case input, output, time
    }

    /// Waits for what is named, or a signal, or the reader to go away; false when it was a signal.
    @discardableResult
    private func wait(_ awaited: Awaited) throws -> Bool {
        var poll = Poll()
        poll.add(reading: signals.descriptor)
        switch awaited {
        case .input: poll.add(reading: file.inputDescriptor)
        case .output: poll.add(writing: output.descriptor)
        case .time: break
        }
        if awaited != .output { poll.add(watching: output.descriptor) }
        poll.wait(until: awaited == .time ? due : nil)
        if awaited != .output && poll.isGone(output.descriptor) { throw Failure.readerGone }
        return !poll.isReadable(signals.descriptor)
    }
}
