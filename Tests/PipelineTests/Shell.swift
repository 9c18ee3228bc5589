import Foundation
import Testing

/// Runs the built commands as a user does: from a shell, as real processes.
enum Shell {
    /// The folder of the test bundle, where the commands of this build stand too.
    static let commands: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: bundle.isEmpty ? CommandLine.arguments[0] : bundle).deletingLastPathComponent()
            .path
    }()
    /// The top of the repository.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    /// The capture that `Scripts/run --demo` shows: ninety seconds, 10,677 packets.
    static let demo = root + "/Scripts/demo/demo.pcapng"

    /// What a script printed, and how it ended: its exit status, or minus the signal that ended it.
    struct Outcome {
        var status: Int32
        var output: [UInt8]
        var errors: String

        var text: String { String(decoding: output, as: UTF8.self) }
        var lines: [String] { text.split(separator: "\n").map(String.init) }
        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
    }

    /// Runs a bash script to its end, with these bytes as its standard input (none: `/dev/null`).
    static func run(
        _ script: String, input: [UInt8]? = nil, in folder: String? = nil, seconds: Double = 60
    ) throws -> Outcome {
        let running = try Running(script, folder: folder, hasInput: input != nil)
        if let input { running.feed(input) }
        running.closeInput()
        return try running.outcome(within: seconds)
    }

    /// A folder for one test, which takes it away when it is done.
    static func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "netcap-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}

/// A script while it runs, in a process group of its own.
///
/// Standard input is written and output is read by threads of its own, so that neither side waits for the other.
final class Running: @unchecked Sendable {
    let pid: pid_t
    private var input: Int32
    private let lock = NSLock()
    private static let starting = NSLock()
    private var output: [UInt8] = []
    private var errors: [UInt8] = []
    private let readers = DispatchGroup()

    init(_ script: String, folder: String? = nil, hasInput: Bool = true) throws {
        // Tests run side by side, and a pipe that a stranger's child holds open never ends: one start at a time.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        func pipes() throws -> (read: Int32, write: Int32) {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
        let (standardOutput, standardError) = (try pipes(), try pipes())
        let standardInput =
            hasInput ? try pipes() : (read: open("/dev/null", O_RDONLY | O_CLOEXEC), write: Int32(-1))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput.read, 0)
        posix_spawn_file_actions_adddup2(&actions, standardOutput.write, 1)
        posix_spawn_file_actions_adddup2(&actions, standardError.write, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)

        let place = folder.map { "cd '\($0)'; " } ?? ""
        let path = "PATH='\(Shell.commands)':$PATH; DEMO='\(Shell.demo)'; "
        var arguments: [UnsafeMutablePointer<CChar>?] = [
            strdup("bash"), strdup("-c"), strdup(path + place + script), nil,
        ]
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, "bash", &actions, &attributes, &arguments, environ)
        close(standardInput.read)
        close(standardOutput.write)
        close(standardError.write)
        pid = child
        input = standardInput.write
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .ENOEXEC) }
        collect(standardOutput.read) { self.output += $0 }
        collect(standardError.read) { self.errors += $0 }
    }

    private func collect(_ descriptor: Int32, _ store: @escaping (ArraySlice<UInt8>) -> Void) {
        nonisolated(unsafe) let store = store
        readers.enter()
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
                lock.withLock { store(buffer[..<count]) }
            }
            close(descriptor)
            readers.leave()
        }
    }

    /// Writes all of it; a script that has stopped reading takes the rest with it.
    func feed(_ bytes: [UInt8]) {
        signal(SIGPIPE, SIG_IGN)
        var start = 0
        while start < bytes.count {
            let written = bytes[start...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            start += written
        }
    }

    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Sends a signal to every process of the script, as a terminal does on Ctrl-C.
    func send(_ signal: Int32) { kill(-pid, signal) }

    /// What it printed so far.
    var soFar: [UInt8] { lock.withLock { output } }

    /// Waits until the output so far satisfies the condition; false when it did not in time.
    func waits(seconds: Double = 20, until condition: ([UInt8]) -> Bool) -> Bool {
        let deadline = Date().addingTimeInterval(seconds)
        while Date() < deadline {
            if condition(soFar) { return true }
            usleep(10_000)
        }
        return condition(soFar)
    }

    /// Waits for the end; whatever is left after that time is killed, and the test fails.
    func outcome(within seconds: Double = 60) throws -> Shell.Outcome {
        let deadline = Date().addingTimeInterval(seconds)
        var status: Int32 = 0
        while waitpid(pid, &status, WNOHANG) == 0 {
            if Date() > deadline {
                send(SIGKILL)
                waitpid(pid, &status, 0)
                Issue.record("still running after \(seconds) s")
                break
            }
            usleep(2_000)
        }
        closeInput()
        _ = readers.wait(timeout: .now() + 10)
        let ended = status & 0x7f
        return lock.withLock {
            Shell.Outcome(
                status: ended == 0 ? (status >> 8) & 0xff : -ended, output: output,
                errors: String(decoding: errors, as: UTF8.self))
        }
    }
}
