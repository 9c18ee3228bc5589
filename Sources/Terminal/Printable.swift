/// The one door through which text from outside reaches the screen: every scalar becomes one that takes exactly one or
/// two columns and does nothing else.
///
/// Shown as `·`: controls (C0, DEL, C1), format characters (bidirectional controls, joiners, tags), variation selectors,
/// combining marks (a cell holds one scalar, and terminals disagree about where a mark goes), conjoining jamo, flags and
/// skin tones (terminals disagree about their width), right-to-left letters (a terminal that reorders them would move their
/// neighbours), line separators, surrogates, private use and unassigned. Spaces of any kind become a space.
package enum Printable {
    /// What `scalar` looks like on the screen; itself for nearly everything. In `.ascii` the answer is ASCII.
    @inline(__always)
    package static func scalar(_ scalar: Unicode.Scalar, _ glyphs: Glyphs = .braille) -> Unicode.Scalar {
        if scalar.value >= 0x20 && scalar.value < 0x7F { return scalar }
        return foreign(scalar, glyphs)
    }

    /// What stands for whatever cannot be shown.
    package static func placeholder(_ glyphs: Glyphs) -> Unicode.Scalar { glyphs == .ascii ? "." : "·" }

    /// Whether a printable scalar takes two columns.
    @inline(__always)
    package static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= WideScalars.first && WideScalars.contains(scalar.value)
    }

    /// The columns that `string` takes.
    package static func width(of string: String, _ glyphs: Glyphs = .braille) -> Int {
        var columns = 0
        for scalar in string.unicodeScalars { columns += isWide(self.scalar(scalar, glyphs)) ? 2 : 1 }
        return columns
    }

    /// As much of `string` as fits `width` columns, printable, with `…` at the end where something was cut.
    package static func fitted(_ string: String, to width: Int, _ glyphs: Glyphs = .braille) -> String {
        var result = String.UnicodeScalarView()
        var kept = String.UnicodeScalarView()  // What still leaves a column for the ellipsis.
        var columns = 0
        for scalar in string.unicodeScalars {
            let shown = self.scalar(scalar, glyphs)
            let size = isWide(shown) ? 2 : 1
            guard columns + size <= width else {
                if width > 0 { kept.append(self.scalar("…", glyphs)) }
                return width > 0 ? String(kept) : ""
            }
            result.append(shown)
            columns += size
            if columns < width { kept = result }
        }
        return String(result)
    }

    private static func foreign(_ scalar: Unicode.Scalar, _ glyphs: Glyphs) -> Unicode.Scalar {
        guard glyphs != .ascii else { return ascii(scalar) }
        switch scalar.value {
        case 0x00A1...0x00AC, 0x00AE...0x024F: return scalar
        case 0x2190...0x21FF, 0x2500...0x25FC, 0x2800...0x28FF: return scalar
        case 0x4E00...0x9FEF, 0xAC00...0xD7A3, 0x3041...0x3096, 0x30A1...0x30FA: return scalar
        default:
            return isPlain(scalar) ? scalar : scalar.properties.generalCategory == .spaceSeparator ? " " : "·"
        }
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber,
            .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation, .openPunctuation,
            .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .modifierSymbol, .otherSymbol:
            break
        case .nonspacingMark, .spacingMark, .enclosingMark, .spaceSeparator, .lineSeparator,
            .paragraphSeparator,
            .control, .format, .surrogate, .privateUse, .unassigned:
            return false
        @unknown default: return false
        }
        if properties.isDefaultIgnorableCodePoint || properties.isGraphemeExtend || properties.isEmojiModifier
        {
            return false
        }
        switch scalar.value {
        // Right to left.
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
            return false
        // Vowels and finals that join the jamo before them.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return false
        case 0x0E33, 0x0EB3: return false  // Thai and Lao AM: half a mark.
        case 0x1F1E6...0x1F1FF: return false  // Flags, when they come in pairs.
        default: return true
        }
    }

    /// The nearest ASCII character of what panels draw with; `?` for text that has none, `.` for what is never shown.
    private static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "…": return "~"
        case "→", "▶", "▸", "›", "»": return ">"
        case "←", "◀", "◂", "‹", "«": return "<"
        case "↑", "▲", "▴", "△": return "^"
        case "↓", "▼", "▾", "▽": return "v"
        case "●", "•", "■", "◆", "★": return "*"
        case "○", "◦", "□", "◇": return "o"
        case "·", "∙", "⋅": return "."
        case "─", "━", "╌", "┄", "–", "—", "‐", "‑", "−", "═": return "-"
        case "│", "┃", "╎", "┆", "║": return "|"
        case "╱": return "/"
        case "╲": return "\\"
        case "×", "✗", "✕": return "x"
        case "✓", "✔": return "v"
        case "±": return "+"
        case "≥": return ">"
        case "≤": return "<"
        case "≈": return "~"
        case "µ", "μ": return "u"
        case "‘", "’": return "'"
        case "“", "”": return "\""
        case "░": return "-"
        case "▒", "▓": return "="
        default: break
        }
        switch scalar.value {
        case 0x2500...0x257F: return "+"
        case 0x2581...0x2584: return "."
        case 0x2585...0x2588: return "#"
        case 0x2589...0x258F: return "="
        case 0x2800: return " "
        case 0x2801...0x28FF: return ":"
        default: break
        }
        if isPlain(scalar) { return "?" }
        return scalar.properties.generalCategory == .spaceSeparator ? " " : "."
    }
}
