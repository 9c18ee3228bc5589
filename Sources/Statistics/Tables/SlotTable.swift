import BasicContainers
import JSONLines

/// Finds the ids of keys by their hashes: open addressing with linear probing and backward-shift deletion.
///
/// A slot holds an id, how far it stands from its home (`far` means so far or further) and, in what is left of the word,
/// the highest bits of the hash; the lowest choose the home. So another key is taken for a candidate only when both its
/// home and these bits are the same, and a slot's home is known without a look at its key.
///
/// Hashes must come from a seed: nobody outside can then choose keys that meet, and finding one takes two or three
/// probes on average, and up to nine where it is not there, whatever the input.
///
/// Memory: 1.3 to 1.7 words for each id. It grows by a quarter at a load of three quarters.
struct SlotTable<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: ~Copyable {
    /// 0 is an empty slot, for ids are held plus one. Made here: in an initialiser that may trap before, the compiler (6.3)
    /// destroys what is not there yet.
    private var slots = UniqueArray<Word>.zeros(16)
    private(set) var count = 0
    /// The parts of a slot, the lowest first: id, distance, hash.
    private let idBits: Word
    private let idMask: Word
    private let distanceMask: Word
    private let hashMask: Word

    private static var distanceBits: Int { 4 }
    private static var far: Int { 1 << distanceBits - 1 }

    /// For ids below `limit`, which must leave eight bits of a word.
    init(limit: Int) {
        idBits = Word(Int.bitWidth - limit.leadingZeroBitCount)
        precondition(Int(idBits) + Self.distanceBits + 4 <= Word.bitWidth)
        idMask = 1 << idBits - 1
        distanceMask = Word(Self.far) << idBits
        hashMask = ~(idMask | distanceMask)
    }

    /// Brings the slot near where `find` looks first.
    @inline(__always)
    func prefetch(_ hash: UInt64) { slots.span.prefetch(home(hash)) }

    /// The id of the key with this hash which `isWanted` confirms, or -1.
    @inline(__always)
    func find(_ hash: UInt64, where isWanted: (Int) -> Bool) -> Int {
        var slot = home(hash)
        var wanted = mark(hash)
        while true {
            let value = slots[slot]
            if value == 0 { return -1 }
            if value ^ wanted <= idMask {
                let id = id(value)
                if isWanted(id) { return id }
            }
            slot = after(slot)
            if wanted & distanceMask != distanceMask { wanted &+= idMask &+ 1 }
        }
    }

    /// Has the load come to its bound, so that `grow` must come before `insert`?
    @inline(__always)
    var isFull: Bool { (count &+ 1) &* 4 > slots.count &* 3 }

    /// Makes room. Only the lowest 32 bits of `hash` matter.
    mutating func grow(_ hash: (Int) -> UInt64) {
        var old = UniqueArray<Word>.zeros(slots.count + slots.count / 4)
        swap(&old, &slots)
        for slot in old.indices where old[slot] != 0 { place(old[slot], from: home(hash(id(old[slot])))) }
    }

    /// Adds an id whose key is not there, while `isFull` is false.
    mutating func insert(_ hash: UInt64, _ id: Int) {
        count += 1
        place(mark(hash) | Word(truncatingIfNeeded: id &+ 1), from: home(hash))
    }

    /// Removes an id that is there. Only the lowest 32 bits of `hash` matter.
    mutating func remove(_ id: Int, _ hash: (Int) -> UInt64) {
        var hole = home(hash(id))
        while self.id(slots[hole]) != id { hole = after(hole) }
        var next = after(hole)
        while slots[next] != 0 {
            let distance = distance(next, hash)
            let gap = between(hole, next)
            // May stand in the hole only what would still be found from its home.
            if distance >= gap {
                slots[hole] = moved(slots[next], to: distance - gap)
                hole = next
            }
            next = after(next)
        }
        slots[hole] = 0
        count -= 1
    }

    /// The most slots that looking for an id of the table takes.
    func longestRun(_ hash: (Int) -> UInt64) -> Int {
        slots.indices.reduce(0) { slots[$1] == 0 ? $0 : max($0, distance($1, hash) + 1) }
    }

    @inline(__always)
    private mutating func place(_ value: Word, from home: Int) {
        var slot = home
        var distance = 0
        while slots[slot] != 0 {
            slot = after(slot)
            distance &+= 1
        }
        slots[slot] = moved(value, to: distance)
    }

    // MARK: Slots

    /// The slot in which a hash belongs: the lowest 32 bits, scaled to the number of slots (Lemire, "Fast Random Integer
    /// Generation in an Interval", TOMACS 2019).
    @inline(__always)
    private func home(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: (hash & 0xFFFF_FFFF &* UInt64(truncatingIfNeeded: slots.count)) >> 32)
    }

    @inline(__always)
    private func after(_ slot: Int) -> Int { slot &+ 1 == slots.count ? 0 : slot &+ 1 }

    /// How many slots further `end` is than `start`.
    @inline(__always)
    private func between(_ start: Int, _ end: Int) -> Int {
        end >= start ? end &- start : end &- start &+ slots.count
    }

    /// How far what stands in a slot is from its home.
    @inline(__always)
    private func distance(_ slot: Int, _ hash: (Int) -> UInt64) -> Int {
        let value = slots[slot]
        if value & distanceMask == distanceMask { return between(home(hash(id(value))), slot) }
        return Int(truncatingIfNeeded: (value & distanceMask) &>> idBits)
    }

    /// What stands at the home of a hash, without its id.
    @inline(__always)
    private func mark(_ hash: UInt64) -> Word {
        Word(truncatingIfNeeded: hash >> UInt64(64 &- Word.bitWidth)) & hashMask
    }

    /// A slot's content for another place.
    @inline(__always)
    private func moved(_ value: Word, to distance: Int) -> Word {
        value & ~distanceMask | Word(truncatingIfNeeded: min(distance, Self.far)) &<< idBits
    }

    @inline(__always)
    private func id(_ value: Word) -> Int { Int(truncatingIfNeeded: value & idMask) &- 1 }
}
