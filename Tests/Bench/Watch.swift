// Plays the terminal of netview, and says what its screen costs.
//
//   watch live NETVIEW STATISTICS         a stream in a pipe, at 120x40
//   watch grow STATISTICS COUNT           the records again and again, numbered on, COUNT in all
//   watch file NETVIEW RECORDS LAST       a saved stream: to the first frame, and to Home, End and back
//
// Scripts/bench compiles this file with the pseudo-terminal of the tests; it is no part of the package.
import Glibc

@main
struct Watch {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch (arguments.dropFirst().first, arguments.count) {
        case ("live", 4):
            var live = try Live(arguments[2], try lines(of: arguments[3]))
            try live.run()
        case ("grow", 4): try grow(try lines(of: arguments[2]), to: Int(arguments[3]) ?? 0)
        case ("file", 5): try file(arguments[2], arguments[3], last: arguments[4])
        default: exit(64)
        }
    }

    static let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC"]

    static func lines(of path: String) throws -> [[UInt8]] {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw PseudoTerminal.Trouble(what: "cannot open \(path)") }
        var (bytes, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 20))
        while case let count = Glibc.read(file, &block, block.count), count > 0 { bytes += block[..<count] }
        close(file)
        return bytes.split(separator: 0x0A).map { Array($0) + [0x0A] }
    }

    /// Record number `number` of a longer stream, two seconds after the one before.
    static func renumbered(_ line: [UInt8], _ number: Int) -> [UInt8] {
        let mark = Array("\"interval\"".utf8)
        let rest = line.indices.first { line[$0] == mark[0] && line[$0...].starts(with: mark) } ?? 0
        let head =
            "{\"type\":\"statistics\",\"version\":1,\"sequence\":\(number),"
            + "\"timestamp\":\(1_767_225_600 + number * 2).000000,"
        return Array(head.utf8) + line[rest...]
    }

    static func grow(_ lines: [[UInt8]], to count: Int) throws {
        var block: [UInt8] = []
        for number in 0..<count {
            block += renumbered(lines[number % lines.count], number)
            if block.count > 1 << 20 || number == count - 1 {
                writeAll(1, block)
                block.removeAll(keepingCapacity: true)
            }
        }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress! + sent, bytes.count - sent)
            }
            if count < 0 { exit(1) }
            sent += count
        }
    }

    // MARK: A saved stream

    /// Seconds until the frame that shows each place, from the start or from the key.
    static func file(_ netview: String, _ path: String, last: String) throws {
        let terminal = try PseudoTerminal(width: 120, height: 40)
        let begin = PseudoTerminal.now()
        let child = try terminal.spawn([netview, path], environment: environment)
        guard terminal.read(seconds: 60, until: "#\(last)") else { exit(1) }
        var report = "open \(milliseconds(since: begin))"
        terminal.type("\u{1B}[?1;2c")
        for (name, key) in [
            ("Home", "\u{1B}[H"), ("End", "\u{1B}[F"), ("30 s back", "["), ("Home", "\u{1B}[H"),
            ("30 s on", "]"),
            ("End", "\u{1B}[F"),
        ] {
            terminal.drain()
            let start = PseudoTerminal.now()
            terminal.type(key)
            guard terminal.read(seconds: 10, until: { !$0.isEmpty }) else { exit(1) }
            report += ", \(name) \(milliseconds(since: start))"
        }
        print("\(report)  ms to the frame; \(memory(child)) MB")
        terminal.type("q")
        _ = child.wait()
    }

    static func milliseconds(since start: Double) -> String { decimal((PseudoTerminal.now() - start) * 1000) }

    static func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    static func text(_ path: String) -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        return String(decoding: bytes[..<max(Glibc.read(file, &bytes, bytes.count), 0)], as: UTF8.self)
    }

    /// The number behind `name:` in the status of a process.
    static func status(_ child: Child, _ name: String) -> Int {
        for line in text("/proc/\(child.process)/status").split(separator: "\n")
        where line.hasPrefix(name + ":") {
            return Int(line.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0
        }
        return 0
    }

    static func memory(_ child: Child) -> String { decimal(Double(status(child, "VmHWM")) / 1024) }
}

