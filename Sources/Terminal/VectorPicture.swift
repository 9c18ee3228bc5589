/// A grid as a picture for a report: SVG with the theme's colours, in which text stays text.
///
/// Cells are 9 by 18 units. Text is set in the viewer's monospaced font, and stretched to its columns, so that no font moves
/// anything. What must join without a seam (bars, braille, rules) is drawn as shapes.
struct VectorPicture {
    private static let cellWidth = 9
    private static let cellHeight = 18
    private static let margin = 12
    private let grid: Grid
    private let theme: Theme
    private let paper: RGB
    private let ink: RGB
    private var body = ""
    /// The styles in the order of their first use; their index is their class.
    private var classes: [Attributes] = []

    init(_ grid: Grid, _ theme: Theme) {
        self.grid = grid
        self.theme = Theme(theme.palette, depth: .direct)
        (paper, ink) = (Theme.paper(of: theme.palette), Theme.text(of: theme.palette))
        for y in 0..<grid.height { draw(row: y) }
    }

    /// The picture as a document, or as an element of an HTML page.
    func svg(isDocument: Bool) -> String {
        let width = grid.width * VectorPicture.cellWidth + 2 * VectorPicture.margin
        let height = grid.height * VectorPicture.cellHeight + 2 * VectorPicture.margin
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
            <style>
            text{font:15px ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}
            .dots{fill:none;stroke-width:2.8;stroke-linecap:round}

            """
        for (index, attributes) in classes.enumerated() { text += rule(attributes, index) }
        text += """
            </style>
            <rect width="\(width)" height="\(height)" rx="8" fill="\(paper.hex)"/>
            <g transform="translate(\(VectorPicture.margin) \(VectorPicture.margin))">
            \(body)</g>
            </svg>

            """
        return isDocument ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text : text
    }

    /// A page that shows the picture as large as the window allows.
    func html(title: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <title>\(VectorPicture.escaped(title))</title>
        <style>
        body{margin:0;background:\(paper.hex)}
        svg{display:block;margin:auto;max-width:100%;height:auto}
        </style>
        </head>
        <body>
        \(svg(isDocument: false))</body>
        </html>

        """
    }

    // MARK: Rows

    private mutating func draw(row y: Int) {
        drawBackgrounds(row: y)
        drawShapes(row: y)
        drawText(row: y)
    }

    private func attributes(_ x: Int, _ y: Int) -> Attributes { theme.attributes(of: grid[x, y].style) }

    private mutating func drawBackgrounds(row y: Int) {
        var x = 0
        while x < grid.width {
            let attributes = attributes(x, y)
            let end = run(from: x) { self.attributes($0, y) == attributes }
            if !attributes.leavesBlanksBare {
                let color =
                    attributes.isReversed
                    ? color(attributes.foreground, ink) : color(attributes.background, paper)
                let (left, width) = (x * VectorPicture.cellWidth, (end - x) * VectorPicture.cellWidth)
                let (top, height) = (y * VectorPicture.cellHeight, VectorPicture.cellHeight)
                let place = "x=\"\(left)\" y=\"\(top)\" width=\"\(width)\" height=\"\(height)\""
                body += "<rect \(place) fill=\"\(color.hex)\"/>\n"
            }
            x = end
        }
    }

    private mutating func drawShapes(row y: Int) {
        var x = 0
        while x < grid.width {
            guard let kind = Shape(grid[x, y].scalar)?.isDots else {
                x += 1
                continue
            }
            let attributes = attributes(x, y)
            let end = run(from: x) {
                Shape(grid[$0, y].scalar)?.isDots == kind && self.attributes($0, y) == attributes
            }
            var path = ""
            var cell = x
            while cell < end {
                let shape = Shape(grid[cell, y].scalar)
                var columns = 1
                while shape?.isFullWidth == true, cell + columns < end,
                    grid[cell + columns, y].scalar == grid[cell, y].scalar
                {
                    columns += 1
                }
                path +=
                    shape?.path(
                        left: cell * VectorPicture.cellWidth, top: y * VectorPicture.cellHeight,
                        columns: columns)
                    ?? ""
                cell += columns
            }
            let number = classNumber(attributes)
            body += "<path class=\"\(kind ? "dots d" : "c")\(number)\" d=\"\(path)\"/>\n"
            x = end
        }
    }

    /// One text element a row, so that rows can be selected and copied. No run holds two blanks on end, which some viewers
    /// would draw as one; the blank between runs is for whoever copies.
    private mutating func drawText(row y: Int) {
        var spans: [String] = []
        var x = 0
        while x < grid.width {
            guard isText(x, y) else {
                x += 1
                continue
            }
            let (attributes, isWide) = (attributes(x, y), Printable.isWide(grid[x, y].scalar))
            let end = run(from: x) {
                // A single blank between two words of a run belongs to it.
                let column = grid[$0, y].scalar == " " && !isWide ? $0 + 1 : $0
                if isWide && grid[column, y].isContinuation { return true }
                return isText(column, y) && self.attributes(column, y) == attributes
                    && Printable.isWide(grid[column, y].scalar) == isWide
            }
            var text = String.UnicodeScalarView()
            for column in x..<end where !grid[column, y].isContinuation {
                text.append(grid[column, y].scalar)
            }
            let (left, width) = (x * VectorPicture.cellWidth, (end - x) * VectorPicture.cellWidth)
            let place = "x=\"\(left)\" textLength=\"\(width)\" lengthAdjust=\"spacingAndGlyphs\""
            spans.append(
                "<tspan class=\"c\(classNumber(attributes))\" \(place)>\(VectorPicture.escaped(String(text)))</tspan>"
            )
            x = end
        }
        guard !spans.isEmpty else { return }
        body += "<text y=\"\(y * VectorPicture.cellHeight + 14)\">\(spans.joined(separator: " "))</text>\n"
    }

