import CPrefetch

extension Span where Element: BitwiseCopyable {
    /// Asks the processor to bring an element near, and does not wait for it. An address is named to that end, and never read
    /// from: the one place of this room that takes a pointer.
    @inline(__always)
    func prefetch(_ index: Int) {
        withUnsafeBufferPointer { elements in
            guard let start = elements.baseAddress else { return }
            let first = UnsafeRawPointer(start + index)
            // It may lie across two lines of the cache, or three.
            for offset in Swift.stride(from: 0, to: MemoryLayout<Element>.size, by: 64) {
                prefetch_line(first + offset)
            }
            prefetch_line(first + (MemoryLayout<Element>.size - 1))
        }
    }
}