/// The figures of a live screen.
struct Live {
    private let terminal: PseudoTerminal
    private let child: Child
    private let stream: Int32
    private let lines: [[UInt8]]
    private var number = 0

    init(_ netview: String, _ lines: [[UInt8]]) throws {
        terminal = try PseudoTerminal(width: 120, height: 40)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw PseudoTerminal.Trouble(what: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        stream = ends[1]
        child = try terminal.spawn([netview], environment: Watch.environment, input: ends[0])
        close(ends[0])
        self.lines = lines
    }

    private mutating func send() {
        Watch.writeAll(stream, Watch.renumbered(lines[number % lines.count], number))
        number += 1
    }

    /// CPU seconds so far.
    private var cpu: Double {
        let first = Watch.text("/proc/\(child.process)/schedstat").split(separator: " ").first
        return (first.flatMap { Double($0) } ?? 0) / 1e9
    }

    private var switches: Int {
        Watch.status(child, "voluntary_ctxt_switches") + Watch.status(child, "nonvoluntary_ctxt_switches")
    }

    /// The bytes that come within so many seconds.
    private func bytes(within seconds: Double) -> Int {
        let before = terminal.output.count
        terminal.read(seconds: seconds) { _ in false }
        return terminal.output.count - before
    }

    mutating func run() throws {
        terminal.read(until: "WAITING")
        terminal.type("\u{1B}[?1;2c")
        // A full history, as after twenty minutes.
        for _ in 0..<700 { send() }
        _ = bytes(within: 1.5)

        var frames: [Int] = []
        let (cpuBefore, count) = (cpu, 50)
        for _ in 0..<count {
            send()
            frames.append(bytes(within: 0.1))
        }
        let perRecord = (cpu - cpuBefore) / Double(count) * 1000
        say("bytes per frame: median, largest", "\(frames.sorted()[count / 2]), \(frames.max() ?? 0)", "4096")

        terminal.type("\u{C}")
        say("bytes of a full repaint", "\(bytes(within: 0.3))", "12288")
        say("CPU per record, ms", Watch.decimal(perRecord), "1")

        var delays: [Double] = []
        for step in 0..<200 {
            usleep(UInt32(3000 + step * 7919 % 9000))
            let before = terminal.output.count
            let start = PseudoTerminal.now()
            terminal.type("?")  // The help comes and goes: a large frame each time.
            terminal.read(seconds: 2) { $0.count > before }
            delays.append((PseudoTerminal.now() - start) * 1000)
            _ = bytes(within: 0.01)
        }
        delays.sort()
        say(
            "key to screen, ms: median, 95%, largest",
            [delays[100], delays[190], delays[199]].map(Watch.decimal).joined(separator: ", "), "20")

        let (started, woken, spent) = (PseudoTerminal.now(), switches, cpu)
        for _ in 0..<5 {
            send()
            _ = bytes(within: 2)
        }
        let seconds = PseudoTerminal.now() - started
        say(
            "one record every 2 s: wake-ups per second", Watch.decimal(Double(switches - woken) / seconds), ""
        )
        say("one record every 2 s: CPU, %", percent((cpu - spent) / seconds), "0.1")

        terminal.type(" ")
        _ = bytes(within: 0.3)
        let (asleep, pause) = (switches, 4.0)
        _ = bytes(within: pause)
        say(
            "paused, and no record: wake-ups per second", Watch.decimal(Double(switches - asleep) / pause), ""
        )
        say("memory with a full history, MB", Watch.memory(child), "20")
        terminal.type("q")
        _ = child.wait()
    }

    private func percent(_ share: Double) -> String {
        let hundredths = Int((share * 10_000).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    private func say(_ what: String, _ figure: String, _ budget: String) {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(width - text.utf8.count, 0))
        }
        print("  " + padded(what, 46) + padded(figure, 22) + (budget.isEmpty ? "" : "budget \(budget)"))
    }
}
