import Glibc

/// A terminal that a test plays: programs run on its other side in a session of their own, with it as their controlling
/// terminal. Knows nothing of the package, so that any test target can have it.
final class PseudoTerminal {
    let descriptor: Int32
    let path: String
    /// The other side, kept open so that what a program left of the settings can be seen when it has gone.
    private let otherSide: Int32
    private(set) var output: [UInt8] = []

    init(width: UInt16 = 80, height: UInt16 = 24) throws {
        // As posix_openpt, unlockpt (TIOCSPTLCK) and ptsname (TIOCGPTN) do it, which the module map does not carry.
        let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (locked, number): (Int32, UInt32) = (0, 0)
        guard controller >= 0, ioctl(controller, 0x4004_5431, &locked) == 0,
            ioctl(controller, 0x8004_5430, &number) == 0
        else { throw Trouble(what: "no pseudo-terminal: \(errno)") }
        descriptor = controller
        path = "/dev/pts/\(number)"
        otherSide = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        _ = fcntl(controller, F_SETFL, O_NONBLOCK)
        resize(width: width, height: height)
    }

    deinit {
        close(descriptor)
        close(otherSide)
    }

    struct Trouble: Error { var what: String }

    func resize(width: UInt16, height: UInt16) {
        var window = winsize(ws_row: height, ws_col: width, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &window)
    }

    /// The settings that the programs on the other side share, as bytes to compare.
    var settings: [UInt8] {
        var settings = termios()
        tcgetattr(otherSide, &settings)
        return withUnsafeBytes(of: &settings) { Array($0) }
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// Starts a program with the terminal as descriptors 0, 1 and 2, or with `input` as 0 and nothing as 1 and 2.
    func spawn(_ arguments: [String], environment: [String: String], input: Int32? = nil, quiet: Bool = false)
        throws -> Child
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens becomes the session's.
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
        for number: Int32 in 1...2 {
            if quiet {
                posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
            } else {
                posix_spawn_file_actions_adddup2(&actions, 0, number)
            }
        }
        if let input { posix_spawn_file_actions_adddup2(&actions, input, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (everySignal, none) = (sigset_t(), sigset_t())
        sigfillset(&everySignal)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &everySignal)
        posix_spawnattr_setsigmask(&attributes, &none)
        let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID
        posix_spawnattr_setflags(
            &attributes, Int16(newSession) | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, arguments[0], &actions, &attributes, &words, &variables)
        guard code == 0 else { throw Trouble(what: "cannot start \(arguments[0]): \(code)") }
        return Child(process: process)
    }

    /// Reads until `condition` holds for all the output so far; false when it does not within `seconds`.
    @discardableResult
    func read(seconds: Double = 10, until condition: ([UInt8]) -> Bool) -> Bool {
        let deadline = PseudoTerminal.now() + seconds
        while !condition(output) {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let rest = deadline - PseudoTerminal.now()
            guard rest > 0 else { return false }
            guard poll(&entry, 1, Int32(min(rest, 0.05) * 1000) + 1) > 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 65536)
            let count = Glibc.read(descriptor, &bytes, bytes.count)
            if count > 0 {
                output += bytes[..<count]
            } else if count == 0 || errno == EIO {
                return condition(output)
            }
        }
        return true
    }

    /// Reads until `text` has come.
    @discardableResult
    func read(seconds: Double = 10, until text: String) -> Bool {
        read(seconds: seconds) { String(decoding: $0, as: UTF8.self).contains(text) }
    }

    /// Reads what is there, and forgets all output.
    func drain() {
        read(seconds: 0.05) { _ in false }
        output = []
    }

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// A program that a test started. Killed when the test forgets it.
final class Child {
    let process: pid_t
    private var hasEnded = false

    init(process: pid_t) { self.process = process }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            _ = wait(seconds: 5)
        }
    }

    enum Ending: Equatable { case exited(Int32), signalled(Int32), stopped, running }

    func signal(_ number: Int32) { kill(process, number) }

    /// How it ended, or that it was stopped, within `seconds`.
    func wait(seconds: Double = 10) -> Ending {
        let deadline = PseudoTerminal.now() + seconds
        while PseudoTerminal.now() < deadline {
            var status: Int32 = 0
            if waitpid(process, &status, WNOHANG | WUNTRACED) == process {
                if status & 0xFF == 0x7F { return .stopped }
                hasEnded = true
                let number = status & 0x7F
                return number == 0 ? .exited(status >> 8 & 0xFF) : .signalled(number)
            }
            usleep(2000)
        }
        return .running
    }
}
