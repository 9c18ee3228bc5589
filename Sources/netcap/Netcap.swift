import ArgumentParser

@main
struct Netcap: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "netcap")
    func run() throws {}
}
