import Glibc

/// The pages of code that are in memory: a command needs most of them only to start.
package enum CodePages {
    /// Gives them all back; those that are needed again come from the system's cache of files.
    package static func giveBack() {
        for range in mapped() {
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }

    /// Where code of files is mapped: as it stands there, for nothing but a debugger writes to it.
    static func mapped() -> [Range<UInt>] {
        guard let maps = fopen("/proc/self/maps", "re") else { return [] }
        defer { fclose(maps) }
        var ranges: [Range<UInt>] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        while getline(&line, &capacity, maps) > 0 {
            // 00400000-01104000 r-xp 00000000 fd:00 12345 /usr/local/bin/netagg
            let fields = String(cString: line!).split(separator: " ")
            guard fields.count > 5, fields[1] == "r-xp", fields[5].hasPrefix("/") else { continue }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { continue }
            ranges.append(ends[0]..<ends[1])
        }
        free(line)
        return ranges
    }
}
