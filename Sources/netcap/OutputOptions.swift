import ArgumentParser
import CommandSupport
import Glibc
import Packets

/// What leaves the command.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("w", allowingJoined: true), .customLong("write-file")],
        help: ArgumentHelp(
            """
            Also write the packets as they are to this capture file, which loses nothing to a slow reader: pcap, or \
            pcapng where its name ends so or several link types are captured.
            """,
            valueName: "file"))
    var raw: RawPath?

    @Option(
        help: ArgumentHelp(
            "Write only these keys of each packet, in this order, parted by commas.", valueName: "keys"))
    var fields: String?

    @Flag(
        name: .customLong("community-id"),
        help: "Give each packet the community id of its flow, which other tools know it by.")
    var wantsCommunityID = false

    @Flag(
        name: .customLong("process"),
        help: ArgumentHelp(
            "Give each live packet the process at its local end, or the reason why it is not known.",
            discussion: """
                Needs cap_sys_ptrace and cap_dac_read_search for the processes of other users; as root it keeps them.
                """))
    var wantsProcesses = false

    @Flag(help: "Verify the checksums of each packet; those that are wrong are named.")
    var checksums = false

    @Option(
        name: .customLong("local-net"),
        help: ArgumentHelp(
            "This network is ours, as 10.0.0.0/8: packets get their direction by it. May be given several times.",
            valueName: "network"))
    var localNetworks: [LocalNetwork] = []

    @Option(
        name: [.customShort("C", allowingJoined: true), .customLong("file-size")],
        help: ArgumentHelp(
            "With -w: begin another file after this many million bytes, or k, m, g for KiB, MiB, GiB.",
            valueName: "size"))
    var fileSize: FileSize?

    @Option(
        name: [.customShort("G", allowingJoined: true), .customLong("rotate-seconds")],
        help: ArgumentHelp(
            "With -w: begin another file after this time; %H, %M and the like in its name say when (strftime).",
            valueName: "seconds"))
    var interval: TimeLength?

    @Option(
        name: [.customShort("W", allowingJoined: true), .customLong("file-count")],
        help: ArgumentHelp(
            "With -C: go round so many files. With -G: stop after so many.", valueName: "number"))
    var fileCount: Int?

    @Option(
        name: [.customShort("Z", allowingJoined: true), .customLong("relinquish-privileges")],
        help: ArgumentHelp(
            "When started as root, become this user once everything is open. Without -Z: who called sudo, or nobody.",
            valueName: "user"))
    var user: String?

    /// The raw capture that was asked for.
    func rawFile(nanoseconds: Bool) -> Configuration.RawFile? {
        raw.map {
            Configuration.RawFile(
                path: $0, hasNanoseconds: nanoseconds, sizeLimit: fileSize?.bytes,
                interval: interval?.nanoseconds,
                fileLimit: fileCount)
        }
    }

    func validate() throws {
        if raw == nil && (fileSize != nil || interval != nil || fileCount != nil) {
            throw ValidationError("-C, -G and -W say how to write raw captures: give a file with -w.")
        }
        if fileCount != nil && fileSize == nil && interval == nil {
            throw ValidationError("-W limits the files of -C or -G: give one of them.")
        }
        if let fileCount, !(1...1_000_000).contains(fileCount) {
            throw ValidationError("-W takes a number of files from 1 to 1000000.")
        }
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

/// The size of a file as tcpdump takes it: millions of bytes, or `k`, `m`, `g` for KiB, MiB, GiB.
struct FileSize: ExpressibleByArgument, Equatable {
    let bytes: UInt64

    init?(argument: String) {
        let units: [Character: UInt64] = ["k": 1 << 10, "m": 1 << 20, "g": 1 << 30]
        let unit = argument.last.flatMap { units[$0] }
        guard let number = UInt64(unit == nil ? argument[...] : argument.dropLast()), number > 0 else {
            return nil
        }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit ?? 1_000_000)
        guard !overflow else { return nil }
        self.bytes = bytes
    }
}

/// A network as typed: an address, or one with a prefix length behind a slash.
struct LocalNetwork: ExpressibleByArgument, Equatable {
    let address: Address
    let prefixLength: Int

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { return nil }
        var number: UInt32 = 0
        var halves: (UInt64, UInt64) = (0, 0)
        let limit: Int
        if inet_pton(AF_INET, String(first), &number) == 1 {
            (address, limit) = (.ipv4(UInt32(bigEndian: number)), 32)
        } else if inet_pton(AF_INET6, String(first), &halves) == 1 {
            (address, limit) = (.ipv6(UInt64(bigEndian: halves.0), UInt64(bigEndian: halves.1)), 128)
        } else {
            return nil
        }
        guard parts.count == 2 else {
            prefixLength = limit
            return
        }
        guard let length = Int(parts[1]), (0...limit).contains(length) else { return nil }
        prefixLength = length
    }
}
