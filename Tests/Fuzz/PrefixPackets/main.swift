import Capture
import Glibc
import PacketCheck
import Packets

// Every prefix of every frame of the captures named, as a snapshot of the whole frame and as a frame of that length:
// none traps, each gives one line of JSON. Nine million prefixes, so build it for release.
//
//     NETCAP_FUZZ=1 swift build -c release --product PrefixPackets --scratch-path .build-fuzz
//     find $NETCAP_CORPORA -type f -not -path '*/expected/*' | xargs .build-fuzz/release/PrefixPackets

struct PrefixRun: ~Copyable {
    private var check = PacketCheck()
    private var (files, frames, prefixes, lines, refused) = (0, 0, 0, 0, 0)

    mutating func read(_ path: String) {
        do throws(CaptureFileError) {
            var file = try CaptureFile(path: path)
            files += 1
            while true {
                switch try file.frames({ frame, bytes in
                    take(frame, bytes, path)
                    return .next
                }) {
                case .ended: return
                case .needsInput: file.fill()
                case .described, .stopped: break
                }
            }
        } catch {
            // Damaged captures give what stands before the damage; other files are none.
            refused += 1
        }
    }

    private mutating func take(_ frame: borrowing Frame, _ bytes: RawSpan, _ path: String) {
        frames += 1
        let linkType = LinkType(rawValue: frame.linkType)
        for length in 0...bytes.byteCount {
            prefixes += 1
            let prefix = bytes.extracting(first: length)
            for wireLength in [frame.wireLength, length] {
                lines += 1
                if let fault = check.once(prefix, linkType: linkType, wireLength: wireLength) {
                    fail("the first \(length) bytes of \(wireLength): \(fault)", path)
                }
            }
        }
        if let fault = check.thrice(bytes, linkType: linkType, wireLength: frame.wireLength) {
            fail(fault, path)
        }
    }

    private func fail(_ fault: String, _ path: String) -> Never {
        print("\(path), frame \(frames): \(fault)")
        exit(1)
    }

    func report() {
        print(
            "PrefixPackets: \(frames) frames of \(files) files (\(refused) damaged or no captures), "
                + "\(prefixes) prefixes, \(lines) lines; no trap, and every line is JSON")
    }
}

var run = PrefixRun()
for path in CommandLine.arguments.dropFirst() { run.read(path) }
run.report()
