import ArgumentParser
import CommandSupport

@main
struct Netcap: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "netcap", version: packageVersion)

    static func main() { start() }

    func run() throws {}
}
