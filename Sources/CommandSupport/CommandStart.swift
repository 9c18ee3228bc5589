import ArgumentParser
import Glibc

extension ParsableCommand {
    /// The `main` of every command: parses, runs, and ends with the exit status of the contract:
    /// 0 done or the reader has gone, 64 bad usage, 1 anything else with one line on standard error.
    package static func start() -> Never {
        signal(SIGPIPE, SIG_IGN)
        let diagnostics = Diagnostics(command: Self._commandName)
        do {
            var command = try parseAsRoot()
            try command.run()
            Glibc.exit(0)
        } catch Failure.readerGone {
            Glibc.exit(0)
        } catch Failure.stopped(let reason) {
            diagnostics.say(reason)
            Glibc.exit(1)
        } catch {
            end(with: error, diagnostics)
        }
    }

    private static func end(with error: any Error, _ diagnostics: Diagnostics) -> Never {
        let status = exitCode(for: error)
        let message = fullMessage(for: error)
        guard status.isSuccess else {
            // Arguments come from outside as much as packets do.
            if !message.isEmpty {
                Diagnostics.write(Diagnostics.printable(message, keepingNewlines: true) + "\n")
            }
            Glibc.exit(status.rawValue)
        }
        guard message.isEmpty || Diagnostics.writeAll(message + "\n", to: STDOUT_FILENO) else {
            if errno == EPIPE { Glibc.exit(0) }
            diagnostics.say("cannot write to standard output: \(String(cString: strerror(errno)))")
            Glibc.exit(1)
        }
        Glibc.exit(0)
    }
}

/// The version of the three commands, which are released together.
package let packageVersion = "0.1.0"
