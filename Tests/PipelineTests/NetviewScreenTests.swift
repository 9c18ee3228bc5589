import Glibc
import Testing

/// The real netview on a pseudo-terminal, with a pipe as its standard input.
@Suite(.serialized) struct NetviewScreenTests {
    private static let leave = "\u{1B}[?1049l"

    /// netview with a terminal and a stream of ours.
    private final class Show {
        let terminal: PseudoTerminal
        let child: Child
        let before: [UInt8]
        private var stream: Int32

        init(_ arguments: [String] = [], width: UInt16 = 80, height: UInt16 = 24, under shell: [String] = [])
            throws
        {
            var path = [UInt8](repeating: 0, count: 4096)
            let length = readlink("/proc/self/exe", &path, path.count)
            let folder = String(decoding: path.prefix(max(length, 0)), as: UTF8.self)
                .split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
            terminal = try PseudoTerminal(width: width, height: height)
            before = terminal.settings
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw PseudoTerminal.Trouble(what: "no pipe") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            stream = ends[1]
            let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
            child = try terminal.spawn(
                shell + [folder + "/netview"] + arguments, environment: environment, input: ends[0])
            close(ends[0])
        }

        deinit { endStream() }

        /// False when the stream does not take it within five seconds: netview has stopped reading.
        @discardableResult
        func send(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            var sent = 0
            _ = fcntl(stream, F_SETFL, O_NONBLOCK)
            while sent < bytes.count {
                var entry = pollfd(fd: stream, events: Int16(POLLOUT), revents: 0)
                guard poll(&entry, 1, 5000) > 0 else { return false }
                let count = write(stream, Array(bytes[sent...]), bytes.count - sent)
                if count > 0 { sent += count } else if errno != EAGAIN { return false }
            }
            return true
        }

        func endStream() {
            if stream >= 0 { close(stream) }
            stream = -1
        }

        /// Whether a whole repaint shows `text` within ten seconds: frames tell only what has changed.
        func shows(_ text: String) -> Bool {
            (0..<20).contains { _ in
                terminal.type("\u{1B}[?1;2c\u{C}")
                return terminal.read(seconds: 0.5, until: text)
            }
        }

        /// Whether the terminal is as netview found it: settings, main screen, cursor, no pasting mode.
        var isRestored: Bool {
            terminal.read(seconds: 0.1) { _ in false }
            var modes: Set<String> = ["7", "25"]
            let text = String(decoding: terminal.output, as: UTF8.self)
            for sequence in text.split(separator: "\u{1B}[?").dropFirst() {
                let number = String(sequence.prefix { $0.isNumber })
                switch sequence.dropFirst(number.count).first {
                case "h": modes.insert(number)
                case "l": modes.remove(number)
                default: break
                }
            }
            return terminal.settings == before && modes == ["7", "25"]
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGTRAP, SIGFPE])
    func `a signal leaves the terminal as it was, and ends netview as it should`(number: Int32) throws {
        let show = try Show()
        show.send(NetviewStream.record(0))
        #expect(show.terminal.read(until: "10.0.0.5"))
        #expect(show.terminal.settings != show.before)
        show.child.signal(number)
        #expect(show.child.wait() == .signalled(number))
        #expect(show.isRestored)
    }

    @Test func `Ctrl-C and q end it with success`() throws {
        for key in ["\u{3}", "q"] {
            let show = try Show()
            show.send(NetviewStream.record(0))
            #expect(show.terminal.read(until: "10.0.0.5"))
            show.terminal.type("\u{1B}[?1;2c" + key)
            #expect(show.child.wait() == .exited(0))
            #expect(show.isRestored)
        }
    }

    @Test func `the end of the stream keeps the screen until q`() throws {
        let show = try Show()
        show.send(NetviewStream.record(0))
        show.endStream()
        #expect(show.terminal.read(until: "END"))
        #expect(show.child.wait(seconds: 0.2) == .running)
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
        #expect(show.isRestored)
    }

    @Test func `a vanished terminal ends it`() throws {
        var show: Show? = try Show()
        show?.send(NetviewStream.record(0))
        let child = show!.child
        #expect(show!.terminal.read(until: "10.0.0.5"))
        show = nil
        #expect([.signalled(SIGHUP), .exited(0), .exited(1)].contains(child.wait()))
    }

