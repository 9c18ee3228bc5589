import Glibc

/// Where a command's records go: a descriptor that is written whole blocks, and told apart by how it fails.
package struct Output: ~Copyable {
    package let descriptor: Int32
    /// How the destination is called in errors.
    private let name: String

    /// A megabyte in the pipe lets two stages run side by side (measured: 5.0 → 6.3 M packets/s).
    static let pipeSize: Int32 = 1 << 20

    /// Standard output.
    package init() {
        descriptor = STDOUT_FILENO
        name = "standard output"
        enlargePipe(descriptor)
    }

    /// Is it a terminal, so that every line is wanted at once?
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes all of `bytes`, waiting for the reader as long as it takes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if count > 0 {
                written += count
            } else {
                try recover(from: errno)
            }
        }
    }

    /// Writes all of `text`.
    package func write(_ text: String) throws(Failure) {
        var text = text
        let result: Result<Void, Failure> = text.withUTF8 { bytes in
            do throws(Failure) {
                try write(UnsafeRawBufferPointer(bytes))
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Returns when another try makes sense.
    private func recover(from code: Int32) throws(Failure) {
        switch code {
        case EINTR: return
        case EAGAIN:  // somebody else made our end non-blocking
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            poll(&entry, 1, -1)
        case EPIPE, ECONNRESET: throw .readerGone
        default: throw .system("cannot write to \(name)", code)
        }
    }
}

/// Asks for a large pipe; refused quietly where the limit of the user or the kind of file forbids it.
func enlargePipe(_ descriptor: Int32) {
    let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ of fcntl(2), which the module map does not carry
    _ = fcntl(descriptor, setPipeSize, Output.pipeSize)
}
