import Capture
import CommandSupport
import Glibc

/// The raw capture beside the stream (`-w`): a pcap file of the same frames.
struct RawSink: ~Copyable {
    private let name: String
    private let hasNanoseconds: Bool
    private var descriptor: Int32
    private var linkType: UInt16?
    private var writer: CaptureWriter?

    static func open(_ file: Configuration.RawFile?) throws -> RawSink? {
        guard let file else { return nil }
        return try RawSink(file)
    }

    private init(_ file: Configuration.RawFile) throws {
        name = file.path.text
        hasNanoseconds = file.hasNanoseconds
        descriptor = Glibc.open(file.path.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Failure.system("cannot write '\(name)'") }
    }

    /// The first frame decides the link type: a pcap file has one.
    mutating func append(_ frame: borrowing Frame, _ bytes: RawSpan) throws {
        if writer == nil {
            linkType = frame.linkType
            writer = CaptureWriter(
                descriptor: descriptor, linkType: frame.linkType, snapshotLength: 262_144,
                hasNanoseconds: hasNanoseconds)
        }
        guard frame.linkType == linkType else {
            throw Failure.stopped(
                "a pcap file has one link type, and '\(name)' cannot take frames of a second one: "
                    + "capture one interface at a time, or choose the same with -y")
        }
        do throws(SystemError) {
            try writer?.append(frame, bytes)
        } catch {
            throw Failure.system("cannot write '\(name)'", error.number)
        }
    }

    /// Hands everything to the system.
    mutating func flush() throws {
        do throws(SystemError) {
            try writer?.flush()
        } catch {
            throw Failure.system("cannot write '\(name)'", error.number)
        }
    }

    /// Also a capture without frames is a capture file.
    mutating func close(linkType: UInt16 = 1) throws {
        if writer == nil {
            writer = CaptureWriter(
                descriptor: descriptor, linkType: linkType, snapshotLength: 262_144,
                hasNanoseconds: hasNanoseconds)
        }
        try flush()
    }
}
