import Statistics
import Terminal

/// `61–123 B  ████████████  33.3%`: how large the frames of the window are.
package enum SizesPanel {
    private static let labelWidth = 12

    package static func draw(on canvas: inout Canvas, _ scene: Scene) {
        guard let sizes = scene.current.sizes else { return }
        let figures =
            "median \(Units.bytes(sizes.median))  95% \(Units.bytes(sizes.percentile95))"
        canvas.rule(
            y: 0, title: "Frame sizes", detail: figures, note: TimeText.interval(scene.current.window))
        let bins = sizes.histogram
        let whole = bins.reduce(UInt64(0)) { $0.saturatingAdd($1.packets) }
        let largest = bins.reduce(UInt64(0)) { max($0, $1.packets) }
        for (index, bin) in bins.prefix(max(canvas.height - 1, 0)).enumerated() {
            let y = index + 1
            let next = index + 1 < bins.count ? bins[index + 1].from : nil
            canvas.text(label(bin.from, until: next), x: 1, y: y, width: labelWidth)
            if largest > 0 {
                canvas.bar(
                    Double(bin.packets) / Double(largest), x: labelWidth + 2, y: y,
                    width: max(canvas.width - labelWidth - 10, 0), Style(.magenta))
            }
            let share = Units.percent(Double(bin.packets), of: Double(whole))
            canvas.text(share, right: canvas.width - 1, y: y, Style(.dim))
        }
    }

    /// `61–123 B`, `from 1515 B`: the bytes of a bin, both ends included.
    static func label(_ from: UInt64, until next: UInt64?) -> String {
        guard let next, next > from else { return "from \(Units.size(from)) B" }
        return "\(Units.size(from))–\(Units.size(next - 1)) B"
    }
}
