import CLinux
import Glibc

/// The pages of code and constants that are in memory: a command needs most of them only to start.
package enum CodePages {
    /// Gives them all back; those that are needed again come from the system's cache of files.
    package static func giveBack() {
        for range in mapped() {
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }

    /// Where the program and its libraries are mapped that nobody may write to: as it stands in their files.
    static func mapped() -> [Range<UInt>] {
        var ranges: [Range<UInt>] = []
        withUnsafeMutablePointer(to: &ranges) { ranges in
            _ = dl_iterate_phdr(
                { object, _, ranges in
                    if let object, CodePages.isFile(object.pointee) {
                        CodePages.add(
                            object.pointee, to: &ranges!.assumingMemoryBound(to: [Range<UInt>].self).pointee)
                    }
                    return 0
                }, ranges)
        }
        return ranges
    }

    /// The program itself has no name; what the kernel puts beside it is no path.
    private static func isFile(_ object: dl_phdr_info) -> Bool {
        object.dlpi_name[0] == 0 || strchr(object.dlpi_name, Int32(UInt8(ascii: "/"))) != nil
    }

    private static func add(_ object: dl_phdr_info, to ranges: inout [Range<UInt>]) {
        let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
        for index in 0..<Int(object.dlpi_phnum) {
            let segment = object.dlpi_phdr[index]
            guard segment.p_type == PT_LOAD, segment.p_flags & UInt32(PF_W) == 0 else { continue }
            let start = UInt(object.dlpi_addr) &+ UInt(segment.p_vaddr)
            let end = start &+ UInt(segment.p_memsz)
            ranges.append(start & ~(pageSize - 1)..<(end &+ pageSize - 1) & ~(pageSize - 1))
        }
    }
}
