/// Gives every different key a small number, its id, and the key's text back for the id.
///
/// A key is one text, or two where the id stands for a pair; its `KeyHash` stands for it when it is looked for. Slots
/// come from the seeded half of the hash, so that no choice of keys makes runs of probes longer than chance does.
/// What a slot holds of the hash decides: the keys themselves stay out of the processor's cache. That one of ten million keys
/// is ever taken for another has a probability of 2^-20 while 65,536 are held and 2^-13 while millions are, and nobody
/// outside can raise it.
///
/// Memory: 36 to 40 bytes and the texts for each key, 28 to 32 where no key has a text. Texts longer than `textLimit` bytes
/// are cut. Never holds more than `limit` keys: `replace` then gives an id, which its owner has chosen, to another key.
struct KeyIndex: ~Copyable {
    private var slots: SlotTable<UInt64>
    private var keys = Chunks<Key>()
    private var arena = TextArena()
    /// Where the texts of each key are; empty while no key has one.
    private var places = Chunks<TextArena.Place>()
    /// The pane from which births are counted.
    private var origin: Int64 = 0
    /// The most keys at a time.
    let limit: Int

    static let textLimit = 255
    static let keyLimit = 0xFF_FFFE

    struct Key {
        var hash: UInt64
        /// The half of the check that chooses a slot.
        private var home: UInt32
        /// The oldest pane that was open when the key came, less `origin`.
        var birth: Int32

        init(_ key: KeyHash, birth: Int32) {
            hash = key.hash
            home = UInt32(truncatingIfNeeded: key.check)
            self.birth = birth
        }

        var check: UInt64 { UInt64(home) }
    }

    init(limit: Int) {
        self.limit = min(max(limit, 1), Self.keyLimit)
        slots = SlotTable(limit: self.limit)
    }

    var count: Int { keys.count }
    var isFull: Bool { keys.count >= limit }

    /// The half of the hash that is the same on every run.
    @inline(__always)
    func hash(of id: Int) -> UInt64 { keys[id].hash }
    @inline(__always)
    func born(_ id: Int) -> Int64 {
        let birth = keys[id].birth
        return birth == .min ? .min : origin &+ Int64(birth)
    }
    /// What stands for the key of an id in keys that are made of it: not the one that `find` takes.
    @inline(__always)
    func key(_ id: Int) -> KeyHash { KeyHash(hash: keys[id].hash, check: keys[id].check ^ keys[id].hash) }

    /// Brings near where `find` looks first, or what is known of a key.
    @inline(__always)
    func prefetch(_ key: KeyHash) { slots.prefetch(key.check) }
    @inline(__always)
    func prefetch(id: Int) { keys.prefetch(id) }

    /// The id of a key, or -1.
    @inline(__always)
    func find(_ key: KeyHash) -> Int { slots.find(key.check) { _ in true } }

    /// Adds a key that `find` has not found, while `isFull` is false; returns its id.
    mutating func insert(_ key: KeyHash, _ first: RawSpan, _ second: RawSpan, born: Int64) -> Int {
        let id = keys.count
        precondition(id < limit)
        keys.append(Key(key, birth: birth(born)))
        if first.byteCount + second.byteCount > 0 || places.count > 0 {
            // Keys without a text came before.
            while places.count < id { places.append(arena.add(RawSpan(), RawSpan())) }
            places.append(arena.add(first, second))
        }
        if slots.isFull { slots.grow { keys[$0].check } }
        slots.insert(key.check, id)
        return id
    }

    /// Gives the id of a key that is given up to another one.
    mutating func replace(_ id: Int, _ key: KeyHash, _ first: RawSpan, _ second: RawSpan, born: Int64) {
        slots.remove(id) { keys[$0].check }
        slots.insert(key.check, id)
        keys[id] = Key(key, birth: birth(born))
        if first.byteCount + second.byteCount > 0 || places.count > 0 {
            while places.count < keys.count { places.append(arena.add(RawSpan(), RawSpan())) }
            places[id] = arena.replace(places[id], first, second)
            if arena.isWasteful { arena.compact(&places) }
        }
    }

    /// The most slots that looking for a key of the table takes.
    var longestRun: Int { slots.longestRun { keys[$0].check } }

    // MARK: Births

    /// A pane as a distance from `origin`.
    private mutating func birth(_ pane: Int64) -> Int32 {
        if let birth = Int32(exactly: pane &- origin) { return birth }
        move(to: pane)
        return 0
    }

    /// Time has jumped, or begins: births are counted from here. What lies too far off for that stays before or after.
    private mutating func move(to pane: Int64) {
        for id in 0..<keys.count where keys[id].birth != .min {
            keys[id].birth = Int32(clamping: born(id).addingSaturating(-pane))
        }
        origin = pane
    }

    /// Time begins anew, maybe earlier: the keys that are held are older than every pane.
    mutating func restart() {
        for id in 0..<keys.count { keys[id].birth = .min }
    }

    // MARK: Texts

    /// The texts of a key.
    func texts(_ id: Int) -> (first: String, second: String) {
        guard id < places.count else { return ("", "") }
        let (first, second) = arena.bytes(places[id])
        return (String(decoding: first, as: UTF8.self), String(decoding: second, as: UTF8.self))
    }

    func text(_ id: Int) -> String { texts(id).first }

    /// Lends the first text of a key.
    @inline(__always)
    func withText<R>(_ id: Int, _ body: (RawSpan) -> R) -> R {
        id < places.count ? arena.withFirst(places[id], body) : body(RawSpan())
    }

    /// Does the text of one key stand before that of another, byte by byte?
    func isOrdered(_ left: Int, _ right: Int) -> Bool {
        max(left, right) < places.count && arena.isOrdered(places[left], places[right])
    }

    /// The same of two keys each, as if the texts of both were one.
    func isOrdered(_ left: (Int, Int), _ right: (Int, Int)) -> Bool {
        let (one, other) = (texts(left.0).first, texts(right.0).first)
        let (text, mate) = (one + texts(left.1).first, other + texts(right.1).first)
        return text == mate
            ? one.utf8.count < other.utf8.count : text.utf8.lexicographicallyPrecedes(mate.utf8)
    }

    /// Gives texts to a key that came without; those before it have theirs.
    mutating func name(_ id: Int, _ first: RawSpan, _ second: RawSpan) {
        precondition(id == places.count)
        places.append(arena.add(first, second))
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
}
