import Capture
import CommandSupport
import Glibc
import JSONLines
import Packets

/// Captures from interfaces until told to stop, and loses nothing of what was captured until then.
struct LiveRun: ~Copyable {
    let configuration: Configuration
    let interfaces: [LiveConfiguration]
    var captures: LiveCaptures
    /// Those that have not ended on their own.
    var active: [Bool]
    /// What is known of each interface, so that a change is told once.
    var states: [InterfaceState]
    var stream: PacketStream
    var raw: RawSink?
    var output = LineOutput()
    let signals: Signals
    let diagnostics: Diagnostics
    var poll = Poll()
    var isStopping = false
    /// The last look at the interfaces found no frame.
    var isIdle = false
    /// No further frame is wanted, not even those that the kernel holds already.
    var isComplete = false
    var failure: (any Error)?

    /// How often to look whether an interface that is down is up again.
    static let lookInterval: Int64 = 250_000_000
    /// How long a search for processes may rest while there are no packets.
    static let searchInterval: Int64 = 10_000_000
    /// How often the counters go into the stream.
    static let recordInterval: Int64 = 2_000_000_000
    /// Bytes of lines that may wait for a slow reader beside the block that it is reading. When they are full,
    /// frames wait in the kernel, which counts what it drops; with `-w` the file goes on and the lines are lost.
    static let backlogLimit = 4 << 20

    init(_ configuration: Configuration, _ interfaces: [LiveConfiguration], _ diagnostics: Diagnostics) throws
    {
        let captures = try Self.open(interfaces)
        let signals = try Signals([SIGINT, SIGTERM, SIGHUP, SIGUSR1])
        var raw = try RawSink.open(configuration.raw)
        for interface in interfaces {
            try raw?.add(
                CaptureWriter.Interface(
                    name: Array(interface.interface.utf8),
                    linkType: captures.properties(interface.index).linkType,
                    snapshotLength: UInt32(clamping: interface.snapshotLength)))
        }
        // What is asked of the system for the first time may need root, which is given up next.
        let processes = configuration.wantsProcesses ? try ProcessLookup(interfaces, diagnostics) : nil
        try Descent.drop(to: configuration.user, keeping: processes == nil ? [] : ProcessLookup.capabilities)
        self.raw = raw
        self.captures = captures
        self.signals = signals
        self.configuration = configuration
        self.interfaces = interfaces
        self.diagnostics = diagnostics
        active = interfaces.map { _ in true }
        states = interfaces.map { _ in .up }
        stream = PacketStream(configuration)
        stream.processes = processes
        for interface in interfaces { stream.addInterface(name: interface.interface.utf8) }
        refresh()
    }

    /// Looks again who we are: what packets going out have as their source.
    mutating func refresh() {
        for index in interfaces.indices { captures.refresh(index) }
        stream.refresh()
        guard configuration.local.isEmpty else { return }
        // Link headers without addresses: those of the host say which way.
        if interfaces.indices.contains(where: { captures.needsHostAddresses($0) }) {
            stream.local = LocalNetworks(HostAddresses())
        }
    }

    private static func open(_ interfaces: [LiveConfiguration]) throws -> LiveCaptures {
        do throws(LiveCaptureError) {
            return try LiveCaptures(interfaces)
        } catch {
            throw Failure.stopped("\(error)")
        }
    }

    mutating func run() throws {
        announce()
        do {
            try capture()
            try finish()
        } catch {
            // The reader of the stream may have gone; what was captured until then is in the file.
            try? raw?.close()
            throw error
        }
        summarize(diagnostics.remark)
        if let failure { throw failure }
    }

    func announce() {
        for index in interfaces.indices {
            if let warning = captures.properties(index).warning { diagnostics.say(warning) }
            diagnostics.remark(
                "listening on \(interfaces[index].interface), link-type \(captures.properties(index).linkTypeText), "
                    + "snapshot length \(interfaces[index].snapshotLength) bytes")
        }
    }

    // MARK: Capturing

    mutating func capture() throws {
        let end = configuration.duration.map { Clock.monotonic().addingReportingOverflow($0).partialValue }
        var nextRecord = Clock.monotonic() + Self.recordInterval
        while !isStopping {
            var look = states.contains(.down) ? Clock.monotonic() + Self.lookInterval : .max
            if stream.processes?.isSearching == true { look = Clock.monotonic() + Self.searchInterval }
            try wait(until: min(nextRecord, end ?? .max, look))
            takeSignals()
            stream.processes?.advance(now: Clock.monotonic())
            try takeFrames()
            noteStates()
            let now = Clock.monotonic()
            if now >= nextRecord {
                appendCounters()
                refresh()
                try raw?.flush()
                nextRecord = now + Self.recordInterval
            }
            if let end, now >= end { isStopping = true }
            _ = try output.flush(&stream.writer)
        }
    }

    /// Whether lines wait and there is no room for more.
    var isFull: Bool { output.isWaiting && stream.writer.count >= Self.backlogLimit }

    mutating func wait(until deadline: Int64?) throws {
        poll.removeAll()
        poll.add(reading: signals.descriptor)
        if output.isWaiting {
            poll.add(writing: output.descriptor)
        } else {
            poll.add(watching: output.descriptor)
        }
        if !isFull || raw != nil {
            for index in active.indices where active[index] {
                poll.add(reading: captures.properties(index).descriptor)
            }
        }
        poll.wait(until: deadline)
        if !output.isWaiting && poll.isGone(output.descriptor) { throw Failure.readerGone }
    }

    mutating func takeSignals() {
        guard poll.isReadable(signals.descriptor) else { return }
        for signal in signals.take() {
            if signal == SIGUSR1 { summarize(diagnostics.say) } else { isStopping = true }
        }
    }

    /// Takes every frame that is there, from each interface in turn.
    mutating func takeFrames() throws {
        isIdle = true
        for index in active.indices where active[index] {
            while !isStopping && (!isFull || raw != nil) {
                stream.processes?.now = Clock.monotonic()
                guard try takeFrames(index) > 0 else { break }
                isIdle = false
                if stream.writer.count >= LineOutput.blockSize { _ = try output.flush(&stream.writer) }
            }
        }
    }

    /// How many frames interface `index` had, until the lines want to be written.
    mutating func takeFrames(_ index: Int) throws -> Int {
        do throws(LiveCaptureError) {
            return try dispatch(index)
        } catch {
            lose(index, error)
            return 0
        }
    }

    /// Takes what is left of an interface that is gone.
    mutating func takeRest(_ index: Int) {
        while !isComplete, let taken = try? dispatch(index), taken > 0 {}
    }

    private mutating func dispatch(_ index: Int) throws(LiveCaptureError) -> Int {
        let isWaiting = output.isWaiting
        let limit = isWaiting ? Self.backlogLimit : LineOutput.blockSize
        let isLossless = raw == nil || !isWaiting
        return try captures.frames(index) { frame, bytes in
            if raw != nil, raw?.take(frame, bytes) == false {
                isStopping = true
                isComplete = true
                return .stop
            }
            if isLossless || stream.writer.count < limit {
                stream.append(frame, bytes)
            } else {
                stream.skip(frame)
            }
            if stream.count == configuration.count {
                isStopping = true
                isComplete = true
                return .stop
            }
            return isLossless && stream.writer.count >= limit ? .stop : .next
        }
    }
}
