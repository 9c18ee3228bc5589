import ArgumentParser
import CommandSupport

@main
struct Netagg: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "netagg", version: packageVersion)

    static func main() { start() }

    func run() throws {}
}
