import BasicContainers
import JSONLines

/// A list that grows by whole chunks: what it holds never moves, and no memory waits for what may come but the rest of one
/// chunk. An array doubles instead, and holds three times its old self while it copies.
///
/// It is never copied, so that no write has to ask first who else holds it.
///
/// Memory: 1,024 elements at a time. An element is one more load away than in an array.
///
/// No type of an element is private: a debug build of what destroys the list in another file ends in the compiler (6.3.1).
struct Chunks<Element: BitwiseCopyable>: ~Copyable {
    private var chunks = UniqueArray<RigidArray<Element>>()
    private(set) var count = 0

    private static var shift: Int { 10 }
    private static var mask: Int { 1 << shift - 1 }

    mutating func append(_ element: Element) {
        if count & Self.mask == 0 { chunks.append(RigidArray(capacity: 1 << Self.shift)) }
        chunks[count >> Self.shift].append(element)
        count += 1
    }

    /// Brings an element near: see `Span.prefetch`.
    @inline(__always)
    func prefetch(_ index: Int) { chunks[index >> Self.shift].span.prefetch(index & Self.mask) }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { chunks[index >> Self.shift][index & Self.mask] }
        _modify { yield &chunks[index >> Self.shift][index & Self.mask] }
    }
}
