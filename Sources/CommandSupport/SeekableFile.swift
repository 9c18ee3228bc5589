import Glibc

/// A regular file that is read at any place, and where its lines begin.
package struct SeekableFile: ~Copyable {
    private let descriptor: Int32
    /// What the file is called in messages.
    package let name: String
    /// Bytes, when it was opened.
    package let size: Int

    /// Nil when `path` is no regular file (`-` and nil: standard input).
    package init?(_ path: RawPath?) throws(Failure) {
        let isInput = path?.isStandardStream ?? true
        let opened = isInput ? dup(STDIN_FILENO) : open(path!.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        let name = isInput ? "standard input" : path!.text
        guard opened >= 0 else { throw .system("cannot open '\(name)'") }
        var status = stat()
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(opened)
            return nil
        }
        descriptor = opened
        size = Int(status.st_size)
        self.name = name
    }

    deinit { close(descriptor) }

    /// Where each line starts, in bytes from the start of the file, and at the end the size of what was read.
    /// At most `limit` lines; a last line without a newline counts.
    package func lineOffsets(limit: Int = 1 << 24) throws(Failure) -> [Int] {
        var offsets = [0]
        var position = 0
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { block.deallocate() }
        var endsWithNewline = true
        while offsets.count <= limit {
            let count = pread(descriptor, block.baseAddress, block.count, off_t(position))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .system("cannot read \(name)") }
            guard count > 0 else { break }
            var from = 0
            while from < count, let found = memchr(block.baseAddress! + from, 0x0A, count - from) {
                from = UnsafeRawPointer(found) - UnsafeRawPointer(block.baseAddress!) + 1
                offsets.append(position + from)
            }
            endsWithNewline = from == count
            position += count
        }
        if !endsWithNewline { offsets.append(position) }
        return offsets
    }

    /// The bytes of a range of the file; fewer where it ends earlier.
    package func bytes(_ range: Range<Int>) throws(Failure) -> [UInt8] {
        var filled = 0
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
            while filled < range.count {
                let at = off_t(range.lowerBound + filled)
                let count = pread(descriptor, buffer.baseAddress! + filled, range.count - filled, at)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { failure = errno }
                guard count > 0 else { break }
                filled += count
            }
            initialized = filled
        }
        guard failure == 0 else { throw .system("cannot read \(name)", failure) }
        return bytes
    }
}
