import CommandSupport
import Dashboard
import Glibc
import Terminal

/// One screen of the last record: printed, or saved as a picture.
struct Still {
    private let options: Options
    private let look: Look
    private let diagnostics = Diagnostics(command: "netview")

    init(_ options: Options, _ look: Look) { (self.options, self.look) = (options, look) }

    func run() throws {
        var board = Board(now: 0)
        board.utcOffset = LocalTime.utcOffset()
        if let file = try SeekableFile(options.file) {
            var reel = try Reel(file, speed: nil)
            try reel.open(on: &board)
        } else {
            try readAll(into: &board)
        }
        if board.history.isEmpty {
            throw board.feed.packets > 0
                ? PlainOutput.packetsInstead : Failure.stopped("the input ended without any statistics")
        }
        let size = Still.size(options)
        let grid = board.draw(width: size.width, height: size.height, glyphs: look.glyphs, now: 0)
        if options.svg != nil || options.html != nil {
            let picture = board.draw(
                width: size.width, height: size.height, glyphs: look.pictureGlyphs, now: 0)
            if let path = options.svg { try Picture.save(picture.svg(look.pictureTheme), to: path) }
            if let path = options.html {
                try Picture.save(picture.html(look.pictureTheme, title: "netview"), to: path)
            }
        }
        if options.once { try Output().write(look.isBare ? grid.plainText : grid.lines(theme: look.theme)) }
    }

    /// Up to the end of the stream, or Ctrl-C.
    private func readAll(into board: inout Board) throws {
        var source = try Source(options)
        let signals = try Signals([SIGINT, SIGTERM])
        while let input = source.descriptor {
            var poll = Poll()
            poll.add(reading: input)
            poll.add(reading: signals.descriptor)
            poll.wait(until: nil)
            if poll.isReadable(signals.descriptor), !signals.take().isEmpty { break }
            if poll.isReadable(input) { try source.read { board.receive($0, now: 0) } }
        }
        board.feed.hasEnded = true
        source.report(diagnostics)
    }

    static func size(_ options: Options) -> ScreenSize {
        if let size = options.size { return size }
        let environment = Look.environment()
        let (columns, lines) = (
            environment["COLUMNS"].flatMap(Int.init), environment["LINES"].flatMap(Int.init)
        )
        func side(_ value: Int?, _ standard: Int) -> Int { value.map { min(max($0, 1), 10_000) } ?? standard }
        return ScreenSize(width: side(columns, 120), height: side(lines, 40))
    }
}

/// Pictures as files.
enum Picture {
    static func save(_ text: String, to path: RawPath) throws {
        if path.isStandardStream { return try Output().write(text) }
        try save(text, named: path.bytes, path.text)
    }

    static func save(_ text: String, to path: String) throws {
        try save(text, named: Array(path.utf8CString), path)
    }

    private static func save(_ text: String, named path: [CChar], _ name: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure.system("cannot create '\(name)'") }
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = write(descriptor, Array(bytes[written...]), bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let failure = Failure.system("cannot write '\(name)'")
                close(descriptor)
                throw failure
            }
            written += count
        }
        guard close(descriptor) == 0 else { throw Failure.system("cannot write '\(name)'") }
    }
}
