import Glibc
import Testing

@testable import Terminal

/// The painter's stream as a terminal that is not ours understands it. Skipped where there is no tmux.
@Suite struct TmuxTests {
    @Test(
        .enabled(if: system("command -v tmux >/dev/null 2>&1") == 0),
        arguments: [UInt64.random(in: 0 ... .max)])
    func `tmux shows what the grid holds after a stream of differences`(seed: UInt64) throws {
        var template = Array("/tmp/netview-tmux-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { _ = TmuxTests.run("tmux -S \(folder)/socket kill-server 2>/dev/null; rm -r \(folder)") }

        var random = SeededGenerator(seed)
        var painter = Painter(theme: Theme(.dark, depth: .indexed))
        var grid = Grid(width: 50, height: 12)
        var stream: [UInt8] = []
        for _ in 0..<40 {
            PainterTests.scribble(on: &grid, &random)
            stream += painter.paint(grid)
        }
        try TmuxTests.write(Array("set -g status off\n".utf8), to: "\(folder)/config")
        try TmuxTests.write(stream, to: "\(folder)/stream")
        let tmux = "LC_ALL=C.UTF-8 tmux -u -S \(folder)/socket -f \(folder)/config"
        #expect(system("\(tmux) new-session -d -x 50 -y 12 'cat \(folder)/stream; sleep 60'") == 0)

        let wanted = (0..<12).map { grid.row($0) }
        var shown: [String] = []
        for _ in 0..<200 where shown != wanted {
            usleep(50_000)
            shown = TmuxTests.run("\(tmux) capture-pane -p").split(
                separator: "\n", omittingEmptySubsequences: false
            )
            .prefix(12).map { line in
                var scalars = line.unicodeScalars
                while scalars.last == " " { scalars.removeLast() }
                return String(scalars)
            }
        }
        #expect(shown == wanted, "seed \(seed)")
    }

    private static func run(_ command: String) -> String {
        guard let pipe = popen(command, "r") else { return "" }
        defer { pclose(pipe) }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }
}
