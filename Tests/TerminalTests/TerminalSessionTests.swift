import Glibc
import Testing

@testable import Terminal

/// The tests start themselves again on a pseudo-terminal: the probe below is then the program that has the screen.
@Suite(.serialized) struct TerminalSessionTests {
    private func probe(on terminal: PseudoTerminal, _ mode: String = "keys", under shell: [String] = [])
        throws -> Child
    {
        // The arguments of this very process, so that the test runner loads the same tests, and runs the probe alone.
        var arguments = CommandLine.arguments
        var path = [UInt8](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count)
        arguments[0] = String(decoding: path.prefix(max(length, 0)), as: UTF8.self)
        while let index = arguments.firstIndex(of: "--filter"), index + 1 < arguments.count {
            arguments.removeSubrange(index...index + 1)
        }
        arguments.removeAll { $0.hasPrefix("--filter=") || $0 == "--parallel" }
        if !arguments.contains("--testing-library") { arguments += ["--testing-library", "swift-testing"] }
        arguments += ["--filter", "TerminalProbe"]
        var environment = ["TERMINAL_PROBE": mode, "TERM": "xterm", "SWIFT_BACKTRACE": "enable=no"]
        if let path = getenv("LD_LIBRARY_PATH") { environment["LD_LIBRARY_PATH"] = String(cString: path) }
        return try terminal.spawn(shell + arguments, environment: environment, quiet: true)
    }

    private func isAsBefore(_ terminal: PseudoTerminal, _ before: [UInt8]) -> Bool {
        var emulator = Emulator(width: 80, height: 24)
        emulator.play(terminal.output)
        return terminal.settings == before && emulator.modes == [7, 25] && emulator.pen == Attributes()
            && emulator.text.allSatisfy { $0 == "\n" } && emulator.complaints.allSatisfy { $0 == "CSI c" }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE])
    func `a signal leaves the terminal as it was, and ends the process as it should`(number: Int32) throws {
        let terminal = try PseudoTerminal()
        let before = terminal.settings
        let child = try probe(on: terminal)
        #expect(terminal.read(until: "ready"))
        #expect(terminal.settings != before)
        child.signal(number)
        #expect(child.wait() == .signalled(number))
        terminal.read(seconds: 0.1) { _ in false }
        #expect(isAsBefore(terminal, before))
    }

    @Test(arguments: [("q", Child.Ending.exited(0)), ("t", .signalled(SIGILL)), ("o", .signalled(SIGSEGV))])
    func `leaving, a trap and a stack overflow leave the terminal as it was`(
        key: String, ending: Child.Ending
    ) throws {
        let terminal = try PseudoTerminal()
        let before = terminal.settings
        let child = try probe(on: terminal)
        #expect(terminal.read(until: "ready"))
        terminal.type("\u{1B}[?1;2c" + key)
        let end = child.wait()
        // A trap is SIGILL on x86 and SIGTRAP on ARM.
        #expect(end == ending || key == "t" && end == .signalled(SIGTRAP))
        terminal.read(seconds: 0.1) { _ in false }
        #expect(isAsBefore(terminal, before))
    }

    @Test func `a suspended process gives the terminal back, and takes it again when it goes on`() throws {
        let terminal = try PseudoTerminal()
        let before = terminal.settings
        // A process without a shell above it in its session cannot be stopped: nobody could make it go on.
        let script = #""$0" "$@"; echo "$?" >/dev/tty; read line </dev/tty; fg"#
        let child = try probe(on: terminal, under: ["/bin/sh", "-mc", script])
        #expect(terminal.read(until: "ready"))
        #expect(terminal.settings != before)
        terminal.type("\u{1B}[?1;2cz")
        #expect(terminal.read(until: "\(128 + SIGTSTP)\r\n"))
        #expect(terminal.settings == before)
        var emulator = Emulator(width: 80, height: 24)
        emulator.play(terminal.output)
        #expect(emulator.modes == [7, 25])
        #expect(emulator.text.hasPrefix("\(128 + SIGTSTP)\n"))
        terminal.drain()
        terminal.type("\n")
        #expect(terminal.read(until: "ready"))
        #expect(terminal.settings != before)
        emulator.play(terminal.output)
        #expect(emulator.modes == [1049, 2004])
        terminal.type("q")
        #expect(child.wait() == .exited(0))
        terminal.read(seconds: 0.1) { _ in false }
        #expect(terminal.settings == before)
    }

    @Test func `the answer about the background arrives as a key, and what comes late reaches no shell`()
        throws
    {
        let terminal = try PseudoTerminal()
        let child = try probe(on: terminal)
        #expect(terminal.read(until: "\u{1B}]11;?"))
        #expect(terminal.read(until: "ready"))
        terminal.type("\u{1B}]11;rgb:ffff/ff")
        usleep(80_000)
        terminal.type("ff/eeee\u{1B}\\\u{1B}[?1;2c")
        #expect(terminal.read(until: "background #ffffee"))
        terminal.type("q")
        #expect(child.wait() == .exited(0))
    }

    @Test func `an escape is a key when nothing follows it in time`() throws {
        let terminal = try PseudoTerminal()
        let child = try probe(on: terminal)
        #expect(terminal.read(until: "ready"))
        terminal.type("\u{1B}[A")
        #expect(terminal.read(until: "up"))
        #expect(!String(decoding: terminal.output, as: UTF8.self).contains("escape"))
        terminal.type("\u{1B}")
        #expect(terminal.read(until: "escape"))
        terminal.type("\u{1B}[?1;2cq")
        #expect(child.wait() == .exited(0))
    }

    @Test func `a terminal that takes nothing stalls nobody`() throws {
        let terminal = try PseudoTerminal()
        let before = terminal.settings
        let child = try probe(on: terminal, "flood")
        // Nobody reads: the probe goes on for its hundred frames, and ends by itself.
        #expect(child.wait() == .exited(0))
        #expect(terminal.settings == before)
        terminal.read(seconds: 0.2) { _ in false }
        let text = String(decoding: terminal.output, as: UTF8.self)
        #expect(text.contains("frame 0 "))
        #expect(!text.contains("frame 99 "))
    }

    @Test func `after a stall the terminal shows the last grid, though frames were left out`() throws {
        let terminal = try PseudoTerminal()
        let child = try probe(on: terminal, "stall")
        // Nobody reads for a while: by then the terminal takes no more.
        #expect(child.wait(seconds: 1) == .running)
        var ending = Child.Ending.running
        terminal.read(seconds: 20) { _ in
            ending = child.wait(seconds: 0.01)
            return ending != .running
        }
        #expect(ending == .exited(0))
        terminal.read(seconds: 0.1) { _ in false }
        var emulator = Emulator(width: 80, height: 24)
        // Up to the main screen, which the end of the process gives back.
        let text = String(decoding: terminal.output, as: UTF8.self)
        let end = text.firstRange(of: "\u{1B}[?1049l")?.lowerBound ?? text.endIndex
        emulator.play(text[..<end].utf8)
        let (grid, frames) = TerminalProbe.lastGrid { _ in }
        #expect(emulator.visible == Emulator(showing: grid, TerminalProbe.theme).visible)
        let sent = text.ranges(of: "\u{1B}[?2026h").count
        #expect(sent > 1 && sent < frames, "\(sent) of \(frames) frames: none was left out")
    }

    @Test func `a terminal that vanishes ends the probe`() throws {
        var terminal: PseudoTerminal? = try PseudoTerminal()
        let child = try probe(on: terminal!)
        #expect(terminal!.read(until: "ready"))
        terminal = nil
        #expect([.signalled(SIGHUP), .exited(3)].contains(child.wait()))
    }

    @Test(arguments: ["/dev/null", "/nowhere"])
    func `no terminal is no session`(path: String) {
        if TerminalSession(path: path) != nil { Issue.record("a session on \(path)") }
    }

    @Test(arguments: [(132, 43, 132, 43), (0, 0, 80, 24), (65535, 65535, 1000, 500)])
    func `the size is the window's, and sane when the window's is not`(
        width: UInt16, height: UInt16, columns: Int, rows: Int
    ) throws {
        let terminal = try PseudoTerminal(width: width, height: height)
        guard let session = TerminalSession(path: terminal.path) else {
            Issue.record("no session")
            return
        }
        let size = session.size
        #expect(size == (columns, rows))
    }
}

