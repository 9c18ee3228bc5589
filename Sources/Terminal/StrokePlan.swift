/// Cells of one row that are sent together.
struct Stroke {
    enum Kind { case text, erasure, erasureToEnd }
    var kind: Kind
    var row: Int
    var columns: Range<Int>
    /// Of text: of all its cells, bare blanks aside. Erasures are made in any attributes that leave blanks bare.
    var attributes: Attributes
    /// Strokes with the same number are best sent one after the other.
    var group: Int
}

/// What has to be sent to turn one grid into another, as strokes that touch no cell twice: their order is free.
struct StrokePlan {
    /// Row by row, from the left.
    private(set) var strokes: [Stroke] = []
    private var groups: [Attributes] = [Attributes()]
    private var resolved: ResolvedStyles

    /// An erasure is worth its two sequences from here on.
    private static let shortestErasure = 9

    init(_ theme: Theme) { resolved = ResolvedStyles(theme) }

    /// The strokes with each set of attributes once, in the order of their first use.
    var strokesByColor: [Stroke] {
        var sorted: [Stroke] = []
        sorted.reserveCapacity(strokes.count)
        for group in groups.indices { sorted += strokes.filter { $0.group == group } }
        return sorted
    }

    mutating func add(row y: Int, from old: ArraySlice<Cell>, to new: ArraySlice<Cell>) {
        let first = strokes.count
        let (oldStart, start, width) = (old.startIndex, new.startIndex, new.count)
        // Blanks at the end of the row are one erasure, if any of them is new.
        var textEnd = width
        while textEnd > 0, isBareBlank(new[start + textEnd - 1]) { textEnd -= 1 }
        var x = 0
        while x < textEnd {
            guard differs(old[oldStart + x], new[start + x]) else {
                x += 1
                continue
            }
            if new[start + x].isContinuation { x -= 1 }
            var blanks = 0
            while x + blanks < textEnd, isBareBlank(new[start + x + blanks]) { blanks += 1 }
            if blanks >= StrokePlan.shortestErasure {
                append(.erasure, row: y, x..<x + blanks, after: first)
                x += blanks
            } else {
                let columns = Printable.isWide(new[start + x].scalar) ? 2 : 1
                write(new, row: y, x..<x + columns, after: first)
                x += columns
            }
        }
        if (textEnd..<width).contains(where: { differs(old[oldStart + $0], new[start + $0]) }) {
            append(.erasureToEnd, row: y, textEnd..<width, after: first)
        }
    }

    private mutating func isBareBlank(_ cell: Cell) -> Bool {
        cell.scalar == " " && resolved[cell.style].leavesBlanksBare
    }

    private mutating func differs(_ old: Cell, _ new: Cell) -> Bool {
        guard old != new else { return false }
        guard old.scalar == new.scalar else { return true }
        let (before, after) = (resolved[old.style], resolved[new.style])
        return new.scalar == " " && before.leavesBlanksBare && after.leavesBlanksBare
            ? false : before != after
    }

    /// One character, into the stroke before it where that is of its kind and near.
    private mutating func write(_ row: ArraySlice<Cell>, row y: Int, _ columns: Range<Int>, after first: Int)
    {
        let cell = row[row.startIndex + columns.lowerBound]
        let attributes = resolved[cell.style]
        if strokes.count > first, let last = strokes.last, last.kind == .text {
            let gap = last.columns.upperBound..<columns.lowerBound
            let fits = last.attributes == attributes || isBareBlank(cell) && last.attributes.leavesBlanksBare
            if fits, gap.isEmpty || isCheap(gap, of: row, in: last.attributes) {
                strokes[strokes.count - 1].columns = last.columns.lowerBound..<columns.upperBound
                return
            }
        }
        // A blank goes with what stands before it, or into no color at all.
        let shown = isBareBlank(cell) ? Attributes() : attributes
        strokes.append(
            Stroke(kind: .text, row: y, columns: columns, attributes: shown, group: group(of: shown)))
    }

    private mutating func append(_ kind: Stroke.Kind, row: Int, _ columns: Range<Int>, after first: Int) {
        var group = 0
        if strokes.count > first, let last = strokes.last, last.columns.upperBound == columns.lowerBound,
            last.attributes.leavesBlanksBare
        {
            group = last.group  // The cursor stands there already.
        }
        strokes.append(
            Stroke(kind: kind, row: row, columns: columns, attributes: groups[group], group: group))
    }

    private mutating func group(of attributes: Attributes) -> Int {
        if let index = groups.firstIndex(of: attributes) { return index }
        groups.append(attributes)
        return groups.count - 1
    }

    /// Whether the cells between two changes cost less than the sequence that would jump over them.
    private mutating func isCheap(_ gap: Range<Int>, of row: ArraySlice<Cell>, in pen: Attributes) -> Bool {
        guard gap.count <= 6 else { return false }
        var cost = 0
        for x in gap {
            let cell = row[row.startIndex + x]
            let isFree = resolved[cell.style] == pen || isBareBlank(cell) && pen.leavesBlanksBare
            guard isFree, !cell.isContinuation, !Printable.isWide(cell.scalar) else { return false }
            cost += UTF8.width(cell.scalar)
        }
        return cost <= ScreenWriter.skipCost(gap.count)
    }
}

/// The attributes of the last style that was asked for: neighbours nearly always share it.
private struct ResolvedStyles {
    private let theme: Theme
    private var style = Style.plain
    private var attributes: Attributes

    init(_ theme: Theme) {
        self.theme = theme
        attributes = theme.attributes(of: .plain)
    }

    subscript(wanted: Style) -> Attributes {
        mutating get {
            if wanted != style { (style, attributes) = (wanted, theme.attributes(of: wanted)) }
            return attributes
        }
    }
}
