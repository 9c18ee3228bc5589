import Glibc

@testable import Capture

/// Builds captures byte by byte, in either byte order.
struct CaptureBytes {
    var bytes: [UInt8] = []
    var isSwapped = false

    mutating func u16(_ value: UInt16) { append(isSwapped ? value.byteSwapped : value) }
    mutating func u32(_ value: UInt32) { append(isSwapped ? value.byteSwapped : value) }
    mutating func u64(_ value: UInt64) { append(isSwapped ? value.byteSwapped : value) }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    static func pcap(
        magic: UInt32 = 0xA1B2_C3D4, linkType: UInt32 = 1, snapshotLength: UInt32 = 65_535,
        isSwapped: Bool = false,
        minor: UInt16 = 4
    ) -> CaptureBytes {
        var file = CaptureBytes(isSwapped: isSwapped)
        file.u32(magic)
        file.u16(2)
        file.u16(minor)
        file.u32(0)
        file.u32(0)
        file.u32(snapshotLength)
        file.u32(linkType)
        return file
    }

    mutating func record(_ seconds: UInt32, _ fraction: UInt32, _ frame: [UInt8], wire: UInt32? = nil) {
        u32(seconds)
        u32(fraction)
        u32(UInt32(frame.count))
        u32(wire ?? UInt32(frame.count))
        bytes += frame
    }

    /// A pcapng block with its two lengths, the body padded to four bytes.
    mutating func block(_ type: UInt32, _ body: (inout CaptureBytes) -> Void) {
        var content = CaptureBytes(isSwapped: isSwapped)
        body(&content)
        while content.bytes.count % 4 != 0 { content.bytes.append(0) }
        u32(type)
        u32(UInt32(content.bytes.count + 12))
        bytes += content.bytes
        u32(UInt32(content.bytes.count + 12))
    }

    mutating func section() {
        block(0x0A0D_0D0A) {
            $0.u32(0x1A2B_3C4D)
            $0.u16(1)
            $0.u16(0)
            $0.u64(.max)
        }
    }

    mutating func option(_ code: UInt16, _ value: [UInt8]) {
        u16(code)
        u16(UInt16(value.count))
        bytes += value
        while bytes.count % 4 != 0 { bytes.append(0) }
    }

    mutating func interface(
        _ linkType: UInt16 = 1, snapshotLength: UInt32 = 0, _ options: (inout CaptureBytes) -> Void = { _ in }
    ) {
        block(1) {
            $0.u16(linkType)
            $0.u16(0)
            $0.u32(snapshotLength)
            options(&$0)
        }
    }

    mutating func enhanced(
        _ interface: UInt32, _ time: UInt64, _ frame: [UInt8], wire: UInt32? = nil,
        _ options: (inout CaptureBytes) -> Void = { _ in }
    ) {
        block(6) {
            $0.u32(interface)
            $0.u32(UInt32(time >> 32))
            $0.u32(UInt32(truncatingIfNeeded: time))
            $0.u32(UInt32(frame.count))
            $0.u32(wire ?? UInt32(frame.count))
            $0.bytes += frame
            while $0.bytes.count % 4 != 0 { $0.bytes.append(0) }
            options(&$0)
        }
    }
}

/// What a whole capture gave.
struct Reading: Equatable {
    struct Seen: Equatable {
        var timestamp: Int64
        var interface: Int
        var linkType: UInt16
        var wire: Int
        var direction = Frame.Direction.unknown
        var bytes: [UInt8]
    }

    var frames: [Seen] = []
    var interfaces: [CaptureFile.Interface] = []
    var error: CaptureFileError?

    /// Reads `bytes` through a pipe in pieces of `piece` bytes, as a slow writer would send them.
    init(_ bytes: [UInt8], piece: Int = .max) {
        var ends: [Int32] = [0, 0]
        precondition(pipe(&ends) == 0)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        var file = CaptureFile(descriptor: ends[0])
        var rest = bytes[...]
        var isOpen = true
        do throws(CaptureFileError) {
            reading: while true {
                switch try file.frames({ take($0, $1) }) {
                case .needsInput:
                    if file.needsDescriptor && isOpen {
                        let next = Array(rest.prefix(min(piece, 32_768)))
                        let count = next.isEmpty ? 0 : max(0, write(ends[1], next, next.count))
                        rest = rest.dropFirst(count)
                        if rest.isEmpty {
                            close(ends[1])
                            isOpen = false
                        }
                    }
                    file.fill()
                case .described, .stopped: continue
                case .ended: break reading
                }
            }
        } catch {
            self.error = error
        }
        if isOpen { close(ends[1]) }
        interfaces = file.interfaces
    }

    private mutating func take(_ frame: borrowing Frame, _ bytes: RawSpan) -> FrameStep {
        frames.append(
            Seen(
                timestamp: frame.timestamp, interface: frame.interface, linkType: frame.linkType,
                wire: frame.wireLength, direction: frame.direction,
                bytes: (0..<bytes.byteCount).map { bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }))
        return .next
    }

    var times: [Int64] { frames.map(\.timestamp) }
}
