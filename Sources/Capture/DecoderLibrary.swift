/// zlib's `z_stream`, whose layout is part of its binary interface since 1995.
struct ZStream {
    var nextIn: UnsafeMutableRawPointer?
    var availableIn: UInt32 = 0
    var totalIn: UInt = 0
    var nextOut: UnsafeMutableRawPointer?
    var availableOut: UInt32 = 0
    var totalOut: UInt = 0
    var message: UnsafePointer<CChar>?
    var state: OpaquePointer?
    var allocate: OpaquePointer?
    var free: OpaquePointer?
    var opaque: OpaquePointer?
    var dataType: Int32 = 0
    var adler: UInt = 0
    var reserved: UInt = 0
}

/// zstd's `ZSTD_inBuffer` and `ZSTD_outBuffer`.
struct ZstdBuffer {
    var base: UnsafeMutableRawPointer?
    var size: Int
    var position: Int
}

/// The part of zlib that is used; a `ZStream` travels as a raw pointer, which C's calling convention takes.
struct GzipFunctions {
    typealias Initialize =
        @convention(c) (UnsafeMutableRawPointer, Int32, UnsafePointer<CChar>?, Int32) -> Int32
    typealias Step = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
    typealias Plain = @convention(c) (UnsafeMutableRawPointer) -> Int32
    typealias Version = @convention(c) () -> UnsafePointer<CChar>?

    let initialize: Initialize
    let inflate: Step
    let reset: Plain
    let end: Plain
    let version: Version
}

struct ZstdFunctions {
    typealias Create = @convention(c) () -> OpaquePointer?
    typealias Decompress =
        @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
    typealias Free = @convention(c) (OpaquePointer) -> Int
    typealias IsError = @convention(c) (Int) -> UInt32
    typealias ErrorName = @convention(c) (Int) -> UnsafePointer<CChar>?

    let create: Create
    let decompress: Decompress
    let free: Free
    let isError: IsError
    let errorName: ErrorName
}

/// The functions of zlib or libzstd, found at run time and kept for the life of the process.
enum Library {
    case gzip(GzipFunctions)
    case zstd(ZstdFunctions)

    init(_ compression: CaptureFileError.Compression) throws(CaptureFileError) {
        let name = compression == .gzip ? "libz.so.1" : "libzstd.so.1"
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL),
            let library = Library(compression, handle)
        else { throw .compressed(compression, .libraryMissing(name)) }
        self = library
    }

    private init?(_ compression: CaptureFileError.Compression, _ handle: UnsafeMutableRawPointer) {
        func find<Function>(_ name: String, _: Function.Type) -> Function? {
            dlsym(handle, name).map { unsafeBitCast($0, to: Function.self) }
        }
        switch compression {
        case .gzip:
            guard let initialize = find("inflateInit2_", GzipFunctions.Initialize.self),
                let inflate = find("inflate", GzipFunctions.Step.self),
                let reset = find("inflateReset", GzipFunctions.Plain.self),
                let end = find("inflateEnd", GzipFunctions.Plain.self),
                let version = find("zlibVersion", GzipFunctions.Version.self)
            else { return nil }
            self = .gzip(
                GzipFunctions(
                    initialize: initialize, inflate: inflate, reset: reset, end: end, version: version))
        case .zstd:
            guard let create = find("ZSTD_createDStream", ZstdFunctions.Create.self),
                let decompress = find("ZSTD_decompressStream", ZstdFunctions.Decompress.self),
                let free = find("ZSTD_freeDStream", ZstdFunctions.Free.self),
                let isError = find("ZSTD_isError", ZstdFunctions.IsError.self),
                let errorName = find("ZSTD_getErrorName", ZstdFunctions.ErrorName.self)
            else { return nil }
            self = .zstd(
                ZstdFunctions(
                    create: create, decompress: decompress, free: free, isError: isError, errorName: errorName
                ))
        }
    }
}
