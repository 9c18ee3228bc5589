import Statistics
import Terminal

/// One record as one line of plain text, for a pipe or a log:
/// `00:40:00 #300 10,660 packets 5.33 kp/s 15.7 Mb/s total 4.38 M 2.61 GB TLS 40.9% top 192.168.1.34`.
package enum PlainLine {
    package static func text(_ snapshot: Snapshot, utcOffset: Int = 0) -> String {
        var parts = [
            TimeText.time(snapshot.timestamp, utcOffset: utcOffset), "#\(snapshot.sequence)",
            "\(Units.grouped(snapshot.packets)) packets", Units.packetRate(snapshot.packetsPerSecond),
            Units.bitRate(snapshot.bitsPerSecond),
            "total \(Units.count(snapshot.totalPackets)) \(Units.bytes(snapshot.totalBytes))",
        ]
        if let dropped = snapshot.totalDropped, dropped > 0 {
            parts.append("dropped \(Units.grouped(dropped))")
        }
        if snapshot.late > 0 { parts.append("late \(snapshot.late)") }
        if snapshot.malformed > 0 { parts.append("malformed \(snapshot.malformed)") }
        if let first = snapshot.rows(.protocols).first {
            let share = Units.percent(Double(first.packets), of: Double(snapshot.windowPackets))
            parts.append("\(first.label) \(share)")
        }
        if let first = snapshot.rows(.sources).first { parts.append("top \(first.label)") }
        if snapshot.isFinal { parts.append("final") }
        return printable(parts)
    }

    /// `00:39:20 !! SYN flood 203.0.113.7: 4,812 SYN/10 s`.
    package static func text(_ alert: Alert, utcOffset: Int = 0) -> String {
        printable([
            TimeText.time(alert.timestamp, utcOffset: utcOffset), AlertsPanel.mark(alert.severity),
            alert.title, alert.message,
        ])
    }

    private static func printable(_ parts: [String]) -> String {
        Printable.fitted(parts.joined(separator: "  "), to: 1000)
    }
}
