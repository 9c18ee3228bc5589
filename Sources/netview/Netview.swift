import ArgumentParser

@main
struct Netview: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "netview")
    func run() throws {}
}
