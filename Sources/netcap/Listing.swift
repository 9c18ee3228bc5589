import Capture
import CommandSupport

/// What `-D`, `-L` and `-J` print.
enum Listing {
    static func interfaces() throws {
        let lines = try found().enumerated().map { "\($0 + 1).\($1.line)" }
        try write(lines)
    }

    /// The interface to take when none is named.
    static func defaultInterface() throws -> String {
        guard let first = try found().first else {
            throw Failure.stopped("no interface to capture from: 'netcap -D' lists none")
        }
        return first.name
    }

    static func linkTypes(_ configurations: [LiveConfiguration]) throws {
        do throws(LiveCaptureError) {
            let captures = try LiveCaptures(configurations)
            for index in configurations.indices {
                let name = configurations[index].interface
                try? write(["Link types of \(name) (use with -y):"] + lines(captures.linkTypes(index)))
            }
        } catch {
            throw Failure.stopped("\(error)")
        }
    }

    static func timestampTypes(_ configurations: [LiveConfiguration]) throws {
        for configuration in configurations {
            let name = configuration.interface
            let types = try attempt { () throws(LiveCaptureError) in try LiveCapture.timestampTypes(of: name)
            }
            try write(
                types.isEmpty
                    ? ["\(name) has no choice of timestamp type"]
                    : ["Timestamp types of \(name) (use with -j):"] + lines(types))
        }
    }

    private static func found() throws -> [NetworkInterface] {
        try attempt { () throws(LiveCaptureError) in try Interfaces.list() }
    }

    private static func attempt<Value>(_ body: () throws(LiveCaptureError) -> Value) throws -> Value {
        do throws(LiveCaptureError) { return try body() } catch { throw Failure.stopped("\(error)") }
    }

    private static func lines(_ choices: [LinkTypeChoice]) -> [String] {
        choices.map { "  \($0.name) (\($0.description))" }
    }

    private static func write(_ lines: [String]) throws {
        let text = lines.map { Diagnostics.printable($0) + "\n" }.joined()
        try Output().write(text)
    }
}
