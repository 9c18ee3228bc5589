import Statistics
import Terminal

extension Board {
    /// Draws the whole screen. `now` is a moment of the clock that never jumps.
    package func draw(width: Int, height: Int, glyphs: Glyphs = .braille, now: Int64) -> Grid {
        var grid = Grid(width: width, height: height, glyphs: glyphs)
        let scene = Scene(self, width: width, height: height, now: now)
        let layout = scene.layout
        if layout.size == .tiny {
            grid.draw(in: layout.body) { TinyPanel.draw(on: &$0, scene) }
            return grid
        }
        grid.draw(in: layout.header) { HeaderPanel.draw(on: &$0, scene) }
        grid.draw(in: layout.footer) { FooterPanel.draw(on: &$0, scene) }
        if choices.showsHelp {
            let area = Rect(x: 0, y: 1, width: width, height: height - 2)
            grid.draw(in: area) { HelpPanel.draw(on: &$0, scene) }
        } else if scene.isEmpty {
            grid.draw(in: layout.body) { MessagePanel.draw(on: &$0, scene) }
        } else {
            grid.draw(in: layout.tiles) { TilesPanel.draw(on: &$0, scene) }
            if choices.isExpanded {
                grid.draw(in: layout.body) { Board.drawExpanded(on: &$0, scene) }
            } else {
                Board.drawPanels(on: &grid, scene)
            }
        }
        return grid
    }

    private static func drawPanels(on grid: inout Grid, _ scene: Scene) {
        let layout = scene.layout
        let isCompact = layout.size == .compact
        grid.draw(in: layout.chart) { TimelinePanel.draw(on: &$0, scene) }
        if let area = layout.protocols { grid.draw(in: area) { ProtocolsPanel.draw(on: &$0, scene) } }
        if let area = layout.list {
            grid.draw(in: area) {
                if isCompact {
                    ListPanel.drawCompact(on: &$0, scene, scene.choices.list)
                } else {
                    ListPanel.draw(on: &$0, scene, scene.choices.list)
                }
            }
        }
        if let area = layout.secondList {
            // Beside the sources the destinations, and beside anything else the sources.
            let kind: Snapshot.Ranking.Kind = scene.choices.list == .sources ? .destinations : .sources
            grid.draw(in: area) { ListPanel.draw(on: &$0, scene, kind) }
        }
        if let area = layout.recent { grid.draw(in: area) { RecentPanel.draw(on: &$0, scene) } }
        if let area = layout.side { grid.draw(in: area) { drawSide(on: &$0, scene, isLine: isCompact) } }
        if let area = layout.sizes { grid.draw(in: area) { SizesPanel.draw(on: &$0, scene) } }
    }

    /// Alerts, and the health of TCP in the rows that they leave.
    private static func drawSide(on canvas: inout Canvas, _ scene: Scene, isLine: Bool) {
        if isLine {
            return scene.alerts.isEmpty
                ? TCPPanel.drawLine(on: &canvas, scene) : AlertsPanel.drawLine(on: &canvas, scene)
        }
        guard !scene.alerts.isEmpty else { return TCPPanel.draw(on: &canvas, scene) }
        let healthRows = 4  // A rule and three lines, or it is not worth it.
        let alertRows = min(scene.alerts.count + 1, canvas.height - healthRows)
        guard scene.current.tcpShown != nil, alertRows >= min(scene.alerts.count, 2) + 1 else {
            return AlertsPanel.draw(on: &canvas, scene)
        }
        let (upper, lower) = canvas.bounds.splitTop(alertRows)
        canvas.draw(in: upper) { AlertsPanel.draw(on: &$0, scene) }
        canvas.draw(in: lower) { TCPPanel.draw(on: &$0, scene) }
    }

    /// The side panel large: the sizes of frames below it.
    private static func drawLargeSide(on canvas: inout Canvas, _ scene: Scene) {
        let bins = scene.current.sizes?.histogram.count ?? 0
        let (lower, upper) = canvas.bounds.splitBottom(bins > 0 && canvas.height > bins + 12 ? bins + 1 : 0)
        canvas.draw(in: upper) { drawSide(on: &$0, scene, isLine: false) }
        canvas.draw(in: lower) { SizesPanel.draw(on: &$0, scene) }
    }

    /// A panel with its rows, and below them, where enough is left, all about the chosen one.
    private static func drawWithDetails(
        on canvas: inout Canvas, _ scene: Scene, rows: Int, _ draw: (inout Canvas) -> Void
    ) {
        let leastDetails = 10  // three facts, a history of five rows, and their rules
        guard rows > 0, canvas.height - rows - 1 >= leastDetails else { return draw(&canvas) }
        let (upper, lower) = canvas.bounds.splitTop(rows + 1)
        canvas.draw(in: upper, draw)
        canvas.draw(in: lower) { DetailsPanel.draw(on: &$0, scene) }
    }

    private static func drawExpanded(on canvas: inout Canvas, _ scene: Scene) {
        let choices = scene.choices
        if choices.showsDetails { return DetailsPanel.draw(on: &canvas, scene) }
        switch choices.focus ?? .list {
        case .chart: TimelinePanel.draw(on: &canvas, scene)
        case .protocols:
            let applications = scene.rows(.applications).rows.count
            let rows = scene.rows(.protocols).rows.count + (applications > 0 ? applications + 1 : 0)
            drawWithDetails(on: &canvas, scene, rows: rows) { ProtocolsPanel.draw(on: &$0, scene) }
        case .list:
            drawWithDetails(on: &canvas, scene, rows: scene.rows(choices.list).rows.count) {
                ListPanel.draw(on: &$0, scene, choices.list)
            }
        case .recent: RecentPanel.draw(on: &canvas, scene)
        case .side: drawLargeSide(on: &canvas, scene)
        }
    }
}
