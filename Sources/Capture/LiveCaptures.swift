/// The interfaces that one command captures from, each under its number.
package struct LiveCaptures: ~Copyable {
    package let count: Int
    private let captures: UnsafeMutablePointer<LiveCapture>

    /// Opens all of them, or none.
    package init(_ configurations: [LiveConfiguration]) throws(LiveCaptureError) {
        captures = .allocate(capacity: configurations.count)
        for (index, configuration) in configurations.enumerated() {
            do throws(LiveCaptureError) {
                (captures + index).initialize(to: try LiveCapture(configuration))
            } catch {
                captures.deinitialize(count: index)
                captures.deallocate()
                throw error
            }
        }
        count = configurations.count
    }

    deinit {
        captures.deinitialize(count: count)
        captures.deallocate()
    }

    /// What is fixed about the capture of interface `index`.
    package func properties(_ index: Int) -> LiveProperties { self[index].pointee.properties }
    package func linkTypes(_ index: Int) -> [LinkTypeChoice] { self[index].pointee.linkTypes() }
    package func needsHostAddresses(_ index: Int) -> Bool { self[index].pointee.needsHostAddresses }
    package func state(_ index: Int) -> InterfaceState { self[index].pointee.state() }
    package func stop(_ index: Int) { self[index].pointee.stop() }
    package mutating func refresh(_ index: Int) { self[index].pointee.refresh() }
    package mutating func counters(_ index: Int) -> CaptureCounters { self[index].pointee.counters() }

    /// As `LiveCapture.frames`.
    package mutating func frames(
        _ index: Int, _ body: (borrowing Frame, RawSpan) -> FrameStep
    ) throws(LiveCaptureError) -> Int {
        try self[index].pointee.frames(body)
    }

    private subscript(index: Int) -> UnsafeMutablePointer<LiveCapture> {
        precondition((0..<count).contains(index))
        return captures + index
    }
}
