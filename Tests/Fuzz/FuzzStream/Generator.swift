/// SplitMix64: small, and the same on every machine.
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(limit, 1))) }
}

/// One change to a line: bytes, tokens, or a piece of another line.
func mutate(_ line: [UInt8], _ random: inout Generator, _ corpus: [[UInt8]]) -> [UInt8] {
    var line = line
    let at = random.below(line.count + 1)
    switch random.below(8) {
    case 0 where !line.isEmpty: line[at % line.count] ^= 1 << UInt8(random.below(8))
    case 1 where !line.isEmpty: line[at % line.count] = UInt8(random.below(256))
    case 2: line.insert(UInt8(random.below(128)), at: at)
    case 3 where !line.isEmpty: line.remove(at: at % line.count)
    case 4: line.insert(contentsOf: Lines.tokens[random.below(Lines.tokens.count)], at: at)
    case 5 where !line.isEmpty:
        let end = min(at + random.below(24), line.count)
        line.removeSubrange(at..<end)
    case 6:
        let other = corpus[random.below(corpus.count)]
        let from = random.below(other.count + 1)
        line.replaceSubrange(at..<line.count, with: other[from...])
    default:
        let end = min(at + random.below(40), line.count)
        line.insert(contentsOf: line[at..<end], at: random.below(line.count + 1))
    }
    return line
}
