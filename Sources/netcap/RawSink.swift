import Capture
import CommandSupport
import Glibc

/// The raw capture beside the stream (`-w`): capture files of the same frames, a new one by size (`-C`) or by the
/// packets' time (`-G`), a limited number of them (`-W`); the names are those that tcpdump gives.
///
/// They are pcapng files when their name ends in `.pcapng`, or when frames of several link types are to come;
/// otherwise pcap.
struct RawSink: ~Copyable {
    private let file: Configuration.RawFile
    private var writer: CaptureWriter?
    /// The file that was opened before there was a frame to say its link type.
    private var opened: Int32?
    private var format: CaptureWriter.Format?
    private var interfaces: [CaptureWriter.Interface] = []
    /// Counts the files from 0; with `-C` and `-W` it starts again.
    private var number = 0
    private var files = 1
    /// The time of the first frame since the last change of file by time.
    private var start: Int64?
    /// Why no further frame can be written.
    private(set) var failure: (any Error)?

    static func open(_ file: Configuration.RawFile?) throws -> RawSink? {
        guard let file else { return nil }
        return try RawSink(file)
    }

    /// A name that depends on the time is not known before the first frame.
    private init(_ file: Configuration.RawFile) throws {
        self.file = file
        if file.interval == nil { opened = try open(at: 0) }
    }

    /// Appends one frame. False when no further one is wanted: there was a `failure`, or `-W` is reached.
    mutating func take(_ frame: borrowing Frame, _ bytes: RawSpan) -> Bool {
        do {
            return try append(frame, bytes)
        } catch {
            failure = error
            return false
        }
    }

    /// Appends one frame, to a new file if it is time for one. The first frame decides the link type: a pcap file
    /// has one. False when as many files are full as `-W` allows.
    private mutating func append(_ frame: borrowing Frame, _ bytes: RawSpan) throws -> Bool {
        guard try rotate(frame) else { return false }
        if writer == nil {
            try begin(frame.linkType, at: frame.timestamp, hasNanoseconds: frame.hasNanoseconds)
        }
        if case .pcap(let linkType, _) = format, linkType != frame.linkType {
            throw Failure.stopped(
                "a pcap file has one link type, and '\(file.path.text)' cannot take frames of a second one: "
                    + "call it .pcapng")
        }
        do throws(SystemError) {
            try writer?.append(frame, bytes)
        } catch {
            throw cannotWrite(error.number)
        }
        return true
    }

    /// Hands everything to the system.
    mutating func flush() throws {
        do throws(SystemError) {
            try writer?.flush()
        } catch {
            throw cannotWrite(error.number)
        }
    }

    /// Frames of this interface come from now on, with the next number.
    mutating func add(_ interface: CaptureWriter.Interface) throws {
        interfaces.append(interface)
        do throws(SystemError) {
            try writer?.append(interface)
        } catch {
            throw cannotWrite(error.number)
        }
    }

    /// What the interfaces have lost, as far as the format can say it.
    mutating func append(_ counters: CaptureCounters, interface: Int, at time: Int64) throws {
        do throws(SystemError) {
            try writer?.append(counters, interface: interface, at: time)
        } catch {
            throw cannotWrite(error.number)
        }
    }

    /// Also a capture without frames is a capture file.
    mutating func close() throws {
        if writer == nil && opened != nil {
            try begin(interfaces.first?.linkType ?? 1, at: 0, hasNanoseconds: false)
        }
        try flush()
    }

    // MARK: Files

    private mutating func begin(_ linkType: UInt16, at time: Int64, hasNanoseconds: Bool) throws {
        var descriptor = opened
        opened = nil
        if descriptor == nil { descriptor = try open(at: time) }
        let isMixed = interfaces.contains { $0.linkType != linkType }
        let format: CaptureWriter.Format =
            isMixed || file.path.text.hasSuffix(".pcapng")
            ? .pcapng : .pcap(linkType: linkType, snapshotLength: 262_144)
        self.format = format
        writer = CaptureWriter(
            descriptor: descriptor ?? -1, format: format,
            hasNanoseconds: file.hasNanoseconds || hasNanoseconds)
        do throws(SystemError) {
            for interface in interfaces { try writer?.append(interface) }
        } catch {
            throw cannotWrite(error.number)
        }
    }

    /// Ends the file when it is large or old enough; false when no other may follow.
    private mutating func rotate(_ frame: borrowing Frame) throws -> Bool {
        let time = frame.timestamp
        let start = self.start ?? time
        self.start = start
        if let interval = file.interval, writer != nil {
            let (age, overflow) = time.subtractingReportingOverflow(start)
            if !overflow && age >= interval {
                if file.sizeLimit == nil, let limit = file.fileLimit, files >= limit { return false }
                try end()
                self.start = time
                number = 0
                files += 1
            }
        }
        if let limit = file.sizeLimit, let length = writer?.fileLength, length >= limit {
            try end()
            number += 1
            if let limit = file.fileLimit, number >= limit { number = 0 }
        }
        return true
    }

    private mutating func end() throws {
        try flush()
        writer = nil
    }

    private func open(at time: Int64) throws -> Int32 {
        let name = RawFileName.bytes(file, number: number, time: time)
        let descriptor = Glibc.open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw cannotWrite(errno) }
        return descriptor
    }

    private func cannotWrite(_ number: Int32) -> Failure {
        .system("cannot write '\(file.path.text)'", number)
    }
}

/// How the files of `-w` are called.
enum RawFileName {
    /// The name as typed; with `-G` as strftime(3) fills it in; with `-C` a number behind it: none for the first
    /// file, or with `-W` always, padded so that the names sort.
    static func bytes(_ file: Configuration.RawFile, number: Int, time: Int64) -> [CChar] {
        var name = file.path.bytes
        if file.interval != nil { name = filled(name, time) }
        guard file.sizeLimit != nil else { return name }
        let width = file.fileLimit.map { $0 > 1 ? "\($0 - 1)".utf8.count : 0 } ?? 0
        guard number > 0 || width > 0 else { return name }
        let digits = "\(number)"
        let padded = String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        return name.dropLast() + padded.utf8CString
    }

    private static func filled(_ pattern: [CChar], _ time: Int64) -> [CChar] {
        var seconds = time_t(time / 1_000_000_000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return pattern }
        var name = [CChar](repeating: 0, count: 4096)
        let length = strftime(&name, name.count, pattern, &parts)
        return length > 0 ? Array(name[...length]) : pattern
    }
}
