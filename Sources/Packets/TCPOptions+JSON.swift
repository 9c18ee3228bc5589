import JSONLines

extension TCPOptions {
    /// An object with the options that are there.
    @inline(__always)
    func write(to writer: inout JSONWriter) {
        // What nearly every segment has.
        if present == .timestamps {
            writeTimestamps(opening: #"{"timestamp":"#, to: &writer)
        } else {
            writer = writingAny(writer)
        }
    }

    @inline(never)
    private func writingAny(_ writer: consuming JSONWriter) -> JSONWriter {
        writeAny(to: &writer)
        return writer
    }

    private func writeAny(to writer: inout JSONWriter) {
        let start = writer.count
        if present.contains(.maximumSegmentSize) { writer.member(#","mss":"#, maximumSegmentSize) }
        if present.contains(.windowScale) { writer.member(#","window_scale":"#, windowScale) }
        if present.contains(.selectivePermitted) { writer.raw(#","sack_permitted":true"#) }
        if present.contains(.selective) {
            writer.raw(#","sack":"#)
            for index in 0..<blockCount {
                writer.member(index == 0 ? "[[" : ",[", blocks[index * 2])
                writer.member(",", blocks[index * 2 + 1])
                writer.byte(UInt8(ascii: "]"))
            }
            writer.byte(UInt8(ascii: "]"))
        }
        if present.contains(.fastOpen) { writer.member(#","fast_open":"#, cookieLength) }
        if present.contains(.multipath) { writer.raw(#","multipath":true"#) }
        if present.contains(.signature) { writer.raw(#","signature":true"#) }
        if present.contains(.timestamps) {
            writeTimestamps(opening: #","timestamp":"#, to: &writer)
        } else {
            writer.byte(UInt8(ascii: "}"))
        }
        writer.replaceByte(at: start, with: UInt8(ascii: "{"))
    }

    @inline(__always)
    private func writeTimestamps(opening: StaticString, to writer: inout JSONWriter) {
        writer.member(opening, timestamp)
        writer.member(#","timestamp_echo":"#, timestampEcho)
        writer.byte(UInt8(ascii: "}"))
    }
}
