import CommandSupport
import Glibc
import JSONLines
import Testing

@testable import netcap

@Suite struct LineOutputTests {
    /// Numbered lines of 100 bytes.
    private func lines(_ numbers: Range<Int>) -> JSONWriter {
        var writer = JSONWriter()
        for number in numbers {
            let digits = "\(number)"
            writer.raw(
                (String(repeating: "0", count: 99 - digits.utf8.count) + digits + "\n").utf8.span.bytes)
        }
        return writer
    }

    @Test func `loses no byte and repeats none, however slowly it is read`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        var output = LineOutput(PromptOutput(ends[1]))
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 50_000)
        var next = 0
        var waited = 0
        while next < 100_000 {
            var block = lines(next..<next + 10_000)
            next += 10_000
            while try !output.flush(&block) || block.count > 0 {
                waited += 1
                let count = read(ends[0], &buffer, buffer.count)
                received += buffer[..<count]
            }
        }
        #expect(waited > 0, "the pipe is smaller than what went through it")
        let isWaiting = output.isWaiting
        #expect(!isWaiting)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        while case let count = read(ends[0], &buffer, buffer.count), count > 0 {
            received += buffer[..<count]
        }
        for end in ends { close(end) }
        var expected = lines(0..<100_000)
        let isSame = expected.withBytes { Array($0) == received }
        #expect(isSame)
        expected.removeAll()
    }

    @Test func `what it cannot take stays with the owner until the block before is out`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        var output = LineOutput(PromptOutput(ends[1]))
        var first = lines(0..<50_000)
        let isDone = try output.flush(&first)
        #expect(!isDone)
        #expect(first.count == 0, "five megabytes are on their way")
        var second = lines(0..<1)
        let isSecondDone = try output.flush(&second)
        #expect(!isSecondDone)
        #expect(second.count == 100)
    }
}
