import Glibc
import Testing

@testable import CommandSupport

@Suite struct PipePagesTests {
    /// A pipe of which the reading end does not wait.
    private func pipeEnds() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }

    private func take(_ block: [UInt8], _ pages: inout PipePages) -> Bool {
        block.withUnsafeBytes { pages.take($0) }
    }

    /// All that is in the pipe.
    private func drain(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        return bytes
    }

    @Test(arguments: [8, .max]) func `every byte arrives once and in its place`(faultLimit: Int) throws {
        let (read, write) = try pipeEnds()
        defer { for end in [read, write] { close(end) } }
        let output = PromptOutput(write)
        var pages = PipePages(output, faultLimit: faultLimit)
        var state: UInt64 = 1
        var taken = 0
        for _ in 0..<40 {
            var random: UInt64 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return state >> 33
            }
            let block = (0..<65_536 + Int(random % 458_752)).map { _ in UInt8(truncatingIfNeeded: random) }
            guard take(block, &pages) else { break }
            taken += 1
            var received: [UInt8] = []
            while pages.isWaiting {
                _ = try pages.give(to: output)
                received += drain(read)
            }
            let isSame = received == block
            #expect(isSame)
        }
        // Where there are no huge pages, the first shows that.
        #expect(faultLimit == .max ? taken == 40 : taken > 0)
    }

    /// splice(2), with which a reader passes pages on without looking at them.
    private typealias Splice =
        @convention(c) (
            Int32, UnsafeMutablePointer<Int>?, Int32, UnsafeMutablePointer<Int>?, Int, UInt32
        ) -> Int

    @Test func `what a reader has passed on unread stays as it was`() throws {
        let splice = unsafeBitCast(try #require(dlsym(nil, "splice")), to: Splice.self)
        let (read, write) = try pipeEnds()
        let (kept, keeping) = try pipeEnds()
        defer { for end in [read, write, kept, keeping] { close(end) } }
        let output = PromptOutput(write)
        var pages = PipePages(output, faultLimit: .max)
        var expected: [UInt8] = []
        for number in 0..<100 {
            let block = [UInt8](repeating: UInt8(number), count: 1 << 17)
            try #require(take(block, &pages))
            while pages.isWaiting { _ = try pages.give(to: output) }
            if number % 10 == 0 {
                #expect(splice(read, nil, keeping, nil, 4_000, 0) == 4_000)
                expected += block.prefix(4_000)
            }
            _ = drain(read)
        }
        let isSame = drain(kept) == expected
        #expect(isSame)
    }

    @Test func `gives what there is room for, and the rest later`() throws {
        let (read, write) = try pipeEnds()
        defer { for end in [read, write] { close(end) } }
        let output = PromptOutput(write)
        var pages = PipePages(output, faultLimit: .max)
        let block = (0..<1 << 21).map { UInt8(truncatingIfNeeded: $0 / 251) }
        #expect(take(block, &pages))
        let first = try pages.give(to: output)
        #expect((4096..<block.count).contains(first))
        let none = try pages.give(to: output)
        #expect(none == 0 && pages.isWaiting)
        var received: [UInt8] = []
        while pages.isWaiting {
            received += drain(read)
            _ = try pages.give(to: output)
        }
        let isSame = received + drain(read) == block
        #expect(isSame)
    }

    @Test func `small blocks and those of more than a huge page are better written`() throws {
        let (read, write) = try pipeEnds()
        defer { for end in [read, write] { close(end) } }
        var pages = PipePages(PromptOutput(write), faultLimit: .max)
        for count in [0, 1, 65_535, (1 << 21) + 1] {
            #expect(!take([UInt8](repeating: 0, count: count), &pages))
        }
        let isWaiting = pages.isWaiting
        #expect(!isWaiting)
    }

    @Test func `a file, a device and a socket get no pages`() throws {
        var sockets: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
        let others = [open("/dev/null", O_WRONLY), open("/proc/self/exe", O_RDONLY), sockets[0]]
        defer { for other in others + [sockets[1]] { close(other) } }
        for other in others {
            var pages = PipePages(PromptOutput(other), faultLimit: .max)
            #expect(!take([UInt8](repeating: 0, count: 1 << 18), &pages))
        }
    }

    @Test func `without huge pages the first block is the last`() throws {
        let (read, write) = try pipeEnds()
        defer { for end in [read, write] { close(end) } }
        let output = PromptOutput(write)
        var pages = PipePages(output, faultLimit: -1)
        let block = [UInt8](repeating: 7, count: 1 << 16)
        #expect(take(block, &pages))
        let count = try pages.give(to: output)
        #expect(count == block.count)
        let isSame = drain(read) == block
        #expect(isSame)
        #expect(!take(block, &pages))
    }

    @Test func `where pages are refused they are written`() throws {
        var sockets: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0)
        let (read, write) = try pipeEnds()
        defer { for end in sockets + [read, write] { close(end) } }
        _ = fcntl(sockets[1], F_SETFL, O_NONBLOCK)
        var pages = PipePages(PromptOutput(write), faultLimit: .max)
        let block = (0..<1 << 18).map { UInt8(truncatingIfNeeded: $0 / 7) }
        #expect(take(block, &pages))
        // A socket answers vmsplice(2) as a system does that has none: with an error.
        let other = PromptOutput(sockets[0])
        var received: [UInt8] = []
        while pages.isWaiting {
            _ = try pages.give(to: other)
            received += drain(sockets[1])
        }
        let isSame = received == block
        #expect(isSame)
        #expect(!take(block, &pages))
    }

    @Test func `says that the reader has gone`() throws {
        signal(SIGPIPE, SIG_IGN)
        let (read, write) = try pipeEnds()
        defer { close(write) }
        let output = PromptOutput(write)
        var pages = PipePages(output, faultLimit: .max)
        #expect(take([UInt8](repeating: 0, count: 1 << 18), &pages))
        close(read)
        #expect(throws: Failure.readerGone) { _ = try pages.give(to: output) }
    }
}
