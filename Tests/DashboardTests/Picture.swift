import Foundation
import Synchronization
import Terminal
import Testing

@testable import Dashboard

/// Compares a grid with a picture drawn in the test: row by row, blanks at the ends of rows apart.
/// `Scripts/accept` puts what is drawn now in the place of the picture.
func expect(
    _ grid: Grid, looksLike picture: String, file: String = #filePath, line: Int = #line,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let drawn = grid.plainText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let wanted = picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if AcceptedPictures.isOn {
        return AcceptedPictures.replace(wanted, with: drawn.dropLast(), in: file, from: line)
    }
    for (row, pair) in zip(drawn, wanted).enumerated() where pair.0 != pair.1 {
        Issue.record("row \(row)\n\(pair.0)\nis not\n\(pair.1)", sourceLocation: sourceLocation)
    }
    // The text of a grid ends with a newline, and a picture does not.
    #expect(drawn.count == wanted.count + 1, sourceLocation: sourceLocation)
}

/// Writes what is drawn now into the tests that hold the pictures.
enum AcceptedPictures {
    static let isOn = ProcessInfo.processInfo.environment["NETCAP_ACCEPT"] != nil
    /// By file: the line of each picture when the tests were compiled, and the lines that it has gained since.
    private static let edits = Mutex<[String: [(line: Int, growth: Int)]]>([:])

    /// Puts `drawn` in the place of the first picture from `line` on, if it is the one that the test knows.
    static func replace(_ known: [String], with drawn: ArraySlice<String>, in file: String, from line: Int) {
        guard known != Array(drawn) else { return }
        edits.withLock { edits in
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return }
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let moved = edits[file, default: []].reduce(line) { $0 + ($1.line < line ? $1.growth : 0) }
            guard let open = lines[(moved - 1)...].firstIndex(where: { $0.hasSuffix("#\"\"\"") }),
                let close = lines[(open + 1)...].firstIndex(where: { $0.contains("\"\"\"#") })
            else { return }
            let margin = String(lines[close].prefix { $0 == " " })
            let held = lines[(open + 1)..<close].map { String($0.dropFirst(margin.count)) }
            guard held == known else { return }
            lines.replaceSubrange(open + 1..<close, with: drawn.map { $0.isEmpty ? "" : margin + $0 })
            edits[file, default: []].append((line, drawn.count - held.count))
            try? lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
        }
    }
}

/// One panel drawn alone in `width` by `height`, with `#` all around it: whatever spills is seen.
func panel(
    _ board: Board, width: Int, height: Int, now: Int64 = Sample.now(), screen: (Int, Int) = (120, 40),
    _ draw: (inout Canvas, Scene) -> Void
) -> Grid {
    var grid = Grid(width: width + 2, height: height + 2)
    grid.draw(in: grid.bounds) { $0.fill($0.bounds, Cell("#")) }
    let scene = Scene(board, width: screen.0, height: screen.1, now: now)
    grid.draw(in: Rect(x: 1, y: 1, width: width, height: height)) {
        $0.fill($0.bounds)
        draw(&$0, scene)
    }
    return grid
}
