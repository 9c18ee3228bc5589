import Glibc

/// One `poll` over a few descriptors: what a command waits for between two pieces of work.
package struct Poll {
    /// What is asked of one descriptor, and what the last `wait` found.
    private var entries: [pollfd] = []

    package init() {}

    package mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Watches for bytes, or the end, to read.
    package mutating func add(reading descriptor: Int32) {
        entries.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
    }

    /// Watches for room to write.
    package mutating func add(writing descriptor: Int32) {
        entries.append(pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0))
    }

    /// Watches only for the other end going away.
    package mutating func add(watching descriptor: Int32) {
        entries.append(pollfd(fd: descriptor, events: 0, revents: 0))
    }

    /// Waits until something is ready or the monotonic `deadline` (nanoseconds; nil: forever) has passed.
    /// A signal ends the wait early, with its descriptor ready where it is among them. False when nothing is ready.
    @discardableResult
    package mutating func wait(until deadline: Int64?) -> Bool {
        var timeout: Int32 = -1
        if let deadline {
            let rest = max(0, deadline - Clock.monotonic())
            // Rounded up: waking a little early would spin.
            timeout = Int32(min((rest + 999_999) / 1_000_000, 60_000))
        }
        for index in entries.indices { entries[index].revents = 0 }
        let count = poll(&entries, nfds_t(entries.count), timeout)
        // A signal's handler has just written to its pipe, and the interrupted call has looked at nothing.
        if count < 0 && errno == EINTR { return poll(&entries, nfds_t(entries.count), 0) > 0 }
        return count > 0
    }

    /// Can `descriptor` be read without waiting (its end and its errors count)?
    package func isReadable(_ descriptor: Int32) -> Bool {
        has(
            descriptor, Int16(POLLIN) | Int16(POLLHUP) | Int16(POLLERR) | Int16(POLLNVAL),
            asked: Int16(POLLIN))
    }

    /// Can `descriptor` be written without waiting (its errors count: the write will tell)?
    package func isWritable(_ descriptor: Int32) -> Bool {
        has(
            descriptor, Int16(POLLOUT) | Int16(POLLHUP) | Int16(POLLERR) | Int16(POLLNVAL),
            asked: Int16(POLLOUT))
    }

    /// Has the other end of `descriptor` gone away?
    package func isGone(_ descriptor: Int32) -> Bool {
        entries.contains { $0.fd == descriptor && $0.revents & (Int16(POLLERR) | Int16(POLLHUP)) != 0 }
    }

    private func has(_ descriptor: Int32, _ found: Int16, asked: Int16) -> Bool {
        entries.contains { $0.fd == descriptor && $0.events & asked != 0 && $0.revents & found != 0 }
    }
}
