import Glibc

/// Why a command ends before its work is done; `start()` turns it into an exit status.
package enum Failure: Error, Equatable {
    /// The reader of our output has gone away: not an error, exit 0 in silence.
    case readerGone
    /// Exit 1 with one line on standard error, which says what to do about it.
    case stopped(String)

    /// The failure of a system call: `what` and the system's reason.
    package static func system(_ what: String, _ code: Int32 = errno) -> Failure {
        .stopped("\(what): \(String(cString: strerror(code)))")
    }
}
