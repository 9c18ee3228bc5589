/// The state of a stream as metrics for Prometheus, in its text format (version 0.0.4), which the node exporter's
/// textfile collector reads. Counters add up over the records that were given.
///
/// That collector reads this format alone, and OpenMetrics 1.0 cannot be had at the same time: it wants the type of a
/// counter under a name without `_total`, and `# EOF` behind the last line. Names and units follow its rules.
package struct Metrics {
    private var packets: UInt64 = 0
    private var bytes: UInt64 = 0
    private var late: UInt64 = 0
    private var malformed: UInt64 = 0
    private var tcp = [UInt64](repeating: 0, count: Self.tcpNames.count)
    private var latest = Snapshot()

    private static let tcpNames = [
        "syn", "syn_ack", "fin", "rst", "handshakes_begun", "handshakes_completed", "handshakes_refused",
        "handshakes_unanswered", "retransmissions", "out_of_order", "duplicate_acks", "zero_windows",
        "opened",
        "closed",
    ]

    package init() {}

    package mutating func add(_ snapshot: Snapshot) {
        packets &+= snapshot.packets
        bytes &+= snapshot.bytes
        late &+= snapshot.late
        malformed &+= snapshot.malformed
        if let health = snapshot.tcp {
            let values = [
                health.syn, health.synAck, health.fin, health.reset, health.handshakesBegun,
                health.handshakesCompleted,
                health.handshakesRefused, health.handshakesUnanswered, health.retransmissions,
                health.outOfOrder,
                health.duplicateAcks, health.zeroWindows, health.opened, health.closed,
            ]
            for index in values.indices { tcp[index] &+= values[index] }
        }
        latest = snapshot
    }

    /// The text of the file.
    package var text: String {
        var page = Page()
        page.counter("netagg_packets_total", "Packets counted in intervals.", packets)
        page.counter("netagg_bytes_total", "Bytes on the wire of those packets.", bytes)
        page.counter("netagg_late_packets_total", "Packets that no open interval could take.", late)
        page.counter("netagg_malformed_lines_total", "Lines that were not a packet.", malformed)
        if let dropped = latest.totalDropped {
            page.counter("netagg_dropped_packets_total", "Packets that the capture lost.", dropped)
        }
        page.gauge("netagg_last_interval_end_seconds", "End of the last interval.", seconds(latest.timestamp))
        page.gauge("netagg_packets_per_second", "Rate in the last interval.", "\(latest.packetsPerSecond)")
        page.gauge("netagg_bytes_per_second", "Rate in the last interval.", "\(latest.bitsPerSecond / 8)")
        page.gauge("netagg_window_seconds", "Length of the rolling window.", seconds(latest.window))
        for (name, distinct) in [
            ("sources", latest.distinctSources), ("destinations", latest.distinctDestinations),
            ("conversations", latest.distinctConversations), ("ports", latest.distinctPorts),
        ] {
            guard let distinct else { continue }
            page.gauge(
                "netagg_window_distinct_\(name)", "Different \(name) in the window.", "\(distinct.count)")
        }
        page.rows("protocol", latest.rows(.protocols))
        page.rows("application", latest.rows(.applications))
        if let open = latest.tcp?.open {
            page.gauge("netagg_tcp_open_connections", "TCP connections that are open.", "\(open)")
            page.head("netagg_tcp_events_total", "counter", "What TCP did; see the statistics record.")
            for (name, value) in zip(Self.tcpNames, tcp) {
                page.text += "netagg_tcp_events_total{event=\"\(name)\"} \(value)\n"
            }
        }
        return page.text
    }

    private func seconds(_ nanoseconds: Int64) -> String { "\(Double(nanoseconds) / 1e9)" }

    private struct Page {
        var text = ""

        mutating func head(_ name: String, _ type: String, _ help: String) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
        }

        mutating func counter(_ name: String, _ help: String, _ value: UInt64) {
            head(name, "counter", help)
            text += "\(name) \(value)\n"
        }

        mutating func gauge(_ name: String, _ help: String, _ value: String) {
            head(name, "gauge", help)
            text += "\(name) \(value)\n"
        }

        mutating func rows(_ label: String, _ rows: [Snapshot.Row]) {
            guard !rows.isEmpty else { return }
            for (unit, value) in [("packets", \Snapshot.Row.packets), ("bytes", \Snapshot.Row.bytes)] {
                let name = "netagg_window_\(label)_\(unit)"
                head(name, "gauge", "The \(label)s with most packets in the window.")
                for row in rows {
                    text += "\(name){\(label)=\"\(Self.escaped(row.label))\"} \(row[keyPath: value])\n"
                }
            }
        }

        /// A label's value, which came from outside.
        static func escaped(_ value: String) -> String {
            var escaped = ""
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                case "\0": escaped += "\u{FFFD}"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            return escaped
        }
    }
}
