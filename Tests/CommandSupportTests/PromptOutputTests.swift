import Glibc
import Testing

@testable import CommandSupport

@Suite struct PromptOutputTests {
    private func ends(_ make: (UnsafeMutablePointer<Int32>) -> Int32) throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(ends.withUnsafeMutableBufferPointer { make($0.baseAddress!) } == 0)
        return (ends[0], ends[1])
    }

    private func pipeEnds() throws -> (read: Int32, write: Int32) { try ends { pipe($0) } }

    private func socketEnds() throws -> (read: Int32, write: Int32) {
        try ends { socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, $0) }
    }

    /// Offers a block again and again until nothing more is taken, and says how much was.
    private func fill(_ output: borrowing PromptOutput) throws -> Int {
        let block = [UInt8](repeating: 1, count: 1 << 20)
        var total = 0
        while case let taken = try block.withUnsafeBytes({ try output.write($0) }), taken > 0, total < 1 << 26
        {
            total += taken
        }
        return total
    }

    @Test func `takes what a pipe has room for, and never waits for its reader`() throws {
        let (read, write) = try pipeEnds()
        defer { close(read) }
        let output = PromptOutput(write)
        let total = try fill(output)
        #expect((65_536...1 << 24).contains(total))
        #expect(fcntl(write, F_GETFL) & O_NONBLOCK == 0, "others that share the descriptor still wait")
        var bytes = [UInt8](repeating: 0, count: 65_536)
        #expect(Glibc.read(read, &bytes, bytes.count) == 65_536)
        let more = try fill(output)
        #expect(more > 0)
        close(write)
    }

    @Test func `takes what a socket has room for`() throws {
        let (read, write) = try socketEnds()
        defer {
            close(read)
            close(write)
        }
        let output = PromptOutput(write)
        let total = try fill(output)
        #expect((1...1 << 24).contains(total))
    }

    @Test(arguments: [false, true]) func `says that the reader has gone`(isSocket: Bool) throws {
        signal(SIGPIPE, SIG_IGN)
        let (read, write) = try isSocket ? socketEnds() : pipeEnds()
        defer { close(write) }
        let output = PromptOutput(write)
        close(read)
        #expect(throws: Failure.readerGone) { _ = try fill(output) }
    }

    @Test func `says what a full disk says`() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let output = PromptOutput(full)
        #expect(throws: Failure.system("cannot write to standard output", ENOSPC)) { _ = try fill(output) }
    }

    @Test func `begins where it is told, and nothing is nothing`() throws {
        let (read, write) = try pipeEnds()
        defer {
            close(read)
            close(write)
        }
        let output = PromptOutput(write)
        let taken = try Array("hello".utf8).withUnsafeBytes { try output.write($0, from: 2) }
        #expect(taken == 3)
        let none = try Array("hello".utf8).withUnsafeBytes { try output.write($0, from: 5) }
        #expect(none == 0)
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(Glibc.read(read, &bytes, 10) == 3)
        #expect(bytes.prefix(3) == Array("llo".utf8)[...])
    }
}
