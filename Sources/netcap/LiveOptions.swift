import ArgumentParser
import Capture

/// How to capture; the letters are tcpdump's.
struct LiveOptions: ParsableArguments {
    @Option(
        name: [.customShort("s", allowingJoined: true), .customLong("snapshot-length")],
        help: ArgumentHelp("Keep this many bytes of each packet; 0 is the most, 262144.", valueName: "bytes"))
    var snapshotLength: Int?

    @Flag(
        name: [.customShort("p"), .customLong("no-promiscuous-mode")],
        help: "Do not ask the interface for packets that are meant for others.")
    var isNotPromiscuous = false

    @Option(
        name: [.customShort("B", allowingJoined: true), .customLong("buffer-size")],
        help: ArgumentHelp(
            "Size of the kernel's buffer in KiB; 32768 when not given. Larger loses less.", valueName: "KiB"))
    var bufferKiB: Int?

    @Option(
        name: [.customShort("y", allowingJoined: true), .customLong("linktype")],
        help: ArgumentHelp("Capture with this link type, one of those that -L lists.", valueName: "name"))
    var linkType: String?

    @Flag(
        name: [.customShort("L"), .customLong("list-data-link-types")],
        help: "List the link types of the interface, and stop.")
    var listsLinkTypes = false

    @Option(
        name: [.customShort("Q", allowingJoined: true), .long],
        help: ArgumentHelp("Take only packets of this direction: in, out or inout.", valueName: "direction"))
    var direction: Direction?

    @Option(
        name: [.customShort("j", allowingJoined: true), .customLong("time-stamp-type")],
        help: ArgumentHelp("Take timestamps from this source, one of those that -J lists.", valueName: "type")
    )
    var timestampType: String?

    @Flag(
        name: [.customShort("J"), .customLong("list-time-stamp-types")],
        help: "List the timestamp types of the interface, and stop.")
    var listsTimestampTypes = false

    @Option(
        name: .customLong("time-stamp-precision"),
        help: ArgumentHelp("Take timestamps in this unit: micro or nano.", valueName: "unit"))
    var precision: Precision?

    @Flag(
        name: .customLong("immediate-mode"),
        help: "Show each packet at once instead of within a tenth of a second; costs ten times the work.")
    var isImmediate = false

    enum Direction: String, ExpressibleByArgument, CaseIterable {
        case `in`, out, `inout`
    }

    enum Precision: String, ExpressibleByArgument, CaseIterable {
        case micro, nano
    }

    var wantsNanoseconds: Bool { precision == .nano }

    func validate() throws {
        if let snapshotLength, !(0...LiveConfiguration.snapshotLimit).contains(snapshotLength) {
            throw ValidationError("-s takes a number of bytes from 0 to \(LiveConfiguration.snapshotLimit).")
        }
        if let bufferKiB, !(4...2_097_151).contains(bufferKiB) {
            throw ValidationError("-B takes a size in KiB from 4 to 2097151.")
        }
    }

    /// These say how to capture, so they mean nothing beside a file.
    func validateUnused() throws {
        let given: [(String, Bool)] = [
            ("-s", snapshotLength != nil), ("-p", isNotPromiscuous), ("-B", bufferKiB != nil),
            ("-y", linkType != nil), ("-L", listsLinkTypes), ("-Q", direction != nil),
            ("-j", timestampType != nil), ("-J", listsTimestampTypes), ("--immediate-mode", isImmediate),
        ]
        if let flag = given.first(where: \.1)?.0 {
            throw ValidationError("\(flag) says how to capture, and -r reads a file: give one of them.")
        }
    }

    /// One configuration for each interface; the first that libpcap lists when none is named.
    func configurations(_ input: InputOptions, filter: String) throws -> [LiveConfiguration] {
        var names = input.interface
        if names.isEmpty { names = [try Listing.defaultInterface()] }
        return names.enumerated().map { index, name in
            var configuration = LiveConfiguration(interface: name)
            configuration.index = index
            if let snapshotLength, snapshotLength > 0 { configuration.snapshotLength = snapshotLength }
            configuration.isPromiscuous = !isNotPromiscuous
            if let bufferKiB { configuration.bufferKiB = bufferKiB }
            configuration.linkType = linkType
            switch direction {
            case .in: configuration.direction = .incoming
            case .out: configuration.direction = .outgoing
            case .`inout`, nil: break
            }
            configuration.timestampType = timestampType
            configuration.wantsNanoseconds = wantsNanoseconds
            configuration.isImmediate = isImmediate
            configuration.filter = filter
            return configuration
        }
    }
}
