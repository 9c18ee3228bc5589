/// Writes frames as a capture file, pcap (draft-ietf-opsawg-pcap) or pcapng (draft-ietf-opsawg-pcapng), in this
/// machine's byte order, in large blocks.
package struct CaptureWriter: ~Copyable {
    private let descriptor: Int32
    let format: Format
    let hasNanoseconds: Bool
    var base: UnsafeMutableRawPointer
    var count = 0
    /// Bytes in the file, buffered ones included.
    package internal(set) var fileLength: UInt64 = 0

    private static let capacity = 1 << 18
    /// Behind the buffer, for what ends a block.
    private static let slack = 64

    /// What a file is to hold.
    package enum Format: Equatable, Sendable {
        /// Frames of one link type, whatever their interface.
        case pcap(linkType: UInt16, snapshotLength: UInt32)
        /// Frames of the interfaces that are added, in their order.
        case pcapng
    }

    /// Takes ownership of `descriptor`, an empty file.
    package init(descriptor: Int32, format: Format, hasNanoseconds: Bool) {
        self.descriptor = descriptor
        self.format = format
        self.hasNanoseconds = hasNanoseconds
        base = .allocate(byteCount: Self.capacity + Self.slack, alignment: 16)
        switch format {
        case .pcap(let linkType, let snapshotLength): beginPcap(linkType, snapshotLength)
        case .pcapng: beginSection()
        }
        fileLength = UInt64(count)
    }

    private mutating func beginPcap(_ linkType: UInt16, _ snapshotLength: UInt32) {
        append(hasNanoseconds ? 0xA1B2_3C4D : 0xA1B2_C3D4)
        append(halves: 2, 4)
        append(0)
        append(0)
        append(snapshotLength)
        append(UInt32(linkType))
    }

    deinit {
        base.deallocate()
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// Appends one frame. Times that the format cannot say are clamped: to 1970 ... 2106 in pcap, from 1970 on in pcapng.
    ///
    /// Throws the error number of a `write(2)` that failed.
    package mutating func append(_ frame: borrowing Frame, _ bytes: RawSpan) throws(SystemError) {
        // The largest header and trailer of a frame in either format.
        if count + Self.slack + bytes.byteCount > Self.capacity { try flush() }
        switch format {
        case .pcap: try appendRecord(frame, bytes)
        case .pcapng: try appendPacketBlock(frame, bytes)
        }
    }

    private mutating func appendRecord(_ frame: borrowing Frame, _ bytes: RawSpan) throws(SystemError) {
        let length = bytes.byteCount
        let time = max(frame.timestamp, 0).quotientAndRemainder(dividingBy: 1_000_000_000)
        append(UInt32(clamping: time.quotient))
        append(UInt32(hasNanoseconds ? time.remainder : time.remainder / 1000))
        append(UInt32(truncatingIfNeeded: length))
        append(UInt32(clamping: frame.wireLength))
        fileLength &+= 16
        try append(bytes)
    }

    /// Bytes as they are; large ones are not buffered.
    mutating func append(_ bytes: RawSpan) throws(SystemError) {
        let length = bytes.byteCount
        fileLength &+= UInt64(length)
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

    /// Makes room for so many bytes, at most the slack.
    mutating func reserve(_ length: Int) throws(SystemError) {
        if count + length > Self.capacity { try flush() }
    }

    /// There must be room.
    mutating func append(_ value: UInt32) {
        base.storeBytes(of: value, toByteOffset: count, as: UInt32.self)
        count += 4
    }

    /// Two numbers of 16 bits.
    mutating func append(halves first: UInt16, _ second: UInt16) {
        base.storeBytes(of: first, toByteOffset: count, as: UInt16.self)
        base.storeBytes(of: second, toByteOffset: count + 2, as: UInt16.self)
        count += 4
    }
}

/// What a system call reported.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// `errno`.
    package var number: Int32
    package var description: String { systemMessage(number) }
}
