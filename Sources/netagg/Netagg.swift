import ArgumentParser
import CommandSupport
import Glibc
import Statistics

@main
struct Netagg: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netagg",
        abstract: "Turns a stream of packets into a stream of statistics.",
        discussion: """
            Reads what netcap writes, one JSON object per line, and writes one statistics record for every \
            interval of the packets' own time.

              netcap -i eth0 | netagg | netview
              netagg packets.ndjson | jq .packets_per_second
              netagg --merge <(ssh a netcap -i eth0 \\| netagg --states) <(ssh b …) | netview
            """,
        version: packageVersion)

    @OptionGroup(title: "Records") var records: RecordOptions
    @OptionGroup(title: "Time") var time: TimeOptions

    @Argument(
        help: ArgumentHelp("Files to read, one after the other; '-' is standard input.", valueName: "file"))
    var files: [RawPath] = []

    static func main() { start() }

    func validate() throws {
        do { _ = try checked() } catch let fault as ConfigurationFault {
            throw ValidationError(fault.rawValue)
        }
        if records.merge { try validateMerge() }
    }

    private func validateMerge() throws {
        guard !files.isEmpty else {
            throw ValidationError("--merge needs the streams of the sensors: files, or pipes such as <(…)")
        }
        guard files.count(where: \.isStandardStream) < 2 else {
            throw ValidationError("--merge can read standard input once")
        }
        guard files.count <= 1000 else { throw ValidationError("--merge reads up to 1000 streams") }
        guard records.every == nil, records.group == nil else {
            throw ValidationError("--merge takes --every and --group from the sensors' records")
        }
        guard time.speed == nil else {
            throw ValidationError("--merge does not replay; put netview --speed behind it")
        }
    }

    func run() throws {
        Allocator.keepLargeBlocksApart()
        if records.merge {
            var run = try MergeRun(
                try checked(), files, try Interrupts(), passesFlows: records.flows, metrics: records.metrics)
            return try run.run()
        }
        var run = AggregationRun(
            try checked(), try Input(files), try Interrupts(), speed: time.speed, metrics: records.metrics)
        try run.run()
    }

    private func checked() throws -> Configuration {
        try Configuration(
            every: (records.every ?? TimeLength(seconds: 2)).nanoseconds, window: records.window.nanoseconds,
            top: records.top,
            recent: records.recent, lateness: time.lateness.nanoseconds, maxKeys: records.maxKeys,
            clock: time.clock, isByBytes: records.by == .bytes, group: records.group,
            writesFlows: records.flows, writesStates: records.states)
    }
}

/// What a record covers and holds.
struct RecordOptions: ParsableArguments {
    enum Order: String, CaseIterable, ExpressibleByArgument {
        case packets, bytes
    }

    @Option(
        help: ArgumentHelp("Write one record for so long: 2, 500ms, 1m. (default: 2)", valueName: "time"))
    var every: TimeLength?

    @Option(help: ArgumentHelp("Rank over so long, rolling.", valueName: "time"))
    var window = TimeLength(seconds: 60)

    @Option(help: ArgumentHelp("Rows in each ranking.", valueName: "count"))
    var top = 10

    @Option(help: ArgumentHelp("Packets shown in 'recent'.", valueName: "count"))
    var recent = 10

    @Option(help: ArgumentHelp("Order the rows by packets or by bytes.", valueName: "unit"))
    var by = Order.packets

    @Option(
        help: ArgumentHelp(
            "Also rank the values of this key of the packets; a dot steps inside.", valueName: "key"))
    var group: String?

    @Flag(help: "Also write one record for each connection, when it ends or falls silent.")
    var flows = false

    @Flag(help: "Add to every record what --merge needs of it.")
    var states = false

    @Flag(
        help: """
            Read the statistics of several sensors, which netagg --states wrote, side by side, and write them as \
            one stream.
            """)
    var merge = false

    @Option(
        help: ArgumentHelp(
            "Keep a file of metrics for Prometheus, replaced at once with every record.", valueName: "file"))
    var metrics: RawPath?

    @Option(
        help: ArgumentHelp(
            "Count so many different keys of a kind exactly; beyond it, estimate. Up to 2 KiB of memory each.",
            valueName: "count"))
    var maxKeys = 65_536
}

/// Whose time counts, and how fast it passes.
struct TimeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Keep an interval open so long for packets that are late.", valueName: "time"))
    var lateness = Lateness(nanoseconds: 500_000_000)

    @Option(
        help: ArgumentHelp(
            """
            auto: the packets' time, and the wall clock while a live stream is idle; packets: never the wall \
            clock; wall: always.
            """, valueName: "clock"))
    var clock = Configuration.TimeSource.auto

    @Option(
        help: ArgumentHelp(
            "Replay at the pace of the timestamps; 8 is eight times faster.", valueName: "factor"))
    var speed: ReplaySpeed?
}

/// A length of time that may be zero.
struct Lateness: ExpressibleByArgument {
    let nanoseconds: Int64

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    init?(argument: String) {
        if let length = TimeLength(argument: argument) {
            nanoseconds = length.nanoseconds
        } else {
            guard ["0", "0s", "0ms"].contains(argument) else { return nil }
            nanoseconds = 0
        }
    }

    var defaultValueDescription: String { "500ms" }
}

extension Configuration.TimeSource: ExpressibleByArgument {}
