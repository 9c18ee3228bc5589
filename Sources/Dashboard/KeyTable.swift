import Statistics
import Terminal

/// What a key asks for.
package enum Command: Equatable, Sendable {
    case quit, help, pause, stepBack, stepForward, jumpBack, jumpForward, first, live, slower, faster
    case graph, zoomIn, zoomOut, nextFocus, previousFocus, enter, back, up, down
    case nextList, list(Int), filter, sort, period, theme, snapshot, page, repaint
}

/// The keys, once: the footer, the help and the manual page are made from this table.
package enum KeyTable {
    package struct Entry: Sendable {
        /// The names of the keys, as `Board.press` gets them: the character itself, or `space`, `left`, `ctrl-l`, …
        package var keys: [String]
        package var commands: [Command]
        /// How people write them.
        package var label: String
        /// One or two words for the footer; empty keeps it out.
        package var short: String
        package var help: String

        init(_ keys: [String], _ commands: [Command], label: String, short: String = "", help: String) {
            (self.keys, self.commands, self.label) = (keys, commands, label)
            (self.short, self.help) = (short, help)
        }

        /// `←/→` where there are no arrows to draw: `left/right`, for `</>` are other keys.
        package func label(_ glyphs: Glyphs) -> String { glyphs == .ascii ? writtenLabel : label }

        /// The label in words, for a manual page too.
        package var writtenLabel: String {
            [("←", "left"), ("→", "right"), ("↑", "up"), ("↓", "down"), ("…", "to")]
                .reduce(label) { $0.replacing($1.0, with: $1.1) }
        }
    }

    package struct Section: Sendable {
        package var title: String
        package var entries: [Entry]
    }

    package static let sections: [Section] = [
        Section(
            title: "Time",
            entries: [
                Entry(["space"], [.pause], label: "space", short: "pause", help: "pause, and go on"),
                Entry(
                    ["left", "right"], [.stepBack, .stepForward], label: "←/→", short: "step",
                    help: "one record back or on"),
                Entry(["[", "]"], [.jumpBack, .jumpForward], label: "[ ]", help: "30 seconds back or on"),
                Entry(
                    ["home", "end"], [.first, .live], label: "Home End", help: "the first record; live again"),
                Entry(["<", ">"], [.slower, .faster], label: "< >", help: "replay slower or faster"),
            ]),
        Section(
            title: "Charts",
            entries: [
                Entry(["g"], [.graph], label: "g", short: "graph", help: "packets, bits or both"),
                Entry(
                    ["+", "=", "-"], [.zoomIn, .zoomIn, .zoomOut], label: "+/-", short: "zoom",
                    help: "fewer or more seconds per column"),
            ]),
        Section(
            title: "Panels",
            entries: [
                Entry(
                    ["tab", "shift-tab"], [.nextFocus, .previousFocus], label: "tab", short: "panel",
                    help: "the next panel"),
                Entry(["up", "down"], [.up, .down], label: "↑ ↓", help: "choose a row"),
                Entry(
                    ["enter"], [.enter], label: "enter", short: "expand",
                    help: "the panel large, then the details of its row"),
                Entry(["escape", "backspace"], [.back], label: "esc", help: "back"),
                Entry(
                    ["n"], [.nextList], label: "n", short: "next list",
                    help: "sources, destinations, ports, …"),
                Entry(
                    ["1", "2", "3", "4", "5"], [.list(0), .list(1), .list(2), .list(3), .list(4)],
                    label: "1 … 5", help: "one of these lists at once"),
                Entry(
                    ["/"], [.filter], label: "/", short: "filter", help: "show only rows that contain a text"),
                Entry(["s"], [.sort], label: "s", short: "sort", help: "by packets, bytes or name"),
                Entry(["r"], [.period], label: "r", help: "rows over the window, in total, or now"),
            ]),
        Section(
            title: "Screen",
            entries: [
                Entry(
                    ["S"], [.snapshot], label: "S", short: "snapshot",
                    help: "save this screen as a picture (SVG)"),
                Entry(["H"], [.page], label: "H", help: "save this screen as a web page (HTML)"),
                Entry(["t"], [.theme], label: "t", help: "the next theme"),
                Entry(["ctrl-l"], [.repaint], label: "Ctrl-L", help: "draw everything again"),
                Entry(["?", "h"], [.help], label: "?", short: "help", help: "these keys"),
                Entry(["q", "ctrl-c"], [.quit], label: "q", short: "quit", help: "leave"),
            ]),
    ]

    /// The order of the footer; the first ones stay when there is little room.
    private static let footerOrder = [
        "q", "?", "space", "←/→", "tab", "/", "g", "+/-", "enter", "n", "s", "S",
    ]

    /// What the footer shows, with the short words: `q quit`, `? help`, …
    package static let footer: [Entry] = footerOrder.compactMap { label in
        entries.first { $0.label == label }
    }

    package static var entries: [Entry] { sections.flatMap(\.entries) }

    private static let commands: [String: Command] = {
        var table: [String: Command] = [:]
        for entry in entries {
            for (index, key) in entry.keys.enumerated() {
                table[key] = entry.commands[min(index, entry.commands.count - 1)]
            }
        }
        return table
    }()

    /// The keys as `--help` and the manual page list them: sections, and in each `space     pause, and go on`.
    package static var manual: String {
        let widest = entries.reduce(0) { max($0, $1.writtenLabel.utf8.count) }
        return sections.map { section in
            let lines = section.entries.map { entry in
                let label = entry.writtenLabel
                let help = entry.help.replacing("…", with: "...")
                return "    \(label)\(String(repeating: " ", count: widest + 2 - label.utf8.count))\(help)"
            }
            return ["  \(section.title):"] + lines
        }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    /// What the key with this name asks for; nil when nothing.
    package static func command(for key: String) -> Command? { commands[key] }
}
