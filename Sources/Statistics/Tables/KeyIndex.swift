/// Gives every different key a small number, its id, and the key's text back for the id.
///
/// A key is one text, or two where the id stands for a pair. Open addressing with linear probing at a load of
/// at most five eighths, backward-shift deletion, all texts in one arena. Texts longer than `textLimit` bytes
/// are cut. Never holds more than `limit` keys: `insert` then takes the place of a key that its owner gives up.
struct KeyIndex: ~Copyable {
    /// The high half of the hash above the id plus one; 0 is an empty slot.
    private var slots: [UInt64]
    private var mask: Int
    private var entries: [Entry] = []
    private var arena: [UInt8] = []
    /// Bytes of the arena that no entry uses any more.
    private var wasted = 0
    /// The most keys at a time.
    let limit: Int

    static let textLimit = 255

    private struct Entry {
        var hash: UInt64
        var offset: UInt32
        /// Bytes of the arena that belong to the entry, and how they are divided between the two texts.
        var room: UInt16
        var first: UInt8
        var second: UInt8
        /// The oldest pane that was open when the key came.
        var born: Int64
    }

    init(limit: Int) {
        self.limit = max(limit, 1)
        slots = [UInt64](repeating: 0, count: 64)
        mask = 63
    }

    var count: Int { entries.count }
    var isFull: Bool { entries.count >= limit }

    @inline(__always)
    func hash(of id: Int) -> UInt64 { entries[id].hash }
    @inline(__always)
    func born(_ id: Int) -> Int64 { entries[id].born }

    /// Makes an id look as if its key had come in pane `pane`.
    mutating func rebirth(_ pane: Int64) {
        for id in entries.indices { entries[id].born = pane }
    }

    /// The id of a key, or -1.
    @inline(never)
    func find(_ hash: UInt64, _ first: RawSpan, _ second: RawSpan) -> Int {
        let tag = hash & 0xFFFF_FFFF_0000_0000
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let value = slots[slot]
            if value == 0 { return -1 }
            if value & 0xFFFF_FFFF_0000_0000 == tag {
                let id = Int(truncatingIfNeeded: value & 0xFFFF_FFFF) &- 1
                if entries[id].hash == hash && holds(id, first, second) { return id }
            }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(__always)
    private func holds(_ id: Int, _ first: RawSpan, _ second: RawSpan) -> Bool {
        let entry = entries[id]
        guard Int(entry.first) == first.byteCount, Int(entry.second) == second.byteCount else { return false }
        let start = Int(entry.offset)
        let text = arena.span.bytes
        let middle = start &+ first.byteCount
        return text.extracting(start..<middle).equals(first)
            && text.extracting(middle..<middle &+ second.byteCount).equals(second)
    }

    /// Adds a key that `find` has not found, while `isFull` is false; returns its id.
    mutating func insert(_ hash: UInt64, _ first: RawSpan, _ second: RawSpan, born: Int64) -> Int {
        let id = entries.count
        precondition(id < limit)
        let length = first.byteCount + second.byteCount
        entries.append(
            Entry(
                hash: hash, offset: UInt32(arena.count), room: UInt16(length), first: UInt8(first.byteCount),
                second: UInt8(second.byteCount), born: born))
        append(first)
        append(second)
        if (entries.count + 1) * 8 > slots.count * 5 { grow() } else { place(hash, id) }
        return id
    }

    /// Gives the id of a key that is given up to another one.
    mutating func replace(_ id: Int, _ hash: UInt64, _ first: RawSpan, _ second: RawSpan, born: Int64) {
        remove(id)
        let length = first.byteCount + second.byteCount
        var entry = entries[id]
        if length <= Int(entry.room) {
            write(first, at: Int(entry.offset))
            write(second, at: Int(entry.offset) + first.byteCount)
        } else {
            wasted += Int(entry.room)
            entry.offset = UInt32(arena.count)
            entry.room = UInt16(length)
            append(first)
            append(second)
        }
        (entry.hash, entry.born) = (hash, born)
        (entry.first, entry.second) = (UInt8(first.byteCount), UInt8(second.byteCount))
        entries[id] = entry
        place(hash, id)
        if wasted > arena.count / 2 && arena.count > 1 << 16 { compact() }
    }

    // MARK: Texts

    /// The texts of a key.
    func texts(_ id: Int) -> (first: String, second: String) {
        let entry = entries[id]
        let start = Int(entry.offset)
        let middle = start + Int(entry.first)
        return (
            String(decoding: arena[start..<middle], as: UTF8.self),
            String(decoding: arena[middle..<middle + Int(entry.second)], as: UTF8.self)
        )
    }

    func text(_ id: Int) -> String { texts(id).first }

    /// Does the text of one key stand before that of another, byte by byte?
    func isOrdered(_ left: Int, _ right: Int) -> Bool {
        let (one, other) = (entries[left], entries[right])
        let range = { (entry: Entry) in
            Int(entry.offset)..<Int(entry.offset) + Int(entry.first) + Int(entry.second)
        }
        let (text, mate) = (arena[range(one)], arena[range(other)])
        if text.elementsEqual(mate) { return one.first < other.first }
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
        for offset in 0..<text.byteCount { arena.append(text.unit(at: offset)) }
    }

    private mutating func write(_ text: RawSpan, at start: Int) {
        for offset in 0..<text.byteCount { arena[start + offset] = text.unit(at: offset) }
    }

    private mutating func compact() {
        var packed: [UInt8] = []
        packed.reserveCapacity(arena.count - wasted)
        for id in entries.indices {
            let start = Int(entries[id].offset)
            let length = Int(entries[id].first) + Int(entries[id].second)
            entries[id].offset = UInt32(packed.count)
            entries[id].room = UInt16(length)
            packed.append(contentsOf: arena[start..<start + length])
        }
        arena = packed
        wasted = 0
    }

    // MARK: Slots

    private mutating func place(_ hash: UInt64, _ id: Int) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot &+ 1) & mask }
        slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(id &+ 1)
    }

    private mutating func grow() {
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for id in entries.indices { place(entries[id].hash, id) }
    }

    private mutating func remove(_ id: Int) {
        let hash = entries[id].hash
        let wanted = hash & 0xFFFF_FFFF_0000_0000 | UInt64(id &+ 1)
        var hole = Int(truncatingIfNeeded: hash) & mask
        while slots[hole] != wanted { hole = (hole &+ 1) & mask }
        var next = (hole &+ 1) & mask
        while slots[next] != 0 {
            let home = Int(truncatingIfNeeded: entries[Int(slots[next] & 0xFFFF_FFFF) - 1].hash) & mask
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
