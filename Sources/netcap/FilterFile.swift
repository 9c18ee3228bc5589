import CommandSupport
import Glibc

/// The file of `-F`: a filter, whose lines may end in comments that begin with `#`.
enum FilterFile {
    /// No filter is longer than this.
    private static let limit = 1 << 20

    static func read(_ path: RawPath) throws -> String {
        let descriptor = path.isStandardStream ? STDIN_FILENO : open(path.bytes, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure.system("cannot open '\(path.text)'") }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Failure.system("cannot read '\(path.text)'") }
            if count == 0 { break }
            text += piece[..<count]
            guard text.count <= limit else {
                throw Failure.stopped("'\(path.text)' is too long for a filter")
            }
        }
        return withoutComments(String(decoding: text, as: UTF8.self))
    }

    static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n").map { $0.prefix { $0 != "#" } }.joined(separator: " ")
    }
}
