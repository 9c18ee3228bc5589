import CLinux
import Glibc

/// Blocks on their way into a pipe without a copy in the kernel: the pages that they stand in become the pipe's.
///
/// `write` has the kernel take pages one by one, copy, and give them back behind the reader, each end waiting for the
/// other's lock (measured: 0.45 s of two processors for a gigabyte, against 0.08 with these). A page that was given is
/// never written again, since a reader may pass it on unread (splice(2), tee(2)): the next block stands in new ones.
/// Those are huge, for new pages of the usual size cost more than the copy.
package struct PipePages: ~Copyable {
    /// False where the output is no pipe, there are no huge pages, or pages are not to be given.
    private var areUseful: Bool
    /// The first huge page, which is there from the first block on.
    private var base: UnsafeMutableRawPointer?
    /// Up to where pages have been written, and from where on they still have to be given.
    private var end = 0
    private var given = 0

    /// With fewer bytes a call costs more than the copy.
    private static let smallestBlock = 1 << 16
    private static let hugePageSize = 1 << 21
    /// Two huge pages: when one is full, what stood in the other has left the pipe. To give that one up thus frees it,
    /// for the one that takes its place, while it is still in the processor's cache.
    private static let size = 2 * hugePageSize
    private static let pageSize = sysconf(Int32(_SC_PAGESIZE))
    /// A block that met more page faults than these got no huge pages.
    private let faultLimit: Int

    /// For blocks that go to `output`.
    package init(_ output: borrowing PromptOutput, faultLimit: Int = 8) {
        areUseful = output.isPipe
        self.faultLimit = faultLimit
    }

    deinit { if let base { munmap(base, Self.size) } }

    /// Some of the last block has not been given yet.
    package var isWaiting: Bool { given < end }

    /// Copies `block` into new pages; the one before must have been given. False where `block` is better written.
    package mutating func take(_ block: UnsafeRawBufferPointer) -> Bool {
        precondition(!isWaiting)
        guard areUseful && (Self.smallestBlock...Self.hugePageSize).contains(block.count) else {
            return false
        }
        if base == nil { base = Self.makePages() }
        guard let base else {
            areUseful = false
            return false
        }
        given = newPages(for: block.count, base)
        end = given + block.count
        let faults = Self.faults
        UnsafeMutableRawBufferPointer(start: base + given, count: block.count).copyMemory(from: block)
        areUseful = Self.faults - faults <= faultLimit
        return true
    }

    private static func makePages() -> UnsafeMutableRawPointer? {
        // Blocks of this size are from many packets, which need little of the code that starting did.
        CodePages.giveBack()
        // One more than is used, for they have to begin where a huge page can.
        let reserved = mmap(
            nil, size + hugePageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let reserved, reserved != MAP_FAILED else { return nil }
        let base = reserved.alignedUp(toMultipleOf: hugePageSize)
        munmap(reserved, base - reserved)
        munmap(base + size, hugePageSize - (base - reserved))
        madvise(base, size, MADV_HUGEPAGE)
        return base
    }

    /// Where `count` bytes stand in pages that are not the pipe's.
    private func newPages(for count: Int, _ base: UnsafeMutableRawPointer) -> Int {
        var start = (end + Self.pageSize - 1) & -Self.pageSize
        let used = start % Self.hugePageSize
        guard used == 0 || used + count > Self.hugePageSize else { return start }
        start = (start + Self.hugePageSize - 1) & -Self.hugePageSize % Self.size
        madvise(base + start, Self.hugePageSize, MADV_DONTNEED)
        return start
    }

    /// Gives what `output`, which must be the one of the beginning, has room for without waiting, and says how many
    /// bytes; 0 is not now.
    package mutating func give(to output: borrowing PromptOutput) throws(Failure) -> Int {
        guard let base, isWaiting else { return 0 }
        let rest = UnsafeMutableRawBufferPointer(start: base + given, count: end - given)
        let nonBlocking: UInt32 = 2  // SPLICE_F_NONBLOCK of fcntl.h
        var pages = iovec(iov_base: rest.baseAddress, iov_len: rest.count)
        var count = vmsplice(output.descriptor, &pages, 1, nonBlocking)
        if count < 0 {
            switch errno {
            case EINTR, EAGAIN: return 0
            case EPIPE: throw .readerGone
            default:
                // Another system, or a sandbox. What stands in the pages can be written as well.
                areUseful = false
                count = try output.write(UnsafeRawBufferPointer(rest))
            }
        }
        given += count
        return count
    }

    private static var faults: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_minflt
    }
}
