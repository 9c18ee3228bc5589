/// Gives every different key a small number, its id, and the key's text back for the id.
///
/// A key is one text, or two where the id stands for a pair; its `KeyHash` stands for it when it is looked for. Open
/// addressing with linear probing over eight-byte slots (40 bits of the hash and the id) at a load of at most five
/// eighths, backward-shift deletion, all texts in one arena. Slots come from the seeded half of the hash, so that no
/// choice of keys makes runs of probes longer than chance does: below 20 on average at that load, whatever the input.
/// Those 40 bits, and the place, decide: the keys themselves stay out of the processor's cache. That one of ten million
/// keys is ever taken for another has a probability of 2^-15, and nobody outside can raise it.
///
/// Memory: 45 to 58 bytes and the texts for each key. Texts longer than `textLimit` bytes are cut. Never holds more than
/// `limit` keys: `replace` then gives an id, which its owner has chosen, to another key.
struct KeyIndex: ~Copyable {
    /// The upper 40 bits of the check, and the id plus one; 0 is an empty slot.
    private var slots: [UInt64]
    private var mask: Int
    private var keys: [KeyHash] = []
    /// How often an id has changed hands: until it does again, what `find` has found stays true.
    private(set) var replacements = 0
    /// The oldest pane that was open when each key came.
    private var births: [Int64] = []
    private var places: [Place] = []
    /// Texts, each from a whole word on.
    private var arena: [UInt64] = []
    /// Words of the arena that no key uses any more.
    private var wasted = 0
    /// The most keys at a time.
    let limit: Int

    static let textLimit = 255
    static let keyLimit = 0xFF_FFFE

    /// Where the texts of a key lie: the first word, the words that belong to the key, and the lengths in bytes.
    private struct Place {
        private var bits: UInt64

        init(start: Int, room: Int, first: Int, second: Int) {
            bits = UInt64(start) << 24 | UInt64(room) << 16 | UInt64(first) << 8 | UInt64(second)
        }

        var start: Int { Int(bits >> 24) }
        var room: Int { Int(bits >> 16 & 0xFF) }
        var first: Int { Int(bits >> 8 & 0xFF) }
        var second: Int { Int(bits & 0xFF) }
        var firstWords: Int { (first + 7) / 8 }
        var words: Int { firstWords + (second + 7) / 8 }
    }

    init(limit: Int) {
        self.limit = min(max(limit, 1), Self.keyLimit)
        slots = [UInt64](repeating: 0, count: 64)
        mask = 63
    }

    var count: Int { keys.count }
    var isFull: Bool { keys.count >= limit }

    /// The half of the hash that is the same on every run.
    @inline(__always)
    func hash(of id: Int) -> UInt64 { keys[id].hash }
    @inline(__always)
    func key(_ id: Int) -> KeyHash { keys[id] }
    @inline(__always)
    func born(_ id: Int) -> Int64 { births[id] }

    /// Where `find` will look first: asked for many keys before any is looked for, no wait stands behind another.
    @inline(__always)
    func approach(_ key: KeyHash) -> UInt64 { slots[Self.home(key) & mask] }

    /// The ids of two keys, each or -1.
    @inline(__always)
    func find(_ first: KeyHash, _ second: KeyHash) -> (Int, Int) {
        // Where the second one is looked for first is loaded while the first one is compared.
        let likely = slots[Self.home(second) & mask]
        let found = find(first)
        return (found, likely == 0 ? -1 : find(second))
    }

    /// The id of a key, or -1.
    @inline(__always)
    func find(_ key: KeyHash) -> Int {
        var slot = Self.home(key) & mask
        let tag = Self.tag(key)
        while true {
            let value = slots[slot]
            if value == 0 { return -1 }
            if value & Self.tagMask == tag { return Self.id(value) }
            slot = (slot &+ 1) & mask
        }
    }

    /// Adds a key that `find` has not found, while `isFull` is false; returns its id.
    mutating func insert(_ key: KeyHash, _ first: RawSpan, _ second: RawSpan, born: Int64) -> Int {
        let id = keys.count
        precondition(id < limit)
        let start = arena.count
        append(first)
        append(second)
        keys.append(key)
        births.append(born)
        places.append(
            Place(
                start: start, room: arena.count - start, first: first.byteCount, second: second.byteCount))
        if (keys.count + 1) * 8 > slots.count * 5 { grow() } else { place(key, id) }
        return id
    }

    /// Gives the id of a key that is given up to another one.
    mutating func replace(_ id: Int, _ key: KeyHash, _ first: RawSpan, _ second: RawSpan, born: Int64) {
        remove(id)
        replacements &+= 1
        let old = places[id]
        let new = Place(start: old.start, room: old.room, first: first.byteCount, second: second.byteCount)
        if new.words <= old.room {
            write(first, at: new.start)
            write(second, at: new.start + new.firstWords)
            places[id] = new
        } else {
            wasted += old.room
            places[id] = Place(
                start: arena.count, room: new.words, first: first.byteCount, second: second.byteCount)
            append(first)
            append(second)
        }
        (keys[id], births[id]) = (key, born)
        place(key, id)
        if wasted > arena.count / 2 && arena.count > 1 << 13 { compact() }
    }

