import Glibc
import Testing

@testable import Capture

@Suite struct `raw captures` {
    /// Writes frames to a file without a name and reads back what stands there.
    func written(hasNanoseconds: Bool, _ frames: [(Int64, [UInt8])]) throws -> Reading {
        var name = Array("/tmp/netcap-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        unlink(name)
        let copy = dup(descriptor)
        do {
            var writer = CaptureWriter(
                descriptor: descriptor, format: .pcap(linkType: 113, snapshotLength: 100),
                hasNanoseconds: hasNanoseconds)
            var length: UInt64 = 24
            for (time, bytes) in frames {
                let frame = Frame(
                    timestamp: time, interface: 0, capturedLength: bytes.count, wireLength: bytes.count + 5,
                    linkType: 113, hasNanoseconds: hasNanoseconds)
                try writer.append(frame, bytes.span.bytes)
                length += UInt64(16 + bytes.count)
            }
            #expect(writer.fileLength == length)
            try writer.flush()
        }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        let count = pread(copy, &bytes, bytes.count, 0)
        close(copy)
        return Reading(Array(bytes[..<count]))
    }

    @Test func `read back as they were written`() throws {
        let large = [UInt8](repeating: 9, count: 300_000)
        for hasNanoseconds in [false, true] {
            let reading = try written(
                hasNanoseconds: hasNanoseconds, [(1_000_000_001_999, [1, 2]), (2_000, large), (3_000, [])])
            #expect(reading.error == .damaged(offset: 42, .frameTooLong(300_000, limit: 1 << 18)))
            #expect(reading.times == [hasNanoseconds ? 1_000_000_001_999 : 1_000_000_001_000])
            #expect(reading.frames.map(\.wire) == [7])
            #expect(reading.interfaces.map(\.linkType) == [113])
        }
        let many = (0..<9000).map {
            (Int64($0) * 1000, [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: 100))
        }
        let reading = try written(hasNanoseconds: false, many)
        #expect(reading.error == nil)
        #expect(reading.times == many.map(\.0))
        #expect(reading.frames.map(\.bytes) == many.map(\.1))
    }

    @Test func `clamp times that the format cannot say`() throws {
        let reading = try written(hasNanoseconds: true, [(-5, [1]), (.max, [2])])
        #expect(reading.times == [0, 4_294_967_295_854_775_807])
    }

    @Test func `report what the system refuses`() {
        let descriptor = open("/dev/full", O_WRONLY)
        var writer = CaptureWriter(
            descriptor: descriptor, format: .pcap(linkType: 1, snapshotLength: 1), hasNanoseconds: false)
        #expect(throws: SystemError(number: ENOSPC)) { try writer.flush() }
    }
}
