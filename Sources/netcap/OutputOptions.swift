import ArgumentParser
import CommandSupport
import Packets

/// What leaves the command.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("w"), .customLong("write-file")],
        help: ArgumentHelp(
            "Also write the packets as they are to this pcap file, which loses nothing to a slow reader.",
            valueName: "file"))
    var raw: RawPath?

    @Option(
        help: ArgumentHelp(
            "Write only these keys of each packet, in this order, parted by commas.", valueName: "keys"))
    var fields: String?

    func validate() throws {
        if raw?.isStandardStream == true {
            throw ValidationError("-w needs a file: standard output carries the stream.")
        }
        do { _ = try selection() } catch { throw ValidationError("--fields: \(error)") }
    }

    func selection() throws -> FieldSelection? {
        guard let fields else { return nil }
        return try FieldSelection(
            names: fields.split(separator: ",", omittingEmptySubsequences: false).map { String($0) })
    }
}