    // MARK: Texts

    /// The texts of a key.
    func texts(_ id: Int) -> (first: String, second: String) {
        let place = places[id]
        return (
            String(decoding: bytes(place.start, place.first), as: UTF8.self),
            String(decoding: bytes(place.start + place.firstWords, place.second), as: UTF8.self)
        )
    }

    func text(_ id: Int) -> String {
        String(decoding: bytes(places[id].start, places[id].first), as: UTF8.self)
    }

    /// Lends the first text of a key.
    @inline(__always)
    func withText<R>(_ id: Int, _ body: (RawSpan) -> R) -> R {
        let place = places[id]
        let start = place.start &* 8
        return body(arena.span.bytes.extracting(start..<start &+ place.first))
    }

    private func bytes(_ start: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: arena[start + $0 / 8] >> UInt64($0 % 8 * 8)) }
    }

    /// Does the text of one key stand before that of another, byte by byte?
    func isOrdered(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (places[left], places[right])
        // Most texts differ in their first eight bytes; what is behind a short one sorts first, unless another text is.
        if min(one.first, other.first) >= 8
            || (min(one.first, other.first) > 0 && one.second + other.second == 0)
        {
            let (word, mate) = (arena[one.start].byteSwapped, arena[other.start].byteSwapped)
            if word != mate { return word < mate }
        }
        let text = bytes(one.start, one.first) + bytes(one.start + one.firstWords, one.second)
        let mate = bytes(other.start, other.first) + bytes(other.start + other.firstWords, other.second)
        if text == mate { return one.first < other.first }
        return text.lexicographicallyPrecedes(mate)
    }

    /// `text`, or as much of it as a key can hold, cut between two characters.
    @inline(__always)
    static func clipped(_ text: RawSpan) -> Int {
        var count = text.byteCount
        guard count > textLimit else { return count }
        count = textLimit
        while count > 0 && text.unit(at: count) & 0xC0 == 0x80 { count -= 1 }
        return count
    }

    private mutating func append(_ text: RawSpan) {
        for offset in stride(from: 0, to: text.byteCount, by: 8) {
            arena.append(text.paddedWord(at: offset).littleEndian)
        }
    }

    private mutating func write(_ text: RawSpan, at start: Int) {
        for offset in stride(from: 0, to: text.byteCount, by: 8) {
            arena[start + offset / 8] = text.paddedWord(at: offset).littleEndian
        }
    }

    private mutating func compact() {
        var packed: [UInt64] = []
        packed.reserveCapacity(arena.count - wasted)
        for id in places.indices {
            let place = places[id]
            places[id] = Place(
                start: packed.count, room: place.words, first: place.first, second: place.second)
            packed.append(contentsOf: arena[place.start..<place.start + place.words])
        }
        arena = packed
        wasted = 0
    }

    // MARK: Slots

    @inline(__always)
    private static func home(_ key: KeyHash) -> Int { Int(truncatingIfNeeded: key.check) }
    @inline(__always)
    private static func tag(_ key: KeyHash) -> UInt64 { key.check & tagMask }
    @inline(__always)
    private static func id(_ slot: UInt64) -> Int { Int(truncatingIfNeeded: slot & ~tagMask) &- 1 }
    private static let tagMask: UInt64 = ~0xFF_FFFF

    /// The most slots that looking for a key of the table takes.
    var longestRun: Int {
        keys.indices.reduce(0) { longest, id in
            var slot = Self.home(keys[id]) & mask
            var run = 1
            while Self.id(slots[slot]) != id {
                slot = (slot + 1) & mask
                run += 1
            }
            return max(longest, run)
        }
    }

    private mutating func place(_ key: KeyHash, _ id: Int) {
        var slot = Self.home(key) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = Self.tag(key) | UInt64(truncatingIfNeeded: id &+ 1)
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for id in keys.indices { place(keys[id], id) }
    }

    private mutating func remove(_ id: Int) {
        let wanted = Self.tag(keys[id]) | UInt64(truncatingIfNeeded: id &+ 1)
        var hole = Self.home(keys[id]) & mask
        while slots[hole] != wanted { hole = (hole &+ 1) & mask }
        var next = (hole &+ 1) & mask
        while slots[next] != 0 {
            let home = Self.home(keys[Self.id(slots[next])]) & mask
            // May stand in the hole only what would still be found from its home.
            if (next &- home) & mask >= (next &- hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next &+ 1) & mask
        }
        slots[hole] = 0
    }
}
