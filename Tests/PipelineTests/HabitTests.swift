import Foundation
import Testing

/// The habits of a good pipe citizen, each command as a process.
@Suite struct HabitTests {
    static let commands = [
        "netcap -r $DEMO", "netcap -r $DEMO | netagg", "netcap -r $DEMO | netagg | netview",
    ]

    @Test(arguments: commands) func `a reader that goes away ends the pipe in silence`(command: String) throws
    {
        let outcome = try Shell.run("\(command) | head -n 1 >&2; echo ${PIPESTATUS[*]}")
        #expect(Set(outcome.text.split(whereSeparator: \.isWhitespace)) == ["0"])
        #expect(outcome.errorLines.count == 1, "one line from head, and nobody complained")
    }

    @Test(arguments: commands) func `a full disk is an error with one line that says so`(command: String)
        throws
    {
        let outcome = try Shell.run("\(command) >/dev/full; exit ${PIPESTATUS[-1]}")
        #expect(outcome.status == 1)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("No space left on device"))
    }

    @Test(arguments: ["netcap -r nowhere.pcap", "netagg nowhere.ndjson", "netview nowhere.ndjson"])
    func `a file that is not there is one line that names it`(command: String) throws {
        let outcome = try Shell.run(command)
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains("nowhere"))
        #expect(outcome.errors.contains("No such file"))
    }

    @Test(arguments: ["netcap", "netagg", "netview"]) func `a flag that nobody knows is bad usage`(
        command: String
    ) throws {
        let outcome = try Shell.run("\(command) --no-such-flag")
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("--no-such-flag"))
    }

    @Test(arguments: ["netcap", "netagg", "netview"]) func `help and version are asked for, not failed into`(
        command: String
    ) throws {
        let help = try Shell.run("\(command) --help")
        #expect(help.status == 0 && help.errors.isEmpty)
        #expect(help.text.contains("USAGE: \(command)"))
        let version = try Shell.run("\(command) --version")
        #expect(version.status == 0 && version.errors.isEmpty)
        #expect(version.lines.count == 1)
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func `completions are there for every shell`(shell: String)
        throws
    {
        for command in ["netcap", "netagg", "netview"] {
            let outcome = try Shell.run("\(command) --generate-completion-script \(shell)")
            #expect(outcome.status == 0)
            #expect(outcome.text.contains(command))
        }
    }

    @Test func `an empty capture file is one line on standard error`() throws {
        let outcome = try Shell.run("netcap -r /dev/null")
        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
    }

    @Test(arguments: ["netagg", "netview", "netagg | netview"]) func `an empty stream is no error`(
        command: String
    ) throws {
        let outcome = try Shell.run("\(command) </dev/null")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
    }

    @Test func `a dash is standard input, and so is nothing`() throws {
        let file = try Shell.run("netcap -r $DEMO | netagg")
        #expect(file.status == 0 && !file.output.isEmpty)
        #expect(try Shell.run("netcap -r - <$DEMO | netagg -").output == file.output)
        #expect(try Shell.run("cat $DEMO | netcap -r - | netagg").output == file.output)
        let plain = try Shell.run("netcap -r $DEMO | netagg | netview")
        #expect(try Shell.run("netcap -r $DEMO | netagg | netview -").output == plain.output)
    }

    @Test func `files named one after the other are one stream`() throws {
        let outcome = try Shell.withFolder { folder in
            try Shell.run(
                """
                netcap -r $DEMO >all; head -n 4000 all >a; tail -n +4001 all >b
                netagg all >one; netagg a b >two; cmp one two
                """, in: folder)
        }
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
    }
}
