import Glibc
import Testing

@testable import CommandSupport

struct InputTests {
    private func temporaryFile(_ text: String) -> String {
        var name = Array("/tmp/input-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        #expect(write(descriptor, text, text.utf8.count) == text.utf8.count)
        close(descriptor)
        return String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func readAll(_ paths: [String]) throws -> [String] {
        var input = try Input(paths.map { RawPath($0, among: []) })
        var parts: [String] = []
        var buffer = [UInt8](repeating: 0, count: 64)
        while input.descriptor != nil {
            let count = try buffer.withUnsafeMutableBytes { bytes throws(Failure) in
                try input.read(into: bytes)
            }
            parts.append(count.map { String(decoding: buffer[..<$0], as: UTF8.self) } ?? "|")
        }
        return parts
    }

    @Test func `reads files one after the other and shows where each ends`() throws {
        let (first, second) = (temporaryFile("one"), temporaryFile("two"))
        defer { unlink(first) }
        defer { unlink(second) }
        #expect(try readAll([first, second]) == ["one", "|", "two", "|"])
    }

    @Test func `a file that is not there is named with the reason`() {
        #expect(throws: Failure.stopped("cannot open '/nonexistent/x': No such file or directory")) {
            _ = try readAll(["/nonexistent/x"])
        }
    }

    @Test func `a directory is an error, not an end`() {
        #expect(throws: Failure.stopped("cannot read /tmp: Is a directory")) { _ = try readAll(["/tmp"]) }
    }
}
