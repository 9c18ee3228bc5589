import Testing

@testable import Statistics

@Suite struct KeyIndexTests {
    @Test(arguments: 0..<2)
    func `what was put in is found until it is given up`(seed: UInt64) {
        var random = Seeded(state: seed)
        var index = KeyIndex(limit: 200)
        var model: [String: Int] = [:]
        for _ in 0..<2000 {
            let text = String(Int.random(in: 0..<600, using: &random), radix: 2)
            let bytes = Array(text.utf8)
            let span = bytes.span.bytes
            let none = span.extracting(0..<0)
            let found = index.find(KeyHash(span))
            #expect(found == model[text] ?? -1)
            guard found < 0 else { continue }
            if index.isFull {
                let id = Int.random(in: 0..<200, using: &random)
                model[index.text(id)] = nil
                index.replace(id, KeyHash(span), span, none, born: 0)
                model[text] = id
            } else {
                model[text] = index.insert(KeyHash(span), span, none, born: 0)
            }
        }
    }

    @Test func `a long text is cut between two characters`() {
        let bytes = Array(String(repeating: "é", count: 200).utf8)
        #expect(KeyIndex.clipped(bytes.span.bytes) == 254)
    }

    /// Texts of 24 bytes whose second word takes the public hash's state back to nothing: all share one hash.
    private func crafted(_ number: UInt64) -> [UInt8] {
        let first = number &* 0x9E37_79B9_7F4A_7C15
        let second = TextHash.fold(TextHash.key0 ^ 24 ^ first, TextHash.key1)
        return [first, second, 0x6161_6161_6161_6161].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
        }
    }

    @Test func `keys that were made to share a hash stay apart and cost no more probes than others`() {
        var index = KeyIndex(limit: 20_000)
        var hashes: Set<UInt64> = []
        for number in 0..<20_000 as Range<UInt64> {
            let span = crafted(number)
            let key = KeyHash(span.span.bytes)
            hashes.insert(key.hash)
            #expect(index.find(key) == -1)
            _ = index.insert(key, span.span.bytes, RawSpan(), born: 0)
        }
        #expect(hashes.count == 1)
        for number in 0..<20_000 as Range<UInt64> {
            #expect(index.find(KeyHash(crafted(number).span.bytes)) == Int(number))
        }
        // Linear probing at five eighths: the longest run of 20,000 keys is near 60, whatever the keys.
        #expect(index.longestRun < 400)
    }

    @Test func `all short numbers are different keys`() {
        var known: [[UInt64]: String] = [:]
        for number in 0..<100_000 {
            let text = Array(String(number).utf8)
            let key = KeyHash(text.span.bytes)
            let other = known.updateValue(String(number), forKey: [key.hash, key.check])
            #expect(other == nil, "\(number) and \(other ?? "")")
        }
    }

    @Test func `texts are given back, of both ends of a pair, also where others took their place`() {
        var index = KeyIndex(limit: 4)
        let lengths = [0, 1, 7, 8, 9, 16, 39, 255]
        for (turn, length) in lengths.enumerated() {
            let first = (0..<length).map { UInt8(97 + $0 % 26) }
            let second = (0..<lengths[lengths.count - 1 - turn]).map { UInt8(65 + $0 % 26) }
            let key = KeyHash(KeyHash(first.span.bytes), KeyHash(second.span.bytes))
            if index.isFull {
                index.replace(turn % 4, key, first.span.bytes, second.span.bytes, born: 0)
            } else {
                _ = index.insert(key, first.span.bytes, second.span.bytes, born: 0)
            }
            let texts = index.texts(turn % 4)
            #expect(Array(texts.first.utf8) == first && Array(texts.second.utf8) == second)
            #expect(index.withText(turn % 4) { $0.byteCount } == length)
        }
    }

    @Test func `keys stand in the order of their bytes, first text before second`() {
        var index = KeyIndex(limit: 64)
        let texts = [
            ("", ""), ("", "a"), ("a", ""), ("a", "b"), ("ab", ""), ("10.0.0.1", ""), ("10.0.0.10", ""),
            ("10.0.0.1", "2"), ("10.0.0.2", ""), ("9.9.9.9", ""), ("é", ""), ("zz", "\0"),
        ]
        for (first, second) in texts {
            let (one, other) = (Array(first.utf8), Array(second.utf8))
            _ = index.insert(
                KeyHash(KeyHash(one.span.bytes), KeyHash(other.span.bytes)), one.span.bytes, other.span.bytes,
                born: 0)
        }
        for left in texts.indices {
            for right in texts.indices where left != right {
                let whole = { (pair: (String, String)) in Array((pair.0 + pair.1).utf8) }
                let (one, other) = (whole(texts[left]), whole(texts[right]))
                let expected =
                    one == other
                    ? texts[left].0.utf8.count < texts[right].0.utf8.count
                    : one.lexicographicallyPrecedes(other)
                #expect(index.isOrdered(left, right) == expected, "\(texts[left]) \(texts[right])")
            }
        }
    }

    @Test func `the pane of a birth is kept, and what lies years apart stays before and after`() {
        var index = KeyIndex(limit: 8)
        let far: Int64 = 900_000_000_000
        for (id, born) in [far, far + 3, far - 5].enumerated() {
            let text = Array(String(id).utf8)
            _ = index.insert(KeyHash(text.span.bytes), text.span.bytes, RawSpan(), born: born)
        }
        #expect((0..<3).map { index.born($0) } == [far, far + 3, far - 5])
        for (id, born) in [(3, 7), (4, Int64.min / 4), (5, far + 1)] as [(Int, Int64)] {
            let text = Array(String(id).utf8)
            _ = index.insert(KeyHash(text.span.bytes), text.span.bytes, RawSpan(), born: born)
            #expect(index.born(id) == born)
        }
        #expect(index.born(3) < far && index.born(4) < far && index.born(5) == far + 1)
    }

    @Test func `keys without a text need none, and may stand beside others`() {
        var index = KeyIndex(limit: 8)
        for number in 0..<3 as Range<UInt32> {
            let key = KeyHash(KeyHash(hash: 7, check: 9), number)
            let id = index.insert(key, RawSpan(), RawSpan(), born: 0)
            #expect(id == Int(number) && index.find(key) == id && index.hash(of: Int(number)) == key.hash)
        }
        #expect(index.text(1) == "" && !index.isOrdered(0, 1))
        let text = Array("10.0.0.1".utf8)
        let id = index.insert(KeyHash(text.span.bytes), text.span.bytes, RawSpan(), born: 0)
        #expect(index.text(id) == "10.0.0.1" && index.text(0) == "" && index.isOrdered(0, id))
    }
}
