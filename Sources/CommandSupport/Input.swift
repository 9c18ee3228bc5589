import Glibc

/// The files named as arguments one after the other, or standard input, as one stream of bytes.
package struct Input: ~Copyable {
    private let paths: [RawPath]
    private var next = 0
    /// The file that is being read; nil before the first and after the last.
    package private(set) var descriptor: Int32?
    /// What the current file is called in messages.
    package private(set) var name = "standard input"
    /// Is the current file a regular one, which can be sought and never keeps a reader waiting?
    package private(set) var isRegular = false

    /// No path means standard input, and `-` stands for it.
    package init(_ paths: [RawPath]) throws(Failure) {
        self.paths = paths
        if paths.isEmpty {
            adopt(STDIN_FILENO, name: "standard input")
        } else {
            try advance()
        }
    }

    deinit { if let descriptor, descriptor != STDIN_FILENO { close(descriptor) } }

    package var isTerminal: Bool { descriptor.map { isatty($0) == 1 } ?? false }
    /// Is this a live stream, which may be idle: anything but a regular file?
    package var isStream: Bool { descriptor != nil && !isRegular }
    /// True before the first byte of a file other than the first: a line does not go on across files.
    package private(set) var isAtFileStart = true

    /// Reads once, waiting if need be. Nil at the end of the current file, after which the next one is open,
    /// or `descriptor` is nil when there is none.
    package mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int? {
        guard let descriptor else { return nil }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 {
                isAtFileStart = false
                return count
            }
            if count == 0 {
                try advance()
                return nil
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&entry, 1, -1)
            default: throw .system("cannot read \(name)")
            }
        }
    }

    private mutating func advance() throws(Failure) {
        if let descriptor, descriptor != STDIN_FILENO { close(descriptor) }
        descriptor = nil
        isAtFileStart = true
        guard next < paths.count else { return }
        let path = paths[next]
        next += 1
        if path.isStandardStream { return adopt(STDIN_FILENO, name: "standard input") }
        let opened = open(path.bytes, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw .system("cannot open '\(path.text)'") }
        adopt(opened, name: path.text)
    }

    private mutating func adopt(_ opened: Int32, name: String) {
        var status = stat()
        isRegular = fstat(opened, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        descriptor = opened
        self.name = name
        if !isRegular { enlargePipe(opened) }
    }
}
