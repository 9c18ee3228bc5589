import CommandSupport
import Dashboard
import Glibc

/// One line per record, where there is no screen.
struct PlainOutput {
    private let options: Options
    private let diagnostics = Diagnostics(command: "netview")

    init(_ options: Options) { self.options = options }

    func run() throws {
        var source = try Source(options)
        let output = Output()
        let utcOffset = LocalTime.utcOffset()
        var pacer = options.speed.map { Pacer(speed: $0) }
        var packets = 0
        var records = 0
        while !source.hasEnded {
            var block = ""
            try source.read { record in
                switch record {
                case .statistics(let snapshot):
                    if let due = pacer?.due(snapshot.timestamp, now: Clock.monotonic()) {
                        try output.write(block)
                        block = ""
                        PlainOutput.sleep(until: due)
                    }
                    records += 1
                    block += PlainLine.text(snapshot, utcOffset: utcOffset) + "\n"
                case .alert(let alert): block += PlainLine.text(alert, utcOffset: utcOffset) + "\n"
                case .packet: packets += 1
                case .other, .malformed: break
                }
            }
            if !block.isEmpty { try output.write(block) }
            if packets > 0, records == 0 { throw PlainOutput.packetsInstead }
        }
        source.report(diagnostics)
    }

    /// What to say when the stream is the wrong one.
    static let packetsInstead = Failure.stopped(
        "these are packets, not statistics; netagg is missing: netcap -i eth0 | netagg | netview")

    private static func sleep(until moment: Int64) {
        while true {
            let rest = moment - Clock.monotonic()
            guard rest > 0 else { return }
            usleep(UInt32(min(rest / 1000 + 1, 500_000)))
        }
    }
}

/// The time zone, for times of day.
enum LocalTime {
    /// Seconds east of Greenwich, now.
    static func utcOffset() -> Int {
        var (now, local) = (time(nil), tm())
        localtime_r(&now, &local)
        return local.tm_gmtoff
    }

    /// `20260123-004000`, for the names of files.
    static func stamp() -> String {
        var (now, local) = (time(nil), tm())
        localtime_r(&now, &local)
        func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(local.tm_year + 1900)\(two(local.tm_mon + 1))\(two(local.tm_mday))-"
            + "\(two(local.tm_hour))\(two(local.tm_min))\(two(local.tm_sec))"
    }
}
