/// A decompressor from a shared library that is looked for only when a compressed capture turns up, so that
/// the command starts without it and runs on machines that have none.
struct Decoder: ~Copyable {
    enum Outcome: Equatable {
        /// So many bytes were written; more may follow without further input.
        case produced(Int)
        case needsInput
        /// What remains of the input belongs to no compressed stream; it is not read.
        case end
        case damaged(String)
    }

    let compression: CaptureFileError.Compression
    /// Between two members (gzip) or frames (zstd): the input may end here.
    private(set) var isAtBoundary = false

    private let input: UnsafeMutableRawPointer
    private var inputStart = 0
    private var inputEnd = 0
    private static let inputCapacity = 1 << 18

    /// Damage that was met behind bytes that were produced; they go first.
    private var damage: String?
    private let library: Library
    private let stream: UnsafeMutablePointer<ZStream>
    private let zstd: OpaquePointer?

    /// Looks for the library. `fed` is what was already read of the compressed file (at most 2 MiB).
    init(_ compression: CaptureFileError.Compression, fed: UnsafeRawBufferPointer) throws(CaptureFileError) {
        let library = try Library(compression)
        let stream = UnsafeMutablePointer<ZStream>.allocate(capacity: 1)
        stream.initialize(to: ZStream())
        var zstd: OpaquePointer?
        let isReady: Bool
        switch library {
        case .gzip(let functions):
            // 15 window bits, and 16 for a gzip header and trailer.
            let size = Int32(MemoryLayout<ZStream>.size)
            isReady = functions.initialize(stream, 15 + 16, functions.version(), size) == 0
        case .zstd(let functions):
            zstd = functions.create()
            isReady = zstd != nil
        }
        guard isReady else {
            stream.deallocate()
            throw .compressed(compression, .damaged(offset: 0, "no memory to decompress"))
        }
        self.compression = compression
        self.library = library
        self.stream = stream
        self.zstd = zstd
        input = .allocate(byteCount: max(Self.inputCapacity, fed.count), alignment: 16)
        if let start = fed.baseAddress { input.copyMemory(from: start, byteCount: fed.count) }
        inputEnd = fed.count
    }

    deinit {
        switch library {
        case .gzip(let functions): _ = functions.end(stream)
        case .zstd(let functions): if let zstd { _ = functions.free(zstd) }
        }
        stream.deallocate()
        input.deallocate()
    }

    /// Reads compressed bytes once; as `read(2)` returns.
    mutating func read(_ descriptor: Int32) -> Int {
        inputStart = 0
        inputEnd = 0
        let count = Glibc.read(descriptor, input, Self.inputCapacity)
        if count > 0 { inputEnd = count }
        return count
    }

    mutating func decode(into output: UnsafeMutableRawBufferPointer) -> Outcome {
        if let damage { return .damaged(damage) }
        return switch library {
        case .gzip(let functions): inflate(functions, output)
        case .zstd(let functions): decompress(functions, output)
        }
    }

    // MARK: gzip (RFC 1952)

    private mutating func inflate(_ functions: GzipFunctions, _ output: UnsafeMutableRawBufferPointer)
        -> Outcome
    {
        while true {
            if isAtBoundary {
                // Another member may follow; anything else is padding, as gzip itself takes it.
                guard inputStart < inputEnd else { return .needsInput }
                guard input.load(fromByteOffset: inputStart, as: UInt8.self) == 0x1F else { return .end }
                guard functions.reset(stream) == 0 else { return .damaged("no memory to decompress") }
                isAtBoundary = false
            }
            stream.pointee.nextIn = input + inputStart
            stream.pointee.availableIn = UInt32(inputEnd - inputStart)
            stream.pointee.nextOut = output.baseAddress
            stream.pointee.availableOut = UInt32(clamping: output.count)
            let before = stream.pointee.availableOut
            let code = functions.inflate(stream, 0)
            inputStart = inputEnd - Int(stream.pointee.availableIn)
            let produced = Int(before - stream.pointee.availableOut)
            switch code {
            case 0, -5:  // Z_OK; Z_BUF_ERROR: no progress without more input
                if produced > 0 { return .produced(produced) }
                if inputStart == inputEnd { return .needsInput }
                if code == -5 { return .damaged("no progress") }
            case 1:  // Z_STREAM_END
                isAtBoundary = true
                if produced > 0 { return .produced(produced) }
            default:
                return broken(
                    stream.pointee.message.map { String(cString: $0) } ?? "error \(code)", after: produced)
            }
        }
    }

    // MARK: zstd (RFC 8878)

    private mutating func decompress(
        _ functions: ZstdFunctions, _ output: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        guard let zstd else { return .end }
        var target = ZstdBuffer(base: output.baseAddress, size: output.count, position: 0)
        while true {
            var source = ZstdBuffer(base: input + inputStart, size: inputEnd - inputStart, position: 0)
            let hadInput = source.size > 0
            let code = functions.decompress(zstd, &target, &source)
            inputStart += source.position
            if functions.isError(code) != 0 {
                let message = functions.errorName(code).map { String(cString: $0) } ?? "error"
                return broken(message, after: target.position)
            }
            if code == 0 { isAtBoundary = true } else if hadInput { isAtBoundary = false }
            if target.position > 0 { return .produced(target.position) }
            if inputStart == inputEnd { return .needsInput }
            if source.position == 0 { return .damaged("no progress") }
        }
    }

    private mutating func broken(_ message: String, after produced: Int) -> Outcome {
        damage = message
        return produced > 0 ? .produced(produced) : .damaged(message)
    }
}
