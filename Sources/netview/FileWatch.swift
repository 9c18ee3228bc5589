import CommandSupport
import Glibc

/// Tells when a file is written to, without looking at it again and again (inotify(7)).
struct FileWatch: ~Copyable {
    /// Readable when the file has been written to.
    let descriptor: Int32

    /// Nil when the system cannot watch the file: then it is read as it is now. No path: standard input.
    init?(_ path: RawPath?) {
        let opened = inotify_init1(Int32(O_NONBLOCK | O_CLOEXEC))
        guard opened >= 0 else { return nil }
        let isInput = path?.isStandardStream ?? true
        let name = isInput ? Array("/proc/self/fd/0".utf8CString) : path!.bytes
        guard inotify_add_watch(opened, name, UInt32(IN_MODIFY)) >= 0 else {
            close(opened)
            return nil
        }
        descriptor = opened
    }

    deinit { close(descriptor) }

    /// Takes what has been told: several writes count as one.
    mutating func take() {
        var events = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &events, events.count) > 0 {}
    }
}
