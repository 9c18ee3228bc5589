import Glibc

/// The controlling terminal as a full screen: raw keys in, frames out, and everything as it was afterwards, whichever way
/// the process ends. Standard input and output stay untouched: they are the pipe's.
///
/// Ctrl-C, Ctrl-Z and Ctrl-\ stay signals, so that they reach the whole pipeline. Output never waits: what a stalled terminal
/// does not take stays here, at most one frame, and until it has gone there is no `isReadyForFrame`.
package struct TerminalSession: ~Copyable {
    /// Readable when keys have come; writable when the rest of a frame can go out.
    package let descriptor: Int32
    private let settings: termios
    private var pending: [UInt8] = []
    private var sent = 0
    private var keys = KeyDecoder()
    private var latestKey = 0
    private var isEntered = false
    /// The terminal has hung up: nothing more will come or go.
    package private(set) var isGone = false

    /// How long leaving waits for a terminal that does not take the last few bytes.
    private static let farewellMilliseconds: Int32 = 250
    /// A terminal that claims more is not believed.
    private static let widthLimit = 1000
    private static let heightLimit = 500

    /// Opens the controlling terminal (or the terminal at `path`), and changes nothing yet. Nil: there is none.
    package init?(path: String = "/dev/tty") {
        // An open file of our own: that it does not block concerns nobody else.
        let descriptor = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        var settings = termios()
        guard descriptor >= 0, tcgetattr(descriptor, &settings) == 0 else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
        (self.descriptor, self.settings) = (descriptor, settings)
    }

    deinit {
        if isEntered { TerminalSession.giveBack(descriptor, settings) }
        close(descriptor)
    }

    /// Columns and rows; 80 by 24 where the terminal does not know.
    package var size: (width: Int, height: Int) {
        var window = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
            return (80, 24)
        }
        return (
            min(Int(window.ws_col), TerminalSession.widthLimit),
            min(Int(window.ws_row), TerminalSession.heightLimit)
        )
    }

    /// Takes the screen: raw mode, alternate screen, no cursor; asks for the background colour, whose answer is a key when
    /// it comes. The next frame must be painted whole. Also what to do after SIGCONT.
    package mutating func enter() {
        CrashRestore.install()
        CrashRestore.arm(descriptor, settings)
        var raw = settings
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | IXON | PARMRK)
        raw.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | IEXTEN)
        raw.c_lflag |= tcflag_t(ISIG | NOFLSH)  // Ctrl-C must not throw half a frame away.
        raw.c_cflag = raw.c_cflag & ~tcflag_t(CSIZE | PARENB) | tcflag_t(CS8)
        tcsetattr(descriptor, TCSANOW, &raw)
        isEntered = true
        (pending, sent) = ([], 0)
        queue(enterSequence)
        if !keys.hasAnswered {
            // Every terminal answers the second question: then there is no more answer to wait for.
            queue("\u{1B}]11;?\u{1B}\\\u{1B}[c")
        }
        flush()
    }

    /// Gives the terminal back as it was, within a quarter of a second even when it does not listen.
    package mutating func leave() {
        guard isEntered else { return }
        isEntered = false
        (pending, sent) = ([], 0)
        awaitAnswers()
        TerminalSession.giveBack(descriptor, settings)
        CrashRestore.disarm()
    }

    /// What to do on SIGTSTP: gives the terminal back, stops the process as the signal would have, and takes the screen again
    /// when it goes on.
    package mutating func suspend() {
        leave()
        var (standard, ours) = (sigaction(), sigaction())
        var (stop, mask) = (sigset_t(), sigset_t())
        sigaction(SIGTSTP, &standard, &ours)
        sigemptyset(&stop)
        sigaddset(&stop, SIGTSTP)
        pthread_sigmask(SIG_UNBLOCK, &stop, &mask)
        raise(SIGTSTP)  // Returns when the process goes on.
        pthread_sigmask(SIG_SETMASK, &mask, nil)
        sigaction(SIGTSTP, &ours, nil)
        enter()
    }

    // MARK: Keys

    /// The keys that have come, without waiting.
    package mutating func readKeys() -> [Key] {
        var (found, bytes) = ([Key](), [UInt8](repeating: 0, count: 4096))
        for _ in 0..<16 {  // A flood of keys must not keep the stream waiting.
            let count = read(descriptor, &bytes, bytes.count)
            if count > 0 {
                found += keys.decode(bytes[..<count])
                latestKey = TerminalSession.milliseconds()
            } else {
                if count == 0 || errno != EAGAIN && errno != EINTR { isGone = true }
                break
            }
        }
        return found
    }

    /// How long still to wait before `lateKeys()`; nil: for ever.
    package var patienceMilliseconds: Int? {
        keys.patienceMilliseconds.map { max($0 - (TerminalSession.milliseconds() - latestKey), 0) }
    }

    /// An escape that nothing followed in time; none as long as there is still time.
    package mutating func lateKeys() -> [Key] { patienceMilliseconds == 0 ? keys.giveUp() : [] }

    // MARK: Frames

    /// All that was sent has gone out; until then frames are dropped, not queued.
    package var isReadyForFrame: Bool { pending.isEmpty && !isGone }

    /// Sends what the painter made, as far as the terminal takes it at once. Call only when `isReadyForFrame`.
    package mutating func send(_ frame: [UInt8]) {
        guard isEntered, isReadyForFrame else { return }
        pending = frame
        flush()
    }

    /// Sends more of what is pending, when the descriptor is writable.
    package mutating func flush() {
        while sent < pending.count {
            let count = pending.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, $0.count - sent) }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                if errno == EAGAIN { return }
                isGone = true
                break
            }
        }
        (pending, sent) = ([], 0)
    }

    private mutating func queue(_ text: StaticString) {
        text.withUTF8Buffer { pending.append(contentsOf: $0) }
    }

    /// An answer that comes after we have gone would be typed into the shell.
    private mutating func awaitAnswers() {
        guard !keys.hasAnswered, !isGone else { return }
        let start = TerminalSession.milliseconds()
        while !keys.hasAnswered, !isGone {
            let rest = 100 - (TerminalSession.milliseconds() - start)
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard rest > 0, poll(&entry, 1, Int32(rest)) > 0 else { return }
            _ = readKeys()
        }
    }

    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    private static func giveBack(_ descriptor: Int32, _ settings: termios) {
        restoreSequence.withUTF8Buffer { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = write(descriptor, bytes.baseAddress! + sent, bytes.count - sent)
                if count > 0 {
                    sent += count
                } else if errno == EAGAIN {
                    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    if poll(&entry, 1, farewellMilliseconds) <= 0 { break }
                } else if errno != EINTR {
                    break
                }
            }
        }
        // What was typed for the dashboard is not for the shell; and a process in the background may do this, too.
        var (blocked, earlier, settings) = (sigset_t(), sigset_t(), settings)
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGTTOU)
        pthread_sigmask(SIG_BLOCK, &blocked, &earlier)
        tcflush(descriptor, TCIFLUSH)
        tcsetattr(descriptor, TCSANOW, &settings)
        pthread_sigmask(SIG_SETMASK, &earlier, nil)
    }
}
