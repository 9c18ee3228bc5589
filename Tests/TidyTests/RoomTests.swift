import Testing

/// What each room under `Sources` may import, beside Glibc: the house has one corridor, and no back doors.
private let doors: [String: Set<String>] = [
    "CLinux": [],
    "CPcap": [],
    "CPrefetch": [],
    "JSONLines": ["CPrefetch"],
    "Packets": ["JSONLines"],
    "Capture": ["CPcap"],
    "Statistics": ["Packets", "JSONLines", "BasicContainers", "DequeModule"],
    "Terminal": [],
    "Dashboard": ["Statistics", "Terminal", "DequeModule"],
    "CommandSupport": ["CLinux", "ArgumentParser"],
    "netcap": ["Capture", "Packets", "JSONLines", "CommandSupport", "ArgumentParser"],
    "netagg": ["Statistics", "Packets", "JSONLines", "CommandSupport", "ArgumentParser"],
    "netview": ["Dashboard", "Statistics", "Terminal", "JSONLines", "CommandSupport", "ArgumentParser"],
]

/// The C library, by the name it has on the system at hand.
private let systemLibrary: Set<String> = ["Glibc", "Musl"]

@Suite struct RoomTests {
    @Test func `every room stands in the table`() {
        #expect(House.names(in: "Sources") == doors.keys.sorted())
    }

    @Test func `a room imports only what its row of the table names`() {
        let importing =
            /^\s*(?:@\w+\s+)*(?:public |package |internal |private |fileprivate )?import\s+(?:(?:struct|enum|class|func|protocol|var|let|typealias)\s+)?(\w+)/
        var imports = 0
        for file in House.sources {
            for line in file.lines {
                guard let found = line.firstMatch(of: importing) else { continue }
                imports += 1
                let module = String(found.1)
                let allowed = doors[file.room, default: []].union(systemLibrary)
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
        #expect(imports > 10, "the expression finds imports at all")
    }

    @Test func `a test target tests only its own room and what that room sees`() {
        let importing = /^\s*@testable import (\w+)/
        for file in House.tests {
            for line in file.lines {
                guard let found = line.firstMatch(of: importing) else { continue }
                #expect("\(found.1)Tests" == file.room, "\(file.path) opens \(found.1)")
            }
        }
    }

    @Test func `unsafe memory stays where the bytes come in and go out`() {
        let permitted: Set = ["Capture", "CPcap", "JSONLines", "CommandSupport", "Terminal"]
        let unsafe = /Unsafe(Mutable)?(Raw)?(Buffer)?Pointer|withUnsafe|unsafeBitCast|Unmanaged</
        for file in House.sources where !permitted.contains(file.room) {
            #expect(file.matches(unsafe) == [])
        }
    }

    @Test func `libraries take time as an argument and own no descriptors`() {
        let outside =
            /\b(clock_gettime|gettimeofday|getenv|fopen|isatty|STDIN_FILENO|STDOUT_FILENO|STDERR_FILENO)\b|\bprint\(/
        for file in House.sources
        where ["JSONLines", "Packets", "Statistics", "Dashboard"].contains(file.room) {
            #expect(file.matches(outside) == [])
        }
    }
}
