import CLinux

/// The C library's memory.
package enum Allocator {
    /// Lets every large block have pages of its own from now on, so that what was freed goes back to the system.
    ///
    /// Left alone, glibc puts blocks of any size that was freed once into its heap, and holes stay in it.
    package static func keepLargeBlocksApart() { mallopt(M_MMAP_THRESHOLD, 128 << 10) }
}
