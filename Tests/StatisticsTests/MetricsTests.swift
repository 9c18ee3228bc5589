import Testing

@testable import Statistics

@Suite struct MetricsTests {
    @Test func `counters add up over the records`() throws {
        let configuration = try Configuration()
        var metrics = Metrics()
        for snapshot in records((0..<10).map { Sample(timestamp: 1000 + Double($0)) }, configuration) {
            metrics.add(snapshot)
        }
        let lines = metrics.text.split(separator: "\n")
        #expect(lines.contains("netagg_packets_total 10"))
        #expect(lines.contains("netagg_bytes_total 1000"))
        #expect(lines.contains(#"netagg_window_protocol_packets{protocol="UDP"} 10"#))
        #expect(lines.contains("netagg_window_distinct_sources 1"))
    }

    @Test func `every line is a comment or a sample, whatever a label holds`() throws {
        var snapshot = Snapshot()
        snapshot.rankings = [
            .init(kind: .protocols, rows: [.init(label: "a\"b\\c\nd\0", packets: 1, bytes: 2)])
        ]
        var metrics = Metrics()
        metrics.add(snapshot)
        let sample = /[a-z_]+(\{[a-z]+="([^"\\\n]|\\["\\n])*"\})? [0-9.e+-]+/
        for line in metrics.text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: sample) != nil, "\(line)")
        }
        #expect(!metrics.text.contains("\0"))
    }
}
