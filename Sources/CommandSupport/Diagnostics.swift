import Glibc

/// What a command says to people, on standard error, one escaped line each.
package struct Diagnostics: Sendable {
    /// Stands before every line: `netcap: …`.
    package let command: String

    package init(command: String) { self.command = command }

    /// Says one line. Text from outside may be part of it.
    package func say(_ message: String) {
        Self.write(Self.printable("\(command): \(message)") + "\n")
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
