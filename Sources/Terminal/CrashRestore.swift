import Glibc

/// Gives the terminal back from a signal handler: everything that it needs stands ready in memory of its own, and it calls
/// only what POSIX allows there (write, tcsetattr, sigaction, raise).
///
/// Installed for the signals of a crash, before whatever handler they have, and for those that end a process where
/// nobody has taken them.
enum CrashRestore {
    struct Plan {
        var descriptor: Int32 = -1
        var settings = termios()
        /// 1 while the terminal is ours.
        var isArmed: sig_atomic_t = 0
    }

    private static let crashes = [SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE]
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    /// The handlers stay for the life of the process.
    static func install() {
        guard crashPlan == nil else { return }
        crashPlan = .allocate(capacity: 1)
        crashPlan?.initialize(to: Plan())
        earlierActions = .allocate(capacity: 65)
        earlierActions?.initialize(repeating: sigaction(), count: 65)
        giveHandlersAStack()
        for number in crashes { install(number) }
        for number in endings where isDefault(number) { install(number) }
    }

    static func arm(_ descriptor: Int32, _ settings: termios) {
        crashPlan?.pointee = Plan(descriptor: descriptor, settings: settings, isArmed: 1)
    }

    static func disarm() { crashPlan?.pointee.isArmed = 0 }

    /// A stack overflow leaves no room to handle it.
    private static func giveHandlersAStack() {
        let size = 64 * 1024
        var stack = stack_t()
        stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        stack.ss_size = size
        sigaltstack(&stack, nil)
    }

    private static func isDefault(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return action.__sigaction_handler.sa_handler == nil  // SIG_DFL
    }

    private static func install(_ number: Int32) {
        guard let actions = earlierActions else { return }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            if let plan = crashPlan, plan.pointee.isArmed != 0 {
                plan.pointee.isArmed = 0
                restoreSequence.withUTF8Buffer {
                    _ = write(plan.pointee.descriptor, $0.baseAddress, $0.count)
                }
                tcsetattr(plan.pointee.descriptor, TCSANOW, &plan.pointee.settings)
            }
            if let actions = earlierActions { sigaction(number, actions + Int(number), nil) }
            raise(number)  // Delivered when this handler returns, to whoever had the signal before.
        }
        action.sa_flags = SA_ONSTACK
        // A background process that sets the terminal is stopped by SIGTTOU, unless it is blocked.
        sigemptyset(&action.sa_mask)
        sigaddset(&action.sa_mask, SIGTTOU)
        sigaction(number, &action, actions + Int(number))
    }
}

/// Ends a frame that was cut off, then takes back, in reverse, what `enterSequence` set: colours, bracketed paste, autowrap,
/// cursor, screen.
let restoreSequence: StaticString = "\u{1B}[?2026l\u{1B}[m\u{1B}[?2004l\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l"
let enterSequence: StaticString = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?2004h"

/// A handler can reach nothing but globals; these hold no value that Swift would have to initialise lazily.
nonisolated(unsafe) private var crashPlan: UnsafeMutablePointer<CrashRestore.Plan>?
nonisolated(unsafe) private var earlierActions: UnsafeMutablePointer<sigaction>?
