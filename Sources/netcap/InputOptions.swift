import ArgumentParser
import CommandSupport

/// Where packets come from, and how many.
struct InputOptions: ParsableArguments {
    @Option(
        name: [.customShort("i", allowingJoined: true), .long],
        help: ArgumentHelp(
            "Capture from this interface; may be given several times. 'any' is all of them.",
            valueName: "name"))
    var interface: [String] = []

    @Flag(name: [.customShort("D"), .customLong("list-interfaces")], help: "List the interfaces, and stop.")
    var listsInterfaces = false

    @Option(
        name: [.customShort("r", allowingJoined: true), .customLong("read-file")],
        help: ArgumentHelp(
            "Read this capture file, or '-' for standard input: pcap or pcapng, plain, gzip or zstd.",
            valueName: "file"))
    var file: RawPath?

    @Option(
        name: [.customShort("F", allowingJoined: true), .customLong("filter-file")],
        help: ArgumentHelp("Read the filter from this file.", valueName: "file"))
    var filterFile: RawPath?

    @Option(
        name: [.customShort("c", allowingJoined: true), .long],
        help: ArgumentHelp("Stop after this many packets.", valueName: "number"))
    var count: UInt64?

    @Option(
        help: ArgumentHelp(
            "Stop after this long: 90, 500ms, 5m, 1h. With -r, by the time of the packets.", valueName: "time"
        ))
    var duration: TimeLength?

    @Option(
        help: ArgumentHelp(
            "With -r: replay at the pace of the timestamps; 8 is eight times faster.", valueName: "factor"))
    var speed: ReplaySpeed?

    // What tcpdump's users type without thinking: names are never looked up here, and lines never wait.
    @Flag(name: .customShort("n"), help: .hidden) var isNumeric: Int
    @Flag(name: .customShort("l"), help: .hidden) var isLineBuffered: Int
    @Flag(name: .customShort("U"), help: .hidden) var isPacketBuffered: Int

    func validate(filter: [String]) throws {
        if file != nil && !interface.isEmpty {
            throw ValidationError("-r reads a file and -i captures: give one of them.")
        }
        if file == nil && speed != nil { throw ValidationError("--speed replays a file: give one with -r.") }
        if count == 0 { throw ValidationError("-c takes a number of packets from 1 up.") }
        if filterFile != nil && !filter.isEmpty {
            throw ValidationError("-F gives the filter, and so do the last arguments: give one of them.")
        }
    }

    /// The filter that was typed, or that stands in the file.
    func filterText(_ words: [String]) throws -> String {
        guard let filterFile else { return words.joined(separator: " ") }
        return try FilterFile.read(filterFile)
    }
}
