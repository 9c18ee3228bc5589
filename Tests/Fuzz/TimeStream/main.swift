import Glibc
import JSONLines
import Packets

// How fast the lines of the files given are read: all fields of the summary, and only the ends of the lines.
// In processor time, the best of seven rounds, from memory through a line reader as a command would.
//
//     NETCAP_FUZZ=1 swift run -c release TimeStream packets.ndjson

func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func contents(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
        count = fread(bytes.baseAddress!, 1, size, file)
    }
}

/// Hands the text out in blocks, as `read` would.
func fill(_ reader: inout LineReader, from text: [UInt8], _ offset: inout Int) -> Int {
    let count = reader.fill { free in
        let count = min(free.count, text.count - offset)
        text.withUnsafeBytes {
            free.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
        }
        return count
    }
    offset += count
    return count
}

for path in CommandLine.arguments.dropFirst() {
    let text = contents(of: path)
    var (reading, splitting) = (Double.infinity, Double.infinity)
    var (packets, lines, bytes) = (0, 0, Int64(0))
    for _ in 0..<7 {
        var reader = LineReader()
        var record = StreamRecord()
        var offset = 0
        (packets, bytes) = (0, 0)
        var start = seconds()
        while fill(&reader, from: text, &offset) > 0 {
            while reader.nextLine() {
                guard record.read(reader.buffer.span.bytes, reader.range) == .packet else { continue }
                packets += 1
                bytes += record.packet.size
            }
        }
        reading = min(reading, seconds() - start)

        reader = LineReader()
        (offset, lines) = (0, 0)
        start = seconds()
        while fill(&reader, from: text, &offset) > 0 {
            while reader.nextLine() { lines += 1 }
        }
        splitting = min(splitting, seconds() - start)
    }
    let megabytes = Double(text.count) / 1e6
    print(
        "\(path): \(lines) lines, \(packets) packets of \(bytes) bytes;",
        "summary \(Int(megabytes / reading)) MB/s, \(Int(reading * 1e9 / Double(max(lines, 1)))) ns a line;",
        "line ends \(Int(megabytes / splitting)) MB/s")
}
