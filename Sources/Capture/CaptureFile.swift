/// Reads a capture file as a stream: pcap and pcapng, plain, gzip or zstd (told apart by content), from any
/// descriptor; it never seeks.
///
/// The owner alternates `fill()`, which reads once, and `frames(_:)`, which hands over every whole frame that
/// has arrived. Nothing is allocated per frame. Memory is half a MiB, and grows only with the bytes of one frame
/// that really arrive, to 256 MiB at most. Damage is reported after every whole frame before it.
package struct CaptureFile: ~Copyable {
    /// An interface that the capture describes; a pcap file has one.
    package struct Interface: Equatable, Sendable {
        /// `if_name` as it stands in the file, at most 256 bytes; empty when it has none.
        package var name: [UInt8] = []
        package var linkType: UInt16
        package var snapshotLength: UInt32
        /// Whether fields of a null or loop header and the like are in the other byte order than this machine's.
        package var isSwapped: Bool
        package var counters = CaptureCounters()
        var unit: TimestampUnit
    }

    /// How far `frames(_:)` came.
    package enum Progress: Equatable, Sendable {
        /// Every whole frame was handed over: call `fill()`.
        case needsInput
        /// `interfaces` has grown or changed; call again.
        case described
        /// The receiver said `stop` or `hold`.
        case stopped
        /// The capture ended where a capture may end.
        case ended
    }

    /// Every interface that was described so far, over all sections.
    package internal(set) var interfaces: [Interface] = []
    /// `pcap` or `pcapng`, once known.
    package var formatName: String? { format?.name }

    /// What a core's second cache holds beside the block of lines (measured: 5 % less time than with 1 MiB).
    static let readSize = 1 << 18
    private static let initialCapacity = 2 * readSize
    /// The most that one frame or block may need, as libpcap has it for the widest link types.
    static let frameLimit: UInt32 = 1 << 28

    private let descriptor: Int32
    private var decoder: Decoder?
    private var isProbed = false
    private var isAtEnd = false
    private var failure: CaptureFileError?

    var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// The bytes that have arrived and were not taken: `start ..< end` in `base`.
    var start = 0
    private(set) var end = 0
    /// Where `base` lies in the capture, in bytes after decompression.
    private var baseOffset: UInt64 = 0
    /// Bytes of a block that nobody wants and that have not arrived yet.
    var skip: UInt64 = 0
    private var format: Format?
    var section = Section()

    enum Format {
        case pcap(PcapFormat)
        case pcapng

        var name: String {
            switch self {
            case .pcap: "pcap"
            case .pcapng: "pcapng"
            }
        }
    }

    /// Takes ownership of `descriptor`, which stands at the first byte of the capture.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
        capacity = Self.initialCapacity
        base = .allocate(byteCount: capacity, alignment: 16)
    }

    /// Opens the file at `path`, a C string in the file system's own bytes.
    package init(path: UnsafePointer<CChar>) throws(CaptureFileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(errno: errno) }
        self.init(descriptor: descriptor)
    }

    deinit {
        base.deallocate()
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    // MARK: Bytes in

    /// The descriptor to poll for input while `needsDescriptor`.
    package var inputDescriptor: Int32 { descriptor }

    /// False while the decompressor holds output that needs no further input: `fill()` then reads nothing.
    package private(set) var needsDescriptor = true

    /// Bytes that have arrived and were not handed over.
    var available: Int { end &- start }
    /// The offset in the capture of the next byte.
    var offset: UInt64 { baseOffset &+ UInt64(start) }

    /// Reads once, which blocks when the descriptor does. What fails is reported by `frames(_:)` in its turn.
    package mutating func fill() {
        guard !isAtEnd, failure == nil else { return }
        makeRoom()
        if decoder != nil {
            fillFromDecoder()
        } else {
            take(read(descriptor, base + end, min(capacity - end, Self.readSize)))
        }
        if !isProbed { probe() }
    }

    /// Counts the bytes of one `read(2)`.
    private mutating func take(_ count: Int) {
        switch count {
        case 1...: end += count
        case 0: isAtEnd = true
        default:
            if errno != EINTR && errno != EAGAIN { failure = .cannotRead(errno: errno, offset: offset) }
        }
    }

    private mutating func makeRoom() {
        baseOffset &+= UInt64(start)
        let rest = end - start
        if rest > 0 && start > 0 { base.copyMemory(from: base + start, byteCount: rest) }
        start = 0
        end = rest
        guard end == capacity else { return }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2, alignment: 16)
        larger.copyMemory(from: base, byteCount: end)
        base.deallocate()
        base = larger
        capacity *= 2
    }

    /// Looks at the first bytes for a compression.
    private mutating func probe() {
        guard end - start >= 4 || isAtEnd else { return }
        isProbed = true
        guard end - start >= 4 else { return }
        let compression: CaptureFileError.Compression
        switch (base + start).loadUnaligned(as: UInt32.self).bigEndian {
        case 0x1F8B_0000...0x1F8B_FFFF: compression = .gzip
        case 0x28B5_2FFD: compression = .zstd
        default: return
        }
        do throws(CaptureFileError) {
            decoder = try Decoder(compression, fed: UnsafeRawBufferPointer(start: base, count: end))
        } catch {
            failure = error
        }
        start = 0
        end = 0
        isAtEnd = false
        needsDescriptor = false
    }

    private mutating func fillFromDecoder() {
        guard var decoder = decoder.take() else { return }
        fill(from: &decoder)
        self.decoder = consume decoder
    }

    private mutating func fill(from decoder: inout Decoder) {
        let room = UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end)
        while true {
            switch decoder.decode(into: room) {
            case .produced(let count):
                end += count
                needsDescriptor = false
                return
            case .end:
                isAtEnd = true
                return
            case .damaged(let message):
                failure = .compressed(
                    decoder.compression, .damaged(offset: baseOffset &+ UInt64(end), message))
                return
            case .needsInput:
                // At most one read for each call, after the decoder has said that it has nothing left.
                guard needsDescriptor else {
                    needsDescriptor = true
                    return
                }
                let count = decoder.read(descriptor)
                if count == 0 && !decoder.isAtBoundary {
                    failure = .compressed(decoder.compression, .cut(offset: baseOffset &+ UInt64(end)))
                    return
                }
                guard count > 0 else { return take(count) }
                needsDescriptor = false
            }
        }
    }

    // MARK: Frames out

    /// Hands every whole frame that has arrived to `body`, in order, until it says otherwise.
    ///
    /// Throws what ends the capture before its time, once everything before that has been handed over.
    package mutating func frames(
        _ body: (borrowing Frame, RawSpan) -> FrameStep
    ) throws(CaptureFileError) -> Progress {
        while true {
            if skip > 0 {
                let skipped = min(skip, UInt64(available))
                start += Int(skipped)
                skip -= skipped
                if skip > 0 { return try pause(needed: skip) ?? .ended }
            }
            let outcome: Outcome
            switch format {
            case nil: outcome = try begin()
            case .pcap(let pcap): outcome = try pcapFrames(pcap, body)
            case .pcapng: outcome = try pcapngFrames(body)
            }
            switch outcome {
            case .skip: continue
            case .described: return .described
            case .stopped: return .stopped
            case .needs(let count):
                if let progress = try pause(needed: count) { return progress }
            }
        }
    }

    enum Outcome {
        case needs(UInt64)
        case described, stopped, skip
    }

    /// What to say when the next record is not whole: wait for more, or why there will be no more.
    private func pause(needed: UInt64) throws(CaptureFileError) -> Progress? {
        if let failure { throw failure }
        guard isAtEnd else { return .needsInput }
        if available == 0 && skip == 0 && format != nil { return .ended }
        if available == 0 && offset == 0 { throw .empty }
        let have = UInt64(available)
        throw .cut(offset: offset, needed: skip > 0 ? have &+ skip : needed, available: have)
    }

    /// Recognises the format by the first four bytes.
    private mutating func begin() throws(CaptureFileError) -> Outcome {
        guard isProbed, available >= 4 else { return .needs(4) }
        let magic = (base + start).loadUnaligned(as: UInt32.self)
        if magic == 0x0A0D_0D0A {
            format = .pcapng
            return .skip
        }
        guard let pcap = PcapFormat(magic: magic) else { throw .notACapture(magic: magic) }
        guard available >= PcapFormat.fileHeaderLength else {
            return .needs(UInt64(PcapFormat.fileHeaderLength))
        }
        format = .pcap(try pcapHeader(pcap))
        return .described
    }
}