    @Test func `stopped and gone on, it gives the terminal back and takes it again`() throws {
        let script = #""$0" "$@" <&3; echo "$?" >/dev/tty; read line </dev/tty; fg"#
        let show = try Show(under: ["/bin/sh", "-mc", "exec 3<&0; " + script])
        show.send(NetviewStream.record(0))
        #expect(show.terminal.read(until: "10.0.0.5"))
        show.terminal.type("\u{1B}[?1;2c\u{1A}")
        #expect(show.terminal.read(until: "\(128 + SIGTSTP)\r\n"))
        #expect(show.isRestored)
        show.terminal.drain()
        show.terminal.type("\n")
        #expect(show.terminal.read(until: "10.0.0.5"))
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
        #expect(show.terminal.settings == show.before)
    }

    @Test func `a stalled terminal never stalls the reader`() throws {
        let show = try Show(width: 200, height: 60)
        #expect(show.terminal.read(until: "WAITING"))
        // Nobody reads the terminal any more, and the largest pipe holds a third of this.
        for block in 0..<15 {
            let lines = (0..<100).map {
                NetviewStream.record(block * 100 + $0, source: "10.0.\(block).\($0)", pad: 2000)
            }
            #expect(show.send(lines.joined()))
        }
        show.terminal.drain()
        #expect(show.shows("10.0.14.99"))
        // The rest of that frame, or the goodbye would stand behind it in a terminal that nobody reads.
        show.terminal.read(seconds: 0.3) { _ in false }
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
        #expect(show.isRestored)
    }

    @Test func `a light background is not waited for, and drawn for once it is told`() throws {
        let show = try Show()
        show.send(NetviewStream.record(0))
        // The rates are on the screen, in the blue for dark backgrounds, before anything has been answered.
        let (dark, light) = ("38;5;74m", "38;5;25m")
        #expect(show.terminal.read(until: "10.0.0.5"))
        let before = String(decoding: show.terminal.output, as: UTF8.self)
        #expect(before.contains("\u{1B}]11;?") && before.contains(dark) && !before.contains(light))
        show.terminal.drain()
        show.terminal.type("\u{1B}]11;rgb:fafa/fafa/fafa\u{1B}\\\u{1B}[?1;2c")
        #expect(show.terminal.read(until: light))
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
        #expect(show.isRestored)
    }