/// The program on the other side of the pseudo-terminal.
@Suite struct TerminalProbe {
    @Test(.enabled(if: getenv("TERMINAL_PROBE") != nil))
    func `the program under test`() {
        guard var session = TerminalSession() else { exit(2) }
        session.enter()
        if strcmp(getenv("TERMINAL_PROBE"), "flood") == 0 { TerminalProbe.flood(&session) }
        if strcmp(getenv("TERMINAL_PROBE"), "stall") == 0 { TerminalProbe.stall(&session) }
        session.send(Array("ready".utf8))
        while !session.isGone {
            var entry = pollfd(fd: session.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&entry, 1, session.patienceMilliseconds.map(Int32.init) ?? -1)
            for key in session.readKeys() + session.lateKeys() {
                switch key {
                case .escape: session.send(Array("escape".utf8))
                case .up: session.send(Array("up".utf8))
                case .character("q"):
                    session.leave()
                    exit(0)
                case .character("t"): TerminalProbe.trap([])
                case .character("o"): _ = TerminalProbe.overflow(1)
                case .character("z"):
                    session.suspend()
                    session.flush()
                    session.send(Array("ready".utf8))
                case .background(let color): session.send(Array("background \(color.hex)".utf8))
                default: break
                }
            }
        }
        exit(3)
    }

    private static func flood(_ session: inout TerminalSession) {
        for number in 0..<100 where session.isReadyForFrame {
            session.send(Array(("frame \(number) " + String(repeating: "x", count: 10_000)).utf8))
        }
        session.leave()
        exit(0)
    }

    static let theme = Theme(.dark, depth: .indexed)

    /// The same grids on both sides of the terminal; returns the last, and how many there were.
    static func lastGrid(_ show: (Grid) -> Void) -> (grid: Grid, count: Int) {
        var random = SeededGenerator(7)
        var grid = Grid(width: 80, height: 24)
        let count = 3000
        for _ in 0..<count {
            PainterTests.scribble(on: &grid, &random)
            show(grid)
        }
        return (grid, count)
    }

    /// As netview draws: a frame when the last one has gone out, and what changed meanwhile with the next.
    private static func stall(_ session: inout TerminalSession) {
        var painter = Painter(theme: theme)
        func drain() {
            var entry = pollfd(fd: session.descriptor, events: Int16(POLLOUT), revents: 0)
            while !session.isReadyForFrame, poll(&entry, 1, 10_000) > 0 { session.flush() }
        }
        let last = lastGrid { grid in
            if !session.isReadyForFrame { session.flush() }
            if session.isReadyForFrame { session.send(painter.paint(grid)) }
        }
        drain()
        session.send(painter.paint(last.grid))
        drain()
        exit(0)
    }

    @inline(never)
    private static func trap(_ numbers: [Int]) { if numbers[0] == 1 { exit(9) } }

    @inline(never)
    private static func overflow(_ depth: Int) -> Int {
        var room = (depth, depth, depth, depth, depth, depth, depth, depth)
        return withUnsafeMutablePointer(to: &room) {
            $0.pointee.0 = overflow(depth + 1); return $0.pointee.0 + 1
        }
    }
}
