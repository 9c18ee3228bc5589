/// The texts of keys, one or two for each, as whole words in pages that never move.
///
/// Memory: the texts, rounded up to eight bytes each, and eight bytes for a `Place`. What a longer text leaves behind where
/// it moves away is used again once it is half of all.
struct TextArena {
    /// Where the texts of a key lie, the words that belong to the key, and the lengths in bytes.
    struct Place {
        fileprivate var start: UInt32
        fileprivate var room: UInt8
        fileprivate let first: UInt8
        fileprivate let second: UInt8

        fileprivate var firstWords: Int { (Int(first) + 7) / 8 }
        fileprivate var words: Int { firstWords + (Int(second) + 7) / 8 }
    }

    /// A text lies in one page as a whole, and both texts of a key in the same.
    private var pages: [[UInt64]] = []
    /// Words that no key uses any more.
    private var wasted = 0

    private static let pageBits = 11
    private static let pageWords = 1 << pageBits

    /// Room for texts of this many bytes, at most 255 each, at the end.
    private mutating func place(_ first: Int, _ second: Int) -> Place {
        var place = Place(start: 0, room: 0, first: UInt8(first), second: UInt8(second))
        let words = place.words
        if pages.isEmpty || pages[pages.count - 1].count + words > Self.pageWords {
            pages.append([])
            pages[pages.count - 1].reserveCapacity(Self.pageWords)
        }
        place.start = UInt32((pages.count - 1) << Self.pageBits | pages[pages.count - 1].count)
        place.room = UInt8(words)
        return place
    }

    /// Adds the texts of a key.
    mutating func add(_ first: RawSpan, _ second: RawSpan) -> Place {
        let place = place(first.byteCount, second.byteCount)
        append(first)
        append(second)
        return place
    }

    /// Puts other texts in the place of those of a key.
    mutating func replace(_ old: Place, _ first: RawSpan, _ second: RawSpan) -> Place {
        let new = Place(
            start: old.start, room: old.room, first: UInt8(first.byteCount), second: UInt8(second.byteCount))
        guard new.words <= Int(old.room) else {
            wasted += Int(old.room)
            return add(first, second)
        }
        write(first, at: Int(new.start))
        write(second, at: Int(new.start) + new.firstWords)
        return new
    }

    private mutating func append(_ text: RawSpan) {
        for offset in stride(from: 0, to: text.byteCount, by: 8) {
            pages[pages.count - 1].append(text.paddedWord(at: offset).littleEndian)
        }
    }

    private mutating func write(_ text: RawSpan, at start: Int) {
        let (page, word) = (start >> Self.pageBits, start & (Self.pageWords - 1))
        for offset in stride(from: 0, to: text.byteCount, by: 8) {
            pages[page][word + offset / 8] = text.paddedWord(at: offset).littleEndian
        }
    }

    var isWasteful: Bool { wasted > pages.count * Self.pageWords / 2 && pages.count > 4 }

    /// Gives all texts new places, and leaves nothing between them.
    mutating func compact(_ places: inout Chunks<Place>) {
        var packed = TextArena()
        for id in 0..<places.count {
            let old = places[id]
            places[id] = packed.place(Int(old.first), Int(old.second))
            for word in 0..<old.words {
                packed.pages[packed.pages.count - 1].append(self.word(Int(old.start) + word))
            }
        }
        self = packed
    }

    // MARK: Reading

    @inline(__always)
    private func word(_ index: Int) -> UInt64 {
        pages[index >> Self.pageBits][index & (Self.pageWords &- 1)]
    }

    /// Lends the first text of a key.
    @inline(__always)
    func withFirst<R>(_ place: Place, _ body: (RawSpan) -> R) -> R {
        guard place.first > 0 else { return body(RawSpan()) }
        let page = pages[Int(place.start) >> Self.pageBits]
        let start = (Int(place.start) & (Self.pageWords &- 1)) &* 8
        return body(page.span.bytes.extracting(start..<start &+ Int(place.first)))
    }

    /// The bytes of both texts.
    func bytes(_ place: Place) -> (first: [UInt8], second: [UInt8]) {
        let start = Int(place.start)
        return (bytes(start, Int(place.first)), bytes(start + place.firstWords, Int(place.second)))
    }

    private func bytes(_ start: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: word(start + $0 / 8) >> UInt64($0 % 8 * 8)) }
    }

    /// Do the texts of one key stand before those of another, byte by byte?
    func isOrdered(_ left: Place, _ right: Place) -> Bool {
        // Most texts differ in their first eight bytes; what is behind a short one sorts first, unless another text is.
        if min(left.first, right.first) >= 8
            || (min(left.first, right.first) > 0 && left.second | right.second == 0)
        {
            let (one, other) = (word(Int(left.start)).byteSwapped, word(Int(right.start)).byteSwapped)
            if one != other { return one < other }
        }
        let (one, other) = (bytes(left), bytes(right))
        let (text, mate) = (one.first + one.second, other.first + other.second)
        if text == mate { return left.first < right.first }
        return text.lexicographicallyPrecedes(mate)
    }
}
