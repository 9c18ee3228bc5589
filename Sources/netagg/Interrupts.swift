import CommandSupport
import Glibc

/// The signals that ask netagg to end: the first to drain what is in the pipe, the second to leave at once.
struct Interrupts: ~Copyable {
    private let signals: Signals
    private(set) var count = 0

    init() throws(Failure) { signals = try Signals([SIGINT, SIGTERM]) }

    /// Readable when one has come.
    var descriptor: Int32 { signals.descriptor }

    /// Counts those that have come.
    mutating func take() { count += signals.take().count }
}
