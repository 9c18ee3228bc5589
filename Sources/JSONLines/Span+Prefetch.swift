public import CPrefetch

extension Span where Element: BitwiseCopyable {
    /// Asks the processor to bring an element near, and does not wait for it: for tables that are larger than its nearest
    /// caches, when it is known what will be looked at. The element's address is named to that end, and never read from.
    @inlinable @inline(__always)
    package func prefetch(_ index: Int) {
        guard let start = withUnsafeBufferPointer({ $0.baseAddress }) else { return }
        let first = UnsafeRawPointer(start + index)
        // It may lie across two lines of the cache, or three.
        for offset in Swift.stride(from: 0, to: MemoryLayout<Element>.size, by: 64) {
            prefetch_line(first + offset)
        }
        prefetch_line(first + (MemoryLayout<Element>.size - 1))
    }
}