    @Test func `hostile text reaches no terminal`() throws {
        let show = try Show()
        let hostile = #"\u001b[2J\u009b5n\u202eevil\u0007\u0000x"#
        show.send(NetviewStream.record(0, source: hostile))
        #expect(show.terminal.read(until: "evil"))
        let text = String(decoding: show.terminal.output, as: UTF8.self)
        let frame = text.suffix(from: text.range(of: "evil", before: 40))
        for scalar in ["\u{7}", "\u{9B}", "\u{202E}", "\u{0}"] { #expect(!frame.contains(scalar)) }
        #expect(frame.contains("·[2J"))
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
    }

    @Test func `a storm of resizes ends in the right size`() throws {
        let show = try Show()
        show.send(NetviewStream.record(0))
        #expect(show.terminal.read(until: "10.0.0.5"))
        for step in 0..<40 {
            show.terminal.resize(width: UInt16(1 + step * 7 % 130), height: UInt16(1 + step * 5 % 50))
            show.child.signal(SIGWINCH)
            usleep(2000)
        }
        show.terminal.read(seconds: 0.3) { _ in false }
        show.terminal.drain()
        show.terminal.resize(width: 40, height: 12)
        #expect(show.terminal.read(until: "pkts"))
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
        #expect(show.isRestored)
    }

    @Test func `a saved stream is travelled through with the keys`() throws {
        func host(_ number: Int) -> String { "host-" + String("000\(number)".suffix(4)) + "-end" }
        try Shell.withFolder { folder in
            let lines = (0..<2000).map { NetviewStream.record($0, source: host($0)) }
            let file = folder + "/saved.ndjson"
            #expect(try Shell.run("cat > '\(file)'", input: Array(lines.joined().utf8)).status == 0)
            let show = try Show([file])
            #expect(show.shows(host(1999)))
            // The first record; on by one, by thirty seconds; back by one; the last, and back from there.
            for (keys, number) in [
                ("\u{1B}[H", 0), ("\u{1B}[C", 1), ("]", 16), ("\u{1B}[D", 15), ("\u{1B}[F", 1999),
                ("[", 1984),
                (String(repeating: "[", count: 60), 1084), ("\u{1B}[D", 1083), ("\u{1B}[H\u{1B}[D", 0),
            ] {
                show.terminal.type(keys)
                show.terminal.drain()
                #expect(show.shows(host(number)), "after \(keys.debugDescription)")
            }
            // A thousand times as fast as it was: four seconds.
            show.terminal.type(String(repeating: ">", count: 10) + " ")
            #expect(show.terminal.read(until: "REPLAY"))
            #expect(show.shows(host(1999)))
            show.terminal.type("q")
            #expect(show.child.wait() == .exited(0))
            #expect(show.isRestored)
        }
    }

    @Test func `a file that grows is followed, and waits while one looks back`() throws {
        try Shell.withFolder { folder in
            let file = folder + "/growing.ndjson"
            func append(_ text: String) throws {
                #expect(try Shell.run("cat >> '\(file)'", input: Array(text.utf8)).status == 0)
            }
            try append(NetviewStream.record(0, source: "host-0") + NetviewStream.record(1, source: "host-1"))
            let show = try Show([file])
            #expect(show.shows("END") && show.shows("host-1"))
            // A record comes in two pieces, as a slow writer leaves it.
            let third = NetviewStream.record(2, source: "host-2")
            try append(String(third.prefix(100)))
            try append(String(third.dropFirst(100)))
            #expect(show.shows("host-2") && show.shows("LIVE"))
            show.terminal.type("\u{1B}[D")
            #expect(show.shows("PAUSED"))
            try append(NetviewStream.record(3, source: "host-3"))
            #expect(show.shows("host-1"))
            show.terminal.type("\u{1B}[F")
            #expect(show.shows("host-3") && show.shows("LIVE"))
            show.terminal.type("q")
            #expect(show.child.wait() == .exited(0))
            #expect(show.isRestored)
        }
    }

    @Test func `a line that is cut when the file is opened is no fault once it is whole`() throws {
        try Shell.withFolder { folder in
            let file = folder + "/cut.ndjson"
            let second = NetviewStream.record(1, source: "host-1")
            let start = NetviewStream.record(0, source: "host-0") + second.prefix(80)
            #expect(try Shell.run("cat > '\(file)'", input: Array(start.utf8)).status == 0)
            let show = try Show([file])
            #expect(show.shows("host-0") && show.shows("malformed 1"))
            let rest = Array(second.dropFirst(80).utf8)
            #expect(try Shell.run("cat >> '\(file)'", input: rest).status == 0)
            #expect(show.shows("host-1"))
            show.terminal.drain()
            #expect(show.shows("host-1"))
            #expect(!String(decoding: show.terminal.output, as: UTF8.self).contains("malformed"))
            show.terminal.type("q")
            #expect(show.child.wait() == .exited(0))
        }
    }

    @Test func `a stream that cannot be sought is replayed at any pace`() throws {
        let show = try Show(["--speed", "20"])
        let start = PseudoTerminal.now()
        // Twenty records two seconds apart: two seconds in all.
        show.send((0..<20).map { NetviewStream.record($0, source: "host-\($0)-end") }.joined())
        show.endStream()
        #expect(show.terminal.read(until: "REPLAY x20"))
        #expect(show.terminal.read(until: "host-0-end"))
        #expect(!String(decoding: show.terminal.output, as: UTF8.self).contains("host-19-end"))
        #expect(show.shows("host-19-end") && show.shows("END"))
        #expect(PseudoTerminal.now() - start > 1.8)
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
    }

    @Test func `pausing never stops reading`() throws {
        let show = try Show()
        show.send(NetviewStream.record(0))
        #expect(show.terminal.read(until: "10.0.0.5"))
        show.terminal.type("\u{1B}[?1;2c ")
        #expect(show.terminal.read(until: "PAUSED"))
        for block in 0..<15 {
            let lines = (0..<100).map {
                NetviewStream.record(1 + block * 100 + $0, source: "192.0.2.\($0)", pad: 2000)
            }
            #expect(show.send(lines.joined()))
        }
        show.terminal.drain()
        show.terminal.type(" ")
        #expect(show.shows("192.0.2.99"))
        show.terminal.type("q")
        #expect(show.child.wait() == .exited(0))
    }
}

extension String {
    /// Some characters before the last place of `text`.
    fileprivate func range(of text: String, before count: Int) -> String.Index {
        var place = startIndex
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(text) { place = index }
            index = self.index(after: index)
        }
        return self.index(place, offsetBy: -count, limitedBy: startIndex) ?? startIndex
    }
}
