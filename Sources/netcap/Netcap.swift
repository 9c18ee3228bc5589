import ArgumentParser
import Capture
import CommandSupport
import Packets

@main
struct Netcap: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netcap",
        abstract: "Decode packets, live or from a capture file, into one JSON object per line.",
        discussion: """
            Without -r, netcap captures from the interface that -i names, or from the first one that is up. Every \
            packet becomes one line on standard output, and every two seconds a line of type "capture" says how \
            many packets were captured and dropped. Ctrl-C stops, takes what the kernel still holds, and counts.

            The last arguments are a capture filter in the language of tcpdump (see pcap-filter(7)). Quote it \
            where it has parentheses or other characters that the shell would take.

            Capturing needs a privilege. Give it to the command once, and use it without sudo from then on:
              sudo setcap cap_net_raw=ep $(command -v netcap)

            EXAMPLES
              netcap -i eth0 | netagg | netview         watch an interface
              netcap -i eth0 -c 100 tcp port 443        one hundred packets of HTTPS
              netcap -r trace.pcapng.zst > out.ndjson   decode a compressed capture file
              ssh host tcpdump -w - | netcap -r -       decode what another machine captures
              netcap -r trace.pcap --fields timestamp,source,destination udp
              netcap -i eth0 -w raw.pcap | netagg | netview
            """,
        version: packageVersion)

    static func main() { start() }

    @OptionGroup(title: "What to read") var input: InputOptions
    @OptionGroup(title: "How to capture") var live: LiveOptions
    @OptionGroup(title: "What to write") var output: OutputOptions

    @Argument(help: "Take only the packets that this filter accepts, in the language of tcpdump.")
    var filter: [String] = []

    func validate() throws {
        try input.validate(filter: filter)
        if input.file != nil {
            try live.validateUnused()
            if output.wantsProcesses {
                throw ValidationError(
                    "--process asks about packets as they pass, and -r reads a file: give one of them.")
            }
        }
        try live.validate()
        try output.validate()
    }

    func run() throws {
        let diagnostics = Diagnostics(command: "netcap")
        if input.listsInterfaces { return try Listing.interfaces() }
        if live.listsLinkTypes { return try Listing.linkTypes(try live.configurations(input, filter: "")) }
        if live.listsTimestampTypes {
            return try Listing.timestampTypes(try live.configurations(input, filter: ""))
        }
        let filter = try input.filterText(filter)
        switch try source(filter) {
        case .file(let path):
            var run = try FileRun(try configuration(filter), path: path)
            try run.run()
        case .live(let interfaces):
            let configuration = try configuration(filter)
            let interfaces = interfaces.map { interface in
                var interface = interface
                // Whoever names networks wants the direction as they tell it.
                interface.tellsDirection = configuration.local.isEmpty
                // A process that lives for a few milliseconds must be asked for within them.
                if configuration.wantsProcesses { interface.timeoutMilliseconds = 1 }
                return interface
            }
            var run = try LiveRun(configuration, interfaces, diagnostics)
            try run.run()
        }
    }

    private enum Source {
        case file(RawPath)
        case live([LiveConfiguration])
    }

    private func source(_ filter: String) throws -> Source {
        if let file = input.file { return .file(file) }
        return .live(try live.configurations(input, filter: filter))
    }

    private func configuration(_ filter: String) throws -> Configuration {
        var configuration = Configuration()
        configuration.filter = filter
        configuration.fields = try output.selection()
        configuration.verifiesChecksums = output.checksums
        configuration.wantsProcesses = output.wantsProcesses
        configuration.wantsCommunityID = output.wantsCommunityID
        for network in output.localNetworks {
            configuration.local.add(network.address, prefixLength: network.prefixLength)
        }
        configuration.count = input.count
        configuration.duration = input.duration?.nanoseconds
        configuration.speed = input.speed
        configuration.raw = output.rawFile(nanoseconds: live.wantsNanoseconds)
        configuration.user = try Descent.user(
            output.user, writesMoreFiles: output.fileSize != nil || output.interval != nil)
        return configuration
    }
}
