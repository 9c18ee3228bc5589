import Glibc
import Testing

@testable import CommandSupport

@Suite struct SeekableFileTests {
    /// A file with this text, gone when the test is over.
    private func withFile(_ text: String, _ body: (RawPath) throws -> Void) throws {
        var template = Array("/tmp/netcap-seekable-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        #expect(descriptor >= 0)
        defer {
            close(descriptor)
            unlink(template)
        }
        #expect(Diagnostics.writeAll(text, to: descriptor))
        try body(RawPath(argument: String(decoding: template.dropLast().map { UInt8($0) }, as: UTF8.self)))
    }

    private func lineOffsets(_ path: RawPath) throws -> [Int]? {
        guard let file = try SeekableFile(path) else { return nil }
        return try file.lineOffsets()
    }

    private func bytes(_ range: Range<Int>, of path: RawPath) throws -> [UInt8]? {
        guard let file = try SeekableFile(path) else { return nil }
        return try file.bytes(range)
    }

    @Test(
        arguments: [
            ("", [0]), ("\n", [0, 1]), ("a\nbc\n", [0, 2, 5]), ("a\nbc", [0, 2, 4]), ("\n\nx", [0, 1, 2, 3]),
        ] as [(String, [Int])])
    func `finds where every line begins`(text: String, offsets: [Int]) throws {
        try withFile(text) { path in
            let found = try lineOffsets(path)
            #expect(found == offsets)
        }
    }

    @Test func `lines that cross the blocks it reads are found too`() throws {
        let line = String(repeating: "x", count: 1_000_000) + "\n"
        try withFile(line + line + line) { path in
            let found = try lineOffsets(path)
            #expect(found == [0, 1_000_001, 2_000_002, 3_000_003])
        }
    }

    @Test func `reads any range, and less where the file ends`() throws {
        try withFile("0123456789") { path in
            let first = try bytes(3..<6, of: path)
            #expect(first == Array("345".utf8))
            let middle = try bytes(8..<99, of: path)
            #expect(middle == Array("89".utf8))
            let beyond = try bytes(50..<60, of: path)
            #expect(beyond == [])
        }
    }

    @Test func `what cannot be sought is none`() throws {
        let found = try lineOffsets(RawPath(argument: "/dev/null"))
        #expect(found == nil)
    }

    @Test func `a file that is not there says so`() {
        #expect(throws: Failure.self) { _ = try SeekableFile(RawPath(argument: "/no/such/file")) }
    }
}
