/// How many colours the terminal shows.
package enum ColorDepth: String, CaseIterable, Sendable {
    /// Weight only: bold, faint, reversed.
    case none
    case sixteen = "16"
    case indexed = "256"
    case direct = "24bit"
}

/// A colour in sRGB.
package struct RGB: Equatable, Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// From `0xRRGGBB`.
    package init(_ hex: UInt32) {
        self.init(UInt8(hex >> 16 & 0xFF), UInt8(hex >> 8 & 0xFF), UInt8(hex & 0xFF))
    }

    /// Whether text on this background wants to be dark (relative luminance by ITU-R BT.709, without gamma).
    package var isLight: Bool { 2126 * Int(red) + 7152 * Int(green) + 722 * Int(blue) > 128 * 10_000 }

    /// `#rrggbb`.
    package var hex: String {
        let digits = Array("0123456789abcdef".unicodeScalars)
        var scalars = String.UnicodeScalarView(["#"])
        for byte in [red, green, blue] {
            scalars.append(digits[Int(byte >> 4)])
            scalars.append(digits[Int(byte & 15)])
        }
        return String(scalars)
    }

    /// The colour `permille` of the way to `other`.
    func faded(towards other: RGB, permille: Int) -> RGB {
        func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
            UInt8((Int(from) * (1000 - permille) + Int(to) * permille + 500) / 1000)
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    /// The nearest of the 256 colours of xterm: the 6x6x6 cube (16 to 231) or the greys (232 to 255). The first 16 are
    /// never used, since everyone redefines them.
    var indexed: UInt8 {
        func distance(_ other: RGB) -> Int {
            let (r, g, b) = (
                Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
            )
            return 3 * r * r + 6 * g * g + b * b
        }
        func step(_ value: UInt8) -> Int { value < 48 ? 0 : value < 115 ? 1 : (Int(value) - 35) / 40 }
        let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
        let (r, g, b) = (step(red), step(green), step(blue))
        let cube = RGB(levels[r], levels[g], levels[b])
        let mean = (Int(red) + Int(green) + Int(blue)) / 3
        let greyStep = min(max((mean - 3) / 10, 0), 23)
        let grey = UInt8(8 + 10 * greyStep)
        if distance(RGB(grey, grey, grey)) < distance(cube) { return UInt8(232 + greyStep) }
        return UInt8(16 + 36 * r + 6 * g + b)
    }
}

/// What a terminal is told about a colour.
enum Color: Equatable, Hashable, Sendable {
    /// Whatever the terminal has for text or background.
    case standard
    /// One of the sixteen (0 to 15), or of the 256 (16 on).
    case indexed(UInt8)
    case direct(RGB)
}

/// A style as the terminal shows it: the role resolved to a colour.
struct Attributes: Equatable, Hashable, Sendable {
    var foreground = Color.standard
    var background = Color.standard
    var isBold = false
    var isFaint = false
    var isReversed = false

    /// Whether a blank in these attributes is no more than an erased cell.
    var leavesBlanksBare: Bool { background == .standard && !isReversed }
}
