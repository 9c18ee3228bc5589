import Terminal

/// Where the panels stand. It never refuses a size; what does not fit is left out, the least important first.
///
///     full: from 100x32             medium: from 60x18           compact: from 30x8      tiny
///     ┌───────────────────────┐     ┌────────────────────┐       ┌──────────────┐        ┌────────┐
///     │header                 │     │header              │       │header        │        │5.33kp/s│
///     │                       │     │tiles               │       │tiles         │        │15.7Mb/s│
///     │tiles                  │     │─ chart ────────────│       │chart         │        └────────┘
///     │                       │     │                    │       │              │
///     │─ packets/s ───────────│     │-2m    -1m       now│       │list          │
///     │                       │     │─ protocols ─ list ─│       │              │
///     │─ bits/s ──────────────│     │            │       │       │alert         │
///     │                       │     │─ recent ───────────│       │footer        │
///     │-2m      -1m        now│     │                    │       └──────────────┘
///     │─ protocols ─ ─ list ──│     │─ side ─────────────│
///     │             │         │     │                    │
///     │─ recent ──── ─ side ──│     │footer              │
///     │             │         │     └────────────────────┘
///     │footer                 │
///     └───────────────────────┘
package struct Layout: Equatable, Sendable {
    package enum Size: Int, Comparable, Sendable {
        case tiny, compact, medium, full

        package static func < (left: Size, right: Size) -> Bool { left.rawValue < right.rawValue }
    }

    package var size: Size
    package var header = Rect(x: 0, y: 0, width: 0, height: 0)
    package var tiles = Rect(x: 0, y: 0, width: 0, height: 0)
    /// Both charts with their rules, and the time axis in its last row (none in `compact`).
    package var chart = Rect(x: 0, y: 0, width: 0, height: 0)
    package var protocols: Rect?
    package var list: Rect?
    package var secondList: Rect?
    package var recent: Rect?
    /// Alerts, or the health of TCP.
    package var side: Rect?
    /// The sizes of frames, where there is room for all.
    package var sizes: Rect?
    package var footer = Rect(x: 0, y: 0, width: 0, height: 0)
    /// Everything between tiles and footer: where an expanded panel stands.
    package var body = Rect(x: 0, y: 0, width: 0, height: 0)

    /// `sideRows`: how many rows the side panel would fill (0: there is no such panel).
    package init(width: Int, height: Int, sideRows: Int = 0) {
        let bounds = Rect(x: 0, y: 0, width: width, height: height)
        if width < 30 || height < 8 {
            size = .tiny
            body = bounds
        } else if width < 60 || height < 18 {
            size = .compact
            arrangeCompact(bounds, hasAlert: sideRows > 0)
        } else if width < 100 || height < 32 {
            size = .medium
            arrangeMedium(bounds, sideRows: sideRows)
        } else {
            size = .full
            arrangeFull(bounds, hasSide: sideRows > 0)
        }
    }

    private mutating func arrangeCompact(_ bounds: Rect, hasAlert: Bool) {
        var rest: Rect
        (header, rest) = bounds.splitTop(1)
        (tiles, rest) = rest.splitTop(1)
        (footer, rest) = rest.splitBottom(1)
        body = rest
        if hasAlert { (side, rest) = Layout.optional(rest.splitBottom(1)) }
        // 3 chart rows to 5 of the list; the list never needs more than ten.
        let rows = min(max((rest.height * 5 + 7) / 8, 1), 10)
        let parts = rest.splitBottom(rest.height >= 4 ? rows : 0)
        (list, chart) = (parts.bottom.height > 0 ? parts.bottom : nil, parts.rest)
    }

    private mutating func arrangeMedium(_ bounds: Rect, sideRows: Int) {
        var rest: Rect
        (header, rest) = bounds.splitTop(1)
        (tiles, rest) = rest.splitTop(1)
        (footer, rest) = rest.splitBottom(1)
        body = rest
        // What is left after four rules and the axis, in the proportions of 6 : 5 : 3 : 2 at 24 rows.
        let sideHeight = sideRows > 0 ? min(sideRows, max(rest.height / 10, 1)) + 1 : 0
        if sideHeight > 0 { (side, rest) = Layout.optional(rest.splitBottom(sideHeight)) }
        let rows = rest.height - 4
        let recentRows = min(max(rows * 3 / 14, 2), 10)
        let middleRows = min(max((rows * 5 + 6) / 14, 3), 10)
        (recent, rest) = Layout.optional(rest.splitBottom(recentRows + 1))
        let middle: Rect
        (middle, chart) = rest.splitBottom(middleRows + 1)
        splitMiddle(middle)
    }

    private mutating func arrangeFull(_ bounds: Rect, hasSide: Bool) {
        var rest: Rect
        (header, rest) = bounds.splitTop(1)
        if bounds.height >= 36 { rest = rest.splitTop(1).rest }
        (tiles, rest) = rest.splitTop(3)
        (footer, rest) = rest.splitBottom(1)
        body = rest
        // What is left after four rules and the axis: two charts, ten rows of lists, nine of packets at 40 rows.
        let rows = rest.height - 5
        let middleRows = min(rows * 10 / 29, 10)
        var recentRows = min((rows * 9 + 14) / 29, 10)
        if (rows - middleRows - recentRows) % 2 == 1 { recentRows += recentRows < 10 ? 1 : -1 }
        let bottom: Rect
        (bottom, rest) = rest.splitBottom(recentRows + 1)
        let middle: Rect
        (middle, chart) = rest.splitBottom(middleRows + 1)
        splitMiddle(middle)
        if hasSide {
            // 68 columns show two IPv4 endpoints with their ports whole.
            let wide = bottom.width >= 160
            let parts = bottom.splitLeft(max(68, bottom.width * (wide ? 46 : 56) / 100), gap: 1)
            (recent, side) = (parts.left, parts.rest)
            if wide {
                let sides = parts.rest.splitLeft(parts.rest.width / 2, gap: 1)
                (side, sizes) = (sides.left, sides.rest)
            }
        } else {
            recent = bottom
        }
    }

    private mutating func splitMiddle(_ middle: Rect) {
        let width = middle.width
        if width >= 160 {
            let left = middle.splitLeft(width * 30 / 100, gap: 1)
            let right = left.rest.splitLeft(left.rest.width / 2, gap: 1)
            (protocols, list, secondList) = (left.left, right.left, right.rest)
        } else {
            let parts = middle.splitLeft(min(max(32 + (width - 80) * 21 / 40, 24), 60), gap: 1)
            (protocols, list) = (parts.left, parts.rest)
        }
    }

    private static func optional(_ parts: (bottom: Rect, rest: Rect)) -> (Rect?, Rect) {
        (parts.bottom.height > 0 ? parts.bottom : nil, parts.rest)
    }
}
