import CommandSupport
import JSONLines

/// Lines on their way to standard output: one block is being written while the next one fills.
///
/// Nothing here waits. A reader that is slow leaves the outgoing block unfinished; the owner decides what to do
/// when the next one is full as well.
struct LineOutput: ~Copyable {
    /// A full block: a quarter of the pipe (measured: larger writes than the pipe are half as fast).
    static let blockSize = 1 << 18

    private let output: PromptOutput
    /// The outgoing block, and how much of it has been written, unless it stands in `pages`.
    private var outgoing = JSONWriter()
    private var written = 0
    private var pages: PipePages

    init(_ output: consuming PromptOutput = PromptOutput()) {
        pages = PipePages(output)
        self.output = output
    }

    /// What to poll: for room while `isWaiting`, else for the reader going away.
    var descriptor: Int32 { output.descriptor }
    /// The reader has not taken everything that it was offered.
    var isWaiting: Bool { written < outgoing.count || pages.isWaiting }

    /// Offers what is left of the block before, then all of `lines`, which is empty afterwards unless the
    /// reader is slow. Returns whether it took everything.
    mutating func flush(_ lines: inout JSONWriter) throws -> Bool {
        guard try drain(), lines.count > 0 else { return !isWaiting }
        if !lines.withBytes({ pages.take($0) }) {
            swap(&outgoing, &lines)
            written = 0
        }
        lines.removeAll()
        return try drain()
    }

    /// Offers what is left of the outgoing block; true when nothing is.
    mutating func drain() throws -> Bool {
        while pages.isWaiting {
            if try pages.give(to: output) == 0 { return false }
        }
        while written < outgoing.count {
            let taken = try outgoing.withBytes { try output.write($0, from: written) }
            if taken == 0 { return false }
            written += taken
        }
        return true
    }
}
