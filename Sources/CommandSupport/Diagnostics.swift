import Glibc

/// What a command says to people, on standard error, one escaped line each.
///
/// Where that is a terminal whose screen another program has taken (the dashboard at the end of the pipe, a
/// pager), a line would scroll the picture away: then it goes to the bottom row, and remarks stay away.
package struct Diagnostics: Sendable {
    /// Stands before every line: `netcap: …`.
    package let command: String
    private let descriptor: Int32

    package init(command: String, descriptor: Int32 = STDERR_FILENO) {
        self.command = command
        self.descriptor = descriptor
    }

    /// Says one line. Text from outside may be part of it.
    package func say(_ message: String) {
        let line = Self.printable("\(command): \(message)")
        if let width = takenScreenWidth {
            Self.write(
                "\u{1B}7\u{1B}[999;1H\u{1B}[0;7m\u{1B}[K\(line.prefix(width - 1))\u{1B}8", to: descriptor)
        } else {
            Self.write(line + "\n", to: descriptor)
        }
    }

    /// Says what is good to know, but not worth a row of somebody else's screen.
    package func remark(_ message: String) {
        if takenScreenWidth == nil { say(message) }
    }

    /// The columns of a terminal that is not in line mode: some program draws on it.
    private var takenScreenWidth: Int? {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0, settings.c_lflag & tcflag_t(ICANON) == 0 else {
            return nil
        }
        var window = winsize()
        _ = ioctl(descriptor, UInt(TIOCGWINSZ), &window)
        return window.ws_col > 1 ? Int(window.ws_col) : 80
    }

    /// `text` with everything that could move a cursor, change a colour or hide itself made visible:
    /// controls, line and paragraph separators, bidirectional and zero-width characters as `\u{…}`.
    package static func printable(_ text: String, keepingNewlines: Bool = false) -> String {
        var shown = ""
        shown.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if keepingNewlines && scalar == "\n" {
                shown.unicodeScalars.append(scalar)
            } else if isInvisible(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            true
        default: false
        }
    }

    /// Writes `text` as it is; what cannot be written to standard error cannot be reported anywhere.
    static func write(_ text: String, to descriptor: Int32 = STDERR_FILENO) {
        _ = writeAll(text, to: descriptor)
    }

    /// True when every byte has been written.
    static func writeAll(_ text: String, to descriptor: Int32) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
