import CommandSupport
import Glibc
import JSONLines

/// Standard output for the records: waits for a reader that is slow, but not past the second interrupt.
struct RecordOutput: ~Copyable {
    private let output = PromptOutput()

    /// What to watch for the reader going away.
    var descriptor: Int32 { output.descriptor }

    /// How long the last record may take after the second interrupt.
    private static let lastChance: Int64 = 100_000_000

    /// Writes all that `json` holds.
    func write(_ json: borrowing JSONWriter, _ interrupts: inout Interrupts) throws {
        var written = 0
        var deadline: Int64?
        while true {
            written += try json.withBytes { try output.write($0, from: written) }
            if written == json.count { return }
            if interrupts.count > 1 {
                let moment = deadline ?? Clock.monotonic() + Self.lastChance
                guard Clock.monotonic() < moment else {
                    throw Failure.stopped("interrupted before the reader took all records")
                }
                deadline = moment
            }
            var poll = Poll()
            poll.add(writing: output.descriptor)
            poll.add(reading: interrupts.descriptor)
            poll.wait(until: deadline)
            if poll.isReadable(interrupts.descriptor) { interrupts.take() }
        }
    }
}
