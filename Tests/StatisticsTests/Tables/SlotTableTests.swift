import Testing

@testable import Statistics

@Suite struct SlotTableTests {
    /// Puts keys in and out at random, beside a dictionary; `hash` may let as many meet as it likes.
    private func play<Word>(_ table: inout SlotTable<Word>, _ seed: UInt64, _ hash: (Int) -> UInt64) {
        var random = Seeded(state: seed)
        var ids: [Int: Int] = [:]
        var keys = [Int](repeating: -1, count: 300)
        for _ in 0..<20_000 {
            let key = Int.random(in: 0..<500, using: &random)
            let found = table.find(hash(key)) { keys[$0] == key }
            #expect(found == ids[key] ?? -1, "seed \(seed)")
            if found >= 0 {
                table.remove(found) { hash(keys[$0]) }
                (ids[key], keys[found]) = (nil, -1)
            } else if let free = keys.firstIndex(of: -1) {
                (ids[key], keys[free]) = (free, key)
                if table.isFull { table.grow { hash(keys[$0]) } }
                table.insert(hash(key), free)
            }
            #expect(table.count == ids.count)
        }
        #expect(table.longestRun { hash(keys[$0]) } <= 300)
    }

    @Test(arguments: 0..<3) func `finds what is there and nothing else, through any comings and goings`(
        seed: UInt64
    ) {
        var small = SlotTable<UInt32>(limit: 300)
        play(&small, seed) { TextHash.hash(UInt64($0)) }
        var large = SlotTable<UInt64>(limit: 300)
        play(&large, seed) { TextHash.hash(UInt64($0)) }
    }

    @Test(arguments: [1, 2, 40] as [UInt64])
    func `also where all keys have few homes, far beyond what a slot can say of its distance`(homes: UInt64) {
        var table = SlotTable<UInt32>(limit: 300)
        play(&table, homes) { key in
            let mixed = TextHash.hash(UInt64(key))
            return mixed & ~0xFFFF_FFFF | (mixed % homes) << 24
        }
        var last = SlotTable<UInt64>(limit: 300)
        // The last slot: runs go on at the first.
        play(&last, homes) { TextHash.hash(UInt64($0)) | 0xFFFF_FFFF }
    }

    @Test func `the highest id has room beside the hash`() {
        var table = SlotTable<UInt32>(limit: KeyIndex.keyLimit)
        let hash: UInt64 = 0xF0F0_F0F0_1234_5678
        table.insert(hash, KeyIndex.keyLimit - 1)
        #expect(table.find(hash) { _ in true } == KeyIndex.keyLimit - 1)
        #expect(table.find(hash ^ 1 << 63) { _ in true } == -1)
        table.remove(KeyIndex.keyLimit - 1) { _ in hash }
        #expect(table.find(hash) { _ in true } == -1 && table.count == 0)
    }
}
