import Capture
import Glibc

// Mutated captures against the file reader: whatever the bytes are, it ends, hands over no more bytes than there
// are, and gives the same frames when the bytes arrive in small pieces.
//
//     NETCAP_FUZZ=1 swift run -c release FuzzCaptureFile [RUNS] [SEED]

/// SplitMix64.
struct Generator {
    var state: UInt64

    mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(max(limit, 1)))
    }
}

/// Values that lengths and counts go wrong at.
let edges: [UInt32] = [
    0, 1, 3, 4, 11, 12, 13, 27, 28, 32, 1 << 16, 1 << 18, 1 << 28, 0x7FFF_FFFF, .max - 3, .max,
]

func mutated(_ file: [UInt8], _ random: inout Generator) -> [UInt8] {
    var file = file
    for _ in 0...random.below(4) where !file.isEmpty {
        let at = random.below(file.count)
        switch random.below(6) {
        case 0: file[at] ^= 1 << UInt8(random.below(8))
        case 1: file[at] = UInt8(random.below(256))
        case 2: file.removeSubrange(at..<min(file.count, at + random.below(16)))
        case 3:
            file.insert(
                contentsOf: file[at..<min(file.count, at + random.below(64))], at: random.below(file.count))
        case 4: file.removeSubrange(at...)
        default:
            let value = edges[random.below(edges.count)]
            let isSwapped = random.below(2) == 0
            for index in 0..<4 where (at & ~3) + index < file.count {
                file[(at & ~3) + index] = UInt8(
                    truncatingIfNeeded: value >> UInt32(isSwapped ? 24 - index * 8 : index * 8))
            }
        }
    }
    return file
}

/// What one reading gave: frames, their bytes, and a sum over all that was said of them.
struct Outcome: Equatable {
    var frames = 0
    var bytes = 0
    var sum: UInt64 = 0
    var error: CaptureFileError?
}

/// Reads `file` through a pipe, `piece` bytes at a time.
func read(_ file: [UInt8], piece: Int) -> Outcome {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("no pipe") }
    var reader = CaptureFile(descriptor: ends[0])
    var outcome = Outcome()
    var rest = file[...]
    var isOpen = true
    do throws(CaptureFileError) {
        while true {
            let progress = try reader.frames { frame, bytes in
                outcome.frames += 1
                outcome.bytes += bytes.byteCount
                for value in [
                    UInt64(bitPattern: frame.timestamp), UInt64(frame.wireLength), UInt64(frame.linkType),
                ] {
                    outcome.sum = (outcome.sum ^ value) &* 0x0000_0100_0000_01B3
                }
                return .next
            }
            if progress == .ended { break }
            guard progress == .needsInput else { continue }
            if reader.needsDescriptor && isOpen {
                let next = Array(rest.prefix(piece))
                if next.isEmpty || write(ends[1], next, next.count) < next.count {
                    close(ends[1])
                    isOpen = false
                }
                rest = rest.dropFirst(next.count)
            }
            reader.fill()
        }
    } catch {
        outcome.error = error
    }
    if isOpen { close(ends[1]) }
    return outcome
}

let runs = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 1_000_000 : 1_000_000
let seed = CommandLine.arguments.count > 2 ? UInt64(CommandLine.arguments[2]) ?? 1 : UInt64(time(nil))
print("FuzzCaptureFile: \(runs) runs, seed \(seed)")
var random = Generator(state: seed)
var frames = 0
for run in 0..<runs {
    let file = mutated(Seeds.all[random.below(Seeds.all.count)], &random)
    let whole = read(file, piece: 32_768)
    frames += whole.frames
    if whole.bytes > file.count {
        print("run \(run): \(whole.bytes) bytes of frames in a file of \(file.count)\n\(file)")
        exit(1)
    }
    if run % 16 == 0, read(file, piece: 1 + random.below(40)) != whole {
        print("run \(run): other frames when the bytes arrive in pieces\n\(file)")
        exit(1)
    }
}
print("FuzzCaptureFile: \(frames) frames in \(runs) captures; every one ended")
