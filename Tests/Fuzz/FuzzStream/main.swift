import Glibc
import JSONLines
import Packets

// Mutated lines against four readers that must agree: the pull reader, a new scanner, one that has learnt from every
// line before, and the line reader's pieces. Any difference, or any trap, is a bug.
//
//     NETCAP_FUZZ=1 swift run -c release FuzzStream [RUNS] [SEED]

let runs = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 1_000_000 : 1_000_000
let seed = CommandLine.arguments.count > 2 ? UInt64(CommandLine.arguments[2]) ?? 1 : UInt64(time(nil))
print("FuzzStream: \(runs) runs, seed \(seed)")

var random = Generator(state: seed)
var learnt = StreamRecord(extras: Lines.extras)
var corpus = Lines.seeds
var accepted = 0
for run in 0..<runs {
    var line = corpus[random.below(corpus.count)]
    for _ in 0..<random.below(4) { line = mutate(line, &random, corpus) }
    let isValid = check(line, &learnt, run)
    if isValid { accepted += 1 }
    // Valid lines that came out of mutations breed others.
    if isValid && line.count < 2000 && random.below(50) == 0 {
        if corpus.count < 2000 { corpus.append(line) } else { corpus[random.below(2000)] = line }
    }
    if run % 64 == 0 { checkPieces(&random, corpus) }
}
print("FuzzStream: \(accepted) of \(runs) lines were valid JSON objects; no disagreement")
