import Statistics

@testable import Dashboard

/// A made-up stream, the same on every run: two busy spells, ten sources, three alerts.
enum Sample {
    static let start: Int64 = 1_767_225_600 - 300 * 2  // record 299 ends at midnight
    static let second: Int64 = 1_000_000_000

    /// A board that has seen `count` records, the last one just now.
    static func board(records count: Int = 300, alerts: Bool = true, tcp: Bool = false) -> Board {
        var board = Board(now: 0)
        for index in 0..<count {
            var snapshot = record(index)
            if tcp { snapshot.tcpWindow = health }
            board.receive(snapshot, now: Int64(index) * 2 * second)
        }
        if alerts { for alert in self.alerts { board.receive(alert) } }
        return board
    }

    /// The moment at which the last of `count` records has just come.
    static func now(records count: Int = 300) -> Int64 { Int64(count - 1) * 2 * second }

    static func record(_ index: Int) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.sequence = index
        snapshot.timestamp = (start + Int64(index + 1) * 2) * second
        for offset in 0..<2 {
            let packets = rate(at: index * 2 + offset)
            snapshot.timeline.append(
                Snapshot.Moment(
                    timestamp: (start + Int64(index * 2 + offset)) * second, packets: packets,
                    bytes: packets * (400 + UInt64(index % 7) * 60)))
        }
        snapshot.packets = snapshot.timeline.reduce(0) { $0 + $1.packets }
        snapshot.bytes = snapshot.timeline.reduce(0) { $0 + $1.bytes }
        snapshot.packetsPerSecond = Double(snapshot.packets) / 2
        snapshot.bitsPerSecond = Double(snapshot.bytes) * 4
        snapshot.totalPackets = 4_383_217 - UInt64(299 - min(index, 299)) * 10_000
        snapshot.totalBytes = 2_610_000_000 - UInt64(299 - min(index, 299)) * 6_000_000
        snapshot.duration = (1352 - Int64(299 - min(index, 299)) * 2) * second
        snapshot.dropped = 0
        snapshot.totalDropped = 3120
        snapshot.interfaces = ["eth0"]
        snapshot.windowPackets = 4_383_217
        snapshot.windowBytes = 2_610_000_000
        snapshot.rankings = rankings
        snapshot.intervalRankings = intervalRankings(index)
        snapshot.recent = recent(until: snapshot.timestamp)
        return snapshot
    }

    /// Packets in one second: a floor, two spells and a ripple.
    private static func rate(at second: Int) -> UInt64 {
        func spell(_ middle: Int, _ width: Int, _ height: Int) -> Int {
            let distance = abs(second - middle)
            return distance >= width ? 0 : height * (width - distance) / width
        }
        return UInt64(1800 + spell(300, 50, 9000) + spell(480, 90, 7000) + second * 37 % 11 * 160)
    }

    private static let rankings: [Snapshot.Ranking] = [
        Snapshot.Ranking(
            kind: .protocols,
            rows: [
                ("TLS", 1_800_000), ("TCP", 832_000), ("QUIC", 662_000), ("DNS", 397_000), ("UDP", 265_000),
                ("HTTP", 198_000), ("SSH", 131_000), ("ICMP", 65_800), ("ARP", 30_700), ("IGMP", 13_200),
            ].map { Snapshot.Row(label: $0.0, packets: $0.1, bytes: $0.1 * 600) }),
        Snapshot.Ranking(
            kind: .sources,
            rows: sources.map { Snapshot.Row(label: $0.0, packets: $0.1, bytes: $0.1 * 640) }),
        Snapshot.Ranking(
            kind: .conversations,
            rows: [
                conversation("192.168.1.34:51034", "151.101.1.140:443", 160_000),
                conversation("[2001:db8:85a3::8a2e:370:7334]:40022", "[2001:db8::1]:443", 90_000),
                conversation("10.0.0.5:41000", "192.168.1.34:22", 12_000),
            ]),
        Snapshot.Ranking(
            kind: .ports,
            rows: [("443", 900_000), ("53", 397_000), ("40000", 812)].map {
                Snapshot.Row(label: $0.0, packets: $0.1, bytes: $0.1 * 500, error: $0.1 < 1000 ? 40 : nil)
            }),
    ]

    static let sources: [(String, UInt64)] = [
        ("192.168.1.34", 564_000), ("10.0.0.5", 292_000), ("151.101.1.140", 188_000),
        ("2001:db8:85a3::8a2e:370:7334", 145_000), ("142.250.74.110", 111_000), ("192.168.1.1", 94_100),
        ("192.168.1.77", 79_500), ("fe80::1c2d:3eff:fe4f:5061", 70_800), ("8.8.8.8", 64_000),
        ("172.16.4.9", 55_700),
    ]

    private static func conversation(_ from: String, _ to: String, _ packets: UInt64) -> Snapshot.Row {
        var row = Snapshot.Row(label: from, packets: packets, bytes: packets * 700)
        row.peer = to
        return row
    }

    private static func intervalRankings(_ index: Int) -> [Snapshot.Ranking] {
        let rows = sources.enumerated().map { place, source in
            let packets = UInt64((index + place * 5) % 16 * 20 + 10)
            return Snapshot.Row(label: source.0, packets: packets, bytes: packets * 640)
        }
        return [
            Snapshot.Ranking(kind: .sources, rows: rows),
            Snapshot.Ranking(kind: .protocols, rows: [Snapshot.Row(label: "TLS", packets: 5000, bytes: 1)]),
        ]
    }

    private static func recent(until end: Int64) -> [Snapshot.Recent] {
        let rows: [(String, UInt16?, String, UInt16?, String, UInt64, String?)] = [
            ("fe80::1c2d:3eff:fe4f:5061", 51000, "172.16.4.9", 443, "TCP", 54, "A"),
            ("8.8.8.8", 53, "203.0.113.7", 40022, "UDP", 166, nil),
            ("203.0.113.7", 56100, "8.8.8.8", 53, "UDP", 83, nil),
            ("142.250.74.110", 443, "192.168.1.77", 49001, "TCP", 1514, "PA"),
            ("172.16.4.9", nil, "192.168.1.77", nil, "ICMP", 98, nil),
            ("192.168.1.77", 56673, "142.250.74.110", 443, "TCP", 66, "S"),
            ("192.168.1.34", 8057, "151.101.1.140", 443, "TCP", 66, "A"),
            ("2001:db8:85a3::8a2e:370:7334", 40022, "203.0.113.7", 443, "UDP", 1232, nil),
            ("02:00:00:00:00:01", nil, "ff:ff:ff:ff:ff:ff", nil, "ARP", 42, nil),
            ("192.168.1.77", 56673, "192.168.1.255", 443, "TCP", 66, "SA"),
        ]
        return rows.enumerated().map { index, row in
            var packet = Snapshot.Recent()
            packet.timestamp = end - Int64(rows.count - index) * 100_000_000
            (packet.source, packet.sourcePort) = (row.0, row.1)
            (packet.destination, packet.destinationPort) = (row.2, row.3)
            (packet.proto, packet.size, packet.tcpFlags) = (row.4, row.5, row.6)
            return packet
        }
    }

    static let alerts: [Alert] = [
        Alert(
            timestamp: (start + 180) * second, severity: .info, title: "new host",
            message: "192.168.1.77 first seen"),
        Alert(
            timestamp: (start + 400) * second, severity: .warning, title: "port scan",
            message: "10.0.0.5: 127 ports in 30 s"),
        Alert(
            timestamp: (start + 560) * second, severity: .critical, title: "SYN flood",
            message: "203.0.113.7: 4,812 SYN/10 s"),
    ]

    static let health: Snapshot.TCPHealth = {
        var health = Snapshot.TCPHealth()
        (health.handshakesBegun, health.handshakesCompleted) = (1200, 1100)
        (health.handshakesRefused, health.handshakesUnanswered) = (60, 40)
        (health.open, health.opened, health.closed) = (312, 44, 39)
        (health.retransmissions, health.reset) = (17, 5)
        health.roundTrip = .init(
            count: 1100, median: 12_400_000, percentile95: 88_000_000, maximum: 1_020_000_000)
        return health
    }()
}
