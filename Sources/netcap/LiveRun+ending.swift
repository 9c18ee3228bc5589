import Capture
import CommandSupport
import Glibc
import JSONLines

extension LiveRun {
    /// Twice the time for which the kernel may hold frames back.
    private static let drainTime: Int64 = 250_000_000

    /// Lets nothing further in, takes what the kernel still holds, and writes everything.
    mutating func finish() throws {
        if !isComplete { try drainKernel() }
        appendCounters()
        failure = failure ?? raw?.failure
        if raw?.failure == nil {
            do {
                for index in active.indices {
                    try raw?.append(captures.counters(index), interface: index, at: Clock.wall())
                }
                try raw?.close()
            } catch {
                failure = failure ?? error
            }
        }
        while try !output.flush(&stream.writer) {
            poll.removeAll()
            poll.add(reading: signals.descriptor)
            poll.add(writing: output.descriptor)
            poll.wait(until: nil)
            // A second Ctrl-C does not wait for a reader that has stopped reading.
            if poll.isReadable(signals.descriptor), signals.take().contains(where: { $0 != SIGUSR1 }) {
                throw Failure.stopped("interrupted before all lines were written")
            }
        }
    }

    private mutating func drainKernel() throws {
        for index in active.indices where active[index] { captures.stop(index) }
        let deadline = Clock.monotonic() + Self.drainTime
        isStopping = false
        while active.contains(true) && !isComplete {
            let isOver = Clock.monotonic() >= deadline
            try takeFrames()
            if isOver || isDrained() { break }
            _ = try output.flush(&stream.writer)
            try wait(until: deadline)
            takeSignals()
            if isStopping { break }
        }
        isStopping = true
    }

    /// Whether every frame that passed the filter has been taken or is counted as dropped.
    private mutating func isDrained() -> Bool {
        for index in active.indices where active[index] {
            let counters = captures.counters(index)
            let taken = stream.counts[index] &+ stream.lost[index]
            guard let received = counters.received, taken &+ (counters.dropped ?? 0) >= received else {
                return false
            }
        }
        return true
    }

    mutating func appendCounters() {
        for index in active.indices {
            stream.appendCounters(
                captures.counters(index), interface: index, name: interfaces[index].interface,
                at: Clock.wall())
        }
    }

    /// What tcpdump says at the end, and at SIGUSR1.
    mutating func summarize(_ say: (String) -> Void) {
        for index in active.indices {
            let counters = captures.counters(index)
            let taken = stream.counts[index] &+ stream.lost[index]
            var line =
                "\(taken) packets captured, \(counters.received ?? taken) received by filter, "
                + "\(counters.dropped ?? 0) dropped by kernel"
            if let dropped = counters.interfaceDropped, dropped > 0 {
                line += ", \(dropped) dropped by interface"
            }
            if stream.lost[index] > 0 {
                line +=
                    ", \(stream.lost[index]) in the raw capture only: the reader of the stream was too slow"
            }
            say(interfaces.count > 1 ? "\(interfaces[index].interface): \(line)" : line)
        }
    }
}
