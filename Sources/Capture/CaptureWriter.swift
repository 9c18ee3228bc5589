/// Writes frames as a pcap file (draft-ietf-opsawg-pcap), in this machine's byte order, in large blocks.
package struct CaptureWriter: ~Copyable {
    private let descriptor: Int32
    private let linkType: UInt16
    private let hasNanoseconds: Bool
    private var base: UnsafeMutableRawPointer
    private var count = 0
    /// Bytes in the file, buffered ones included.
    package private(set) var fileLength: UInt64 = 0

    private static let capacity = 1 << 18

    /// Takes ownership of `descriptor`, an empty file.
    package init(descriptor: Int32, linkType: UInt16, snapshotLength: UInt32, hasNanoseconds: Bool) {
        self.descriptor = descriptor
        self.linkType = linkType
        self.hasNanoseconds = hasNanoseconds
        base = .allocate(byteCount: Self.capacity, alignment: 16)
        append(hasNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4)
        base.storeBytes(of: 2, toByteOffset: 4, as: UInt16.self)
        base.storeBytes(of: 4, toByteOffset: 6, as: UInt16.self)
        count += 4
        append(0)
        append(0)
        append(snapshotLength)
        append(UInt32(linkType))
        fileLength = UInt64(count)
    }

    deinit {
        base.deallocate()
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// Appends one frame. Times outside 1970 ... 2106 are clamped, as the format cannot say them.
    ///
    /// Throws the error number of a `write(2)` that failed.
    package mutating func append(_ frame: borrowing Frame, _ bytes: RawSpan) throws(SystemError) {
        let length = bytes.byteCount
        if count + 16 + length > Self.capacity { try flush() }
        let time = max(frame.timestamp, 0).quotientAndRemainder(dividingBy: 1_000_000_000)
        append(UInt32(clamping: time.quotient))
        append(UInt32(hasNanoseconds ? time.remainder : time.remainder / 1000))
        append(UInt32(truncatingIfNeeded: length))
        append(UInt32(clamping: frame.wireLength))
        fileLength &+= UInt64(16 + length)
        let written = bytes.withUnsafeBytes { source -> SystemError? in
            guard let start = source.baseAddress else { return nil }
            if count + length <= Self.capacity {
                (base + count).copyMemory(from: start, byteCount: length)
                count += length
                return nil
            }
            do throws(SystemError) {
                try flush()
                try writeAll(source)
                return nil
            } catch {
                return error
            }
        }
        if let written { throw written }
    }

    /// Hands everything to the system.
    package mutating func flush() throws(SystemError) {
        let pending = count
        count = 0
        try writeAll(UnsafeRawBufferPointer(start: base, count: pending))
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let result = write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if result < 0 && errno == EINTR { continue }
            guard result >= 0 else { throw SystemError(number: errno) }
            written += result
        }
    }

    private mutating func append(_ value: UInt32) {
        base.storeBytes(of: value, toByteOffset: count, as: UInt32.self)
        count += 4
    }
}

/// What a system call reported.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// `errno`.
    package var number: Int32
    package var description: String { systemMessage(number) }
}
