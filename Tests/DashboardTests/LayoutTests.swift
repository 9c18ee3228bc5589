import Terminal
import Testing

@testable import Dashboard

@Suite struct LayoutTests {
    private func panels(_ layout: Layout) -> [Rect] {
        guard layout.size != .tiny else { return [layout.body] }
        let optional = [layout.protocols, layout.list, layout.secondList, layout.recent, layout.side]
        return [layout.header, layout.tiles, layout.chart, layout.footer] + optional.compactMap { $0 }
    }

    @Test func `panels never overlap nor leave the screen at any size`() {
        for width in [0, 1, 2, 29, 30, 40, 59, 60, 61, 80, 99, 100, 120, 159, 160, 200, 400] {
            for height in Array(0...45) + [60, 100] {
                for sideRows in [0, 1, 3] {
                    let layout = Layout(width: width, height: height, sideRows: sideRows)
                    var owner = [Int](repeating: 0, count: width * height)
                    for panel in panels(layout) {
                        for y in panel.y..<panel.y + panel.height {
                            for x in panel.x..<panel.x + panel.width {
                                guard x >= 0, y >= 0, x < width, y < height else {
                                    Issue.record("\(panel) leaves \(width)x\(height)")
                                    return
                                }
                                owner[y * width + x] += 1
                            }
                        }
                    }
                    #expect(!owner.contains { $0 > 1 }, "overlap at \(width)x\(height), side \(sideRows)")
                }
            }
        }
    }

    @Test func `has the sizes of the pictures`() {
        #expect(Layout(width: 120, height: 40).size == .full)
        #expect(Layout(width: 80, height: 24).size == .medium)
        #expect(Layout(width: 61, height: 18).size == .medium)
        #expect(Layout(width: 40, height: 12).size == .compact)
        #expect(Layout(width: 20, height: 5).size == .tiny)
        #expect(Layout(width: 1, height: 1).size == .tiny)
    }

    @Test func `shows two whole endpoints beside the alerts at 120 columns`() {
        let layout = Layout(width: 120, height: 40, sideRows: 3)
        #expect(layout.recent?.width == 68)
        #expect(RecentPanel.Columns(width: 69).address >= 21)
        #expect(RecentPanel.Columns(width: 69).time)
    }

    @Test func `stacks every row from the header to the footer`() {
        let layout = Layout(width: 80, height: 24, sideRows: 2)
        #expect(layout.chart == Rect(x: 0, y: 2, width: 80, height: 8))
        #expect(layout.protocols == Rect(x: 0, y: 10, width: 32, height: 6))
        #expect(layout.list == Rect(x: 33, y: 10, width: 47, height: 6))
        #expect(layout.recent == Rect(x: 0, y: 16, width: 80, height: 4))
        #expect(layout.side == Rect(x: 0, y: 20, width: 80, height: 3))
        #expect(layout.footer == Rect(x: 0, y: 23, width: 80, height: 1))
    }
}
