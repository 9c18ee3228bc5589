import ArgumentParser
import CommandSupport

@main
struct Netview: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "netview", version: packageVersion)

    static func main() { start() }

    func run() throws {}
}
