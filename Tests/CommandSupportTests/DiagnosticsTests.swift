import Glibc
import Testing

@testable import CommandSupport

struct DiagnosticsTests {
    @Test(arguments: [
        ("plain é 日本", "plain é 日本"),
        ("\u{1B}[31mred", "\\u{1b}[31mred"),
        ("a\nb\r", "a\\u{a}b\\u{d}"),
        ("\u{9B}2J", "\\u{9b}2J"),
        ("\u{202E}exe", "\\u{202e}exe"),
        ("zero\u{200B}width\u{FEFF}", "zero\\u{200b}width\\u{feff}"),
        ("\u{E000}", "\\u{e000}"),
    ])
    func `makes visible what could move a cursor or hide`(_ text: String, _ shown: String) {
        #expect(Diagnostics.printable(text) == shown)
    }

    @Test func `keeps the lines of a usage message apart`() {
        #expect(
            Diagnostics.printable("Error: \u{7}\nUsage: x", keepingNewlines: true)
                == "Error: \\u{7}\nUsage: x")
    }

    /// What arrives at the other side of a terminal on which `body` speaks.
    private func heard(rawMode: Bool, _ body: (Diagnostics) -> Void) throws -> String {
        // As unlockpt (TIOCSPTLCK) and ptsname (TIOCGPTN) do it, which the module map does not carry.
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (locked, number): (Int32, Int32) = (0, 0)
        #expect(ioctl(master, 0x4004_5431, &locked) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
        let slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        defer { close(master) }
        var settings = termios()
        #expect(tcgetattr(slave, &settings) == 0)
        if rawMode { settings.c_lflag &= ~tcflag_t(ICANON) }
        #expect(tcsetattr(slave, TCSANOW, &settings) == 0)
        body(Diagnostics(command: "netcap", descriptor: slave))
        body(Diagnostics(command: "end", descriptor: slave))
        close(slave)
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(master, &bytes, bytes.count)
        return String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
    }

    @Test func `a line and a remark go to a terminal in line mode`() throws {
        let text = try heard(rawMode: false) {
            $0.say("stopped")
            $0.remark("listening")
        }
        #expect(text.hasPrefix("netcap: stopped\r\nnetcap: listening\r\n"))
    }

    @Test func `on a screen that another program has taken, a line keeps to the bottom row`() throws {
        let text = try heard(rawMode: true) {
            $0.remark("listening")
            $0.say("stopped " + String(repeating: "x", count: 200))
        }
        #expect(!text.contains("listening") && !text.contains("\n"))
        #expect(text.hasPrefix("\u{1B}7\u{1B}[999;1H"))
        #expect(text.contains("netcap: stopped " + String(repeating: "x", count: 63) + "\u{1B}8"))
    }
}
