import Glibc

/// Signals as bytes in a pipe, so that one `poll` waits for them beside everything else.
///
/// The handlers stay installed until the process ends.
package struct Signals: ~Copyable {
    /// Readable when a signal has arrived.
    package let descriptor: Int32

    package init(_ signals: [Int32]) throws(Failure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw .system("cannot make a pipe for signals") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        descriptor = ends[0]
        signalPipe = ends[1]
        for number in signals { Self.install(number) }
    }

    /// Signals that arrived since the last call, oldest first.
    package func take() -> [Int32] {
        var signals: [Int32] = []
        var number: UInt8 = 0
        while read(descriptor, &number, 1) == 1 { signals.append(Int32(number)) }
        return signals
    }

    private static func install(_ number: Int32) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(signalPipe, &byte, 1)
            errno = saved
        }
        action.sa_flags = SA_RESTART
        sigaction(number, &action, nil)
    }
}

/// The end of the pipe that the handlers write to: a handler can reach nothing but a global.
nonisolated(unsafe) private var signalPipe: Int32 = -1
