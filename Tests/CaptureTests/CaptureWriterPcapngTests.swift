import Glibc
import Testing

@testable import Capture

@Suite struct `raw captures as pcapng` {
    /// What stands in the file that `write` fills.
    private func written(
        hasNanoseconds: Bool = false, _ write: (inout CaptureWriter) throws -> Void
    ) throws -> [UInt8] {
        var name = Array("/tmp/netcap-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        unlink(name)
        let copy = dup(descriptor)
        defer { close(copy) }
        var bytes = [UInt8](repeating: 0, count: 4 << 20)
        var length: UInt64
        do {
            var writer = CaptureWriter(
                descriptor: descriptor, format: .pcapng, hasNanoseconds: hasNanoseconds)
            try write(&writer)
            try writer.flush()
            length = writer.fileLength
        }
        let count = pread(copy, &bytes, bytes.count, 0)
        #expect(length == UInt64(count))
        return Array(bytes[..<count])
    }

    private func frame(
        _ interface: Int, _ time: Int64, _ count: Int, _ direction: Frame.Direction = .unknown
    ) -> Frame {
        var frame = Frame(
            timestamp: time, interface: interface, capturedLength: count, wireLength: count + 1, linkType: 1,
            hasNanoseconds: false)
        frame.direction = direction
        return frame
    }

    @Test func `begin with a section and hold each interface with its name and unit`() throws {
        let bytes = try written {
            try $0.append(CaptureWriter.Interface(name: Array("eth0".utf8), linkType: 1, snapshotLength: 96))
        }
        var expected = CaptureBytes()
        expected.section()
        expected.block(1) {
            $0.u16(1)
            $0.u16(0)
            $0.u32(96)
            $0.u16(2)
            $0.u16(4)
            $0.bytes += Array("eth0".utf8)
            $0.u16(9)
            $0.u16(1)
            $0.u32(6)
            $0.u32(0)
        }
        #expect(bytes == expected.bytes)
    }

    @Test(arguments: [false, true]) func `read back as they were written`(hasNanoseconds: Bool) throws {
        let lengths = [0, 1, 2, 3, 4, 60, 1514, 262_000, 262_144, 7]
        let directions: [Frame.Direction] = [.unknown, .incoming, .outgoing]
        let reading = Reading(
            try written(hasNanoseconds: hasNanoseconds) { writer in
                for interface in [("", 1), ("a", 101), (String(repeating: "n", count: 300), 276)] {
                    try writer.append(
                        CaptureWriter.Interface(
                            name: Array(interface.0.utf8), linkType: UInt16(interface.1), snapshotLength: 0))
                }
                for (index, length) in lengths.enumerated() {
                    let bytes = [UInt8](repeating: UInt8(index), count: length)
                    try writer.append(
                        frame(
                            index % 3, Int64(index) * 1_000_000_000 + 1_234_567, length, directions[index % 3]
                        ),
                        bytes.span.bytes)
                }
            })
        #expect(reading.error == nil)
        #expect(reading.interfaces.map(\.linkType) == [1, 101, 276])
        #expect(reading.interfaces.map(\.name.count) == [0, 1, 255])
        #expect(reading.frames.map(\.bytes.count) == lengths)
        #expect(reading.frames.map(\.wire) == lengths.map { $0 + 1 })
        #expect(reading.frames.map(\.interface) == lengths.indices.map { $0 % 3 })
        #expect(reading.frames.map(\.direction) == lengths.indices.map { directions[$0 % 3] })
        #expect(
            reading.times
                == lengths.indices.map {
                    Int64($0) * 1_000_000_000 + (hasNanoseconds ? 1_234_567 : 1_234_000)
                })
    }

    @Test func `hold what an interface has lost`() throws {
        let reading = Reading(
            try written {
                try $0.append(CaptureWriter.Interface(name: [], linkType: 1, snapshotLength: 0))
                try $0.append(frame(0, 5, 1), [1].span.bytes)
                try $0.append(
                    CaptureCounters(received: 10, dropped: 2, interfaceDropped: 3), interface: 0, at: 9)
            })
        #expect(reading.error == nil)
        #expect(reading.interfaces.first?.counters.dropped == 2)
        #expect(reading.interfaces.first?.counters.interfaceDropped == 3)
    }

    @Test func `a pcap file takes neither interfaces nor what they lost`() throws {
        var name = Array("/tmp/netcap-test-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        unlink(name)
        var writer = CaptureWriter(
            descriptor: descriptor, format: .pcap(linkType: 1, snapshotLength: 1), hasNanoseconds: false)
        try writer.append(CaptureWriter.Interface(name: [65], linkType: 1, snapshotLength: 1))
        try writer.append(CaptureCounters(received: 1, dropped: 1), interface: 0, at: 0)
        let length = writer.fileLength
        #expect(length == 24)
    }
}