    private func isText(_ x: Int, _ y: Int) -> Bool {
        let cell = grid[x, y]
        return cell.scalar != " " && !cell.isContinuation && Shape(cell.scalar) == nil
    }

    private func run(from x: Int, while isSame: (Int) -> Bool) -> Int {
        var end = x + 1
        while end < grid.width, isSame(end) { end += 1 }
        return end
    }

    // MARK: Styles

    private mutating func classNumber(_ attributes: Attributes) -> Int {
        if let index = classes.firstIndex(of: attributes) { return index }
        classes.append(attributes)
        return classes.count - 1
    }

    private func rule(_ attributes: Attributes, _ index: Int) -> String {
        let color =
            attributes.isReversed ? color(attributes.background, paper) : color(attributes.foreground, ink)
        let weight = attributes.isBold ? ";font-weight:bold" : ""
        let opacity = attributes.isFaint ? ";opacity:.6" : ""
        return ".c\(index){fill:\(color.hex)\(weight)\(opacity)}.d\(index){stroke:\(color.hex)\(opacity)}\n"
    }

    private func color(_ color: Color, _ standard: RGB) -> RGB {
        if case .direct(let rgb) = color { return rgb }
        return standard
    }

    static func escaped(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": scalars.append(contentsOf: "&amp;".unicodeScalars)
            case "<": scalars.append(contentsOf: "&lt;".unicodeScalars)
            case ">": scalars.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": scalars.append(contentsOf: "&quot;".unicodeScalars)
            default: scalars.append(Printable.scalar(scalar))
            }
        }
        return String(scalars)
    }

    /// A character that is drawn.
    private enum Shape: Equatable {
        /// From the left edge, in eighths of the width.
        case left(Int)
        /// From the base, in eighths of the height.
        case lower(Int)
        case line, dashes, pillar
        case dots(UInt32)

        init?(_ scalar: Unicode.Scalar) {
            switch scalar.value {
            case 0x2581...0x2587: self = .lower(Int(scalar.value) - 0x2580)
            case 0x2588...0x258F: self = .left(0x2590 - Int(scalar.value))
            case 0x2500: self = .line
            case 0x254C: self = .dashes
            case 0x2502: self = .pillar
            case 0x2801...0x28FF: self = .dots(scalar.value & 0xFF)
            default: return nil
            }
        }

        var isDots: Bool {
            if case .dots = self { return true }
            return false
        }

        var isFullWidth: Bool {
            switch self {
            case .left(let eighths): eighths == 8
            case .lower, .line: true
            case .dashes, .pillar, .dots: false
            }
        }

        func path(left: Int, top: Int, columns: Int) -> String {
            let (width, height) = (VectorPicture.cellWidth * columns, VectorPicture.cellHeight)
            switch self {
            case .left(let eighths):
                return "M\(left) \(top)h\(VectorPicture.decimal(width * eighths * 125))v\(height)H\(left)z"
            case .lower(let eighths):
                return
                    "M\(left) \(top + height)h\(width)v-\(VectorPicture.decimal(height * eighths * 125))H\(left)z"
            case .line: return "M\(left) \(top + 9)h\(width)v1H\(left)z"
            case .dashes: return "M\(left + 1) \(top + 14)h3v2h-3zM\(left + 5) \(top + 14)h3v2h-3z"
            case .pillar: return "M\(left + 4) \(top)h1v\(height)h-1z"
            case .dots(let bits):
                var path = ""
                for (bit, place) in Shape.places.enumerated() where bits & (1 << UInt32(bit)) != 0 {
                    path +=
                        "M\(left + place.x).25 \(VectorPicture.decimal((top * 1000) + 2250 + place.row * 4500))h0"
                }
                return path
            }
        }

        /// Where the dots of a braille cell stand, by their bits: dots 1 to 8.
        private static let places: [(x: Int, row: Int)] = [
            (2, 0), (2, 1), (2, 2), (6, 0), (6, 1), (6, 2), (2, 3), (6, 3),
        ]
    }

    /// Thousandths as a decimal number without trailing zeros.
    private static func decimal(_ thousandths: Int) -> String {
        let (whole, rest) = thousandths.quotientAndRemainder(dividingBy: 1000)
        guard rest > 0 else { return "\(whole)" }
        var digits = String(String(1000 + rest).dropFirst())
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(whole).\(digits)"
    }
}

extension Grid {
    /// The grid as an SVG document, with the colours of the theme's palette whatever the terminal has.
    package func svg(_ theme: Theme) -> String { VectorPicture(self, theme).svg(isDocument: true) }

    /// The grid as an HTML page, with the colours of the theme's palette whatever the terminal has.
    package func html(_ theme: Theme, title: String) -> String {
        VectorPicture(self, theme).html(title: title)
    }
}
