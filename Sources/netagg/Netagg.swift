import ArgumentParser

@main
struct Netagg: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "netagg")
    func run() throws {}
}
