import Glibc

/// Standard output for a loop that nothing may hold up: what the reader does not take now stays with the owner.
///
/// The descriptor that others share is left as it is: a pipe or a terminal is opened a second time for this.
package struct PromptOutput: ~Copyable {
    /// What to poll for room to write, and for the reader going away.
    package let descriptor: Int32
    private let kind: Kind
    /// Is it a pipe, which takes `PipePages`?
    package let isPipe: Bool

    private enum Kind {
        /// Never keeps a writer waiting for a reader.
        case file
        /// Our own descriptor, in non-blocking mode.
        case own
        case socket
        /// Only a blocking descriptor: small pieces after `poll` has said that there is room.
        case shared
    }

    /// What `poll` promises room for in a pipe (`PIPE_BUF` of pipe(7)).
    private static let atomicSize = 4096

    /// Of standard output, or whatever else `shared` is.
    package init(_ shared: Int32 = STDOUT_FILENO) {
        var status = stat()
        let type = fstat(shared, &status) == 0 ? status.st_mode & S_IFMT : S_IFREG
        switch type {
        case S_IFIFO, S_IFCHR:
            enlargePipe(shared)
            let own = open("/proc/self/fd/\(shared)", O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
            (descriptor, kind) = own >= 0 ? (own, .own) : (shared, .shared)
        case S_IFSOCK: (descriptor, kind) = (shared, .socket)
        default: (descriptor, kind) = (shared, .file)
        }
        isPipe = type == S_IFIFO
    }

    deinit { if kind == .own { close(descriptor) } }

    /// Writes what follows the first `offset` of `bytes`, as much as is taken at once, and says how much; 0 is
    /// not now.
    package func write(_ block: UnsafeRawBufferPointer, from offset: Int = 0) throws(Failure) -> Int {
        let bytes = UnsafeRawBufferPointer(rebasing: block.dropFirst(offset))
        guard let start = bytes.baseAddress, bytes.count > 0 else { return 0 }
        let count: Int
        switch kind {
        case .file, .own: count = Glibc.write(descriptor, start, bytes.count)
        case .socket: count = send(descriptor, start, bytes.count, Int32(MSG_DONTWAIT))
        case .shared:
            var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            guard poll(&entry, 1, 0) > 0 else { return 0 }
            count = Glibc.write(descriptor, start, min(bytes.count, Self.atomicSize))
        }
        if count >= 0 { return count }
        switch errno {
        case EINTR, EAGAIN: return 0
        case EPIPE, ECONNRESET: throw .readerGone
        default: throw .system("cannot write to standard output")
        }
    }
}
