import ArgumentParser
import CommandSupport
import Dashboard
import Glibc
import Terminal

@main
struct Netview: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "netview",
        abstract: "Watch network statistics in the terminal.",
        discussion: """
              netcap -i eth0 | netagg | netview     watch an interface
              netview saved.ndjson                  travel through what was saved

            Full screen on a terminal, one line per record elsewhere. A file that grows is followed.

            The keys, which '?' shows, too:

            \(KeyTable.manual)
            """,
        version: packageVersion)

    @OptionGroup var options: Options

    static func main() { start() }

    func validate() throws {
        if options.file == nil, isatty(STDIN_FILENO) == 1 {
            throw ValidationError("Nothing to read. Try: netcap -i eth0 | netagg | netview")
        }
    }

    func run() throws {
        let look = Look(options)
        if options.once || options.svg != nil || options.html != nil {
            return try Still(options, look).run()
        }
        guard !options.plain, isatty(STDOUT_FILENO) == 1, !look.traits.isDumb, let session = TerminalSession()
        else { return try PlainOutput(options).run() }
        try Screen.show(options, look, on: session)
    }
}
