import Testing

@testable import Capture

@Suite struct `compressed captures` {
    /// A pcap file of so many frames.
    func plain(_ count: Int = 3) -> [UInt8] {
        var file = CaptureBytes.pcap()
        for number in 0..<count {
            file.record(UInt32(number), 0, [1, 2, 3, UInt8(truncatingIfNeeded: number)])
        }
        return file.bytes
    }

    /// A gzip member with one stored block (RFC 1951 §3.2.4); nobody checks a checksum that is not read.
    func gzip(_ content: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
        let length = UInt16(content.count)
        for value in [length, ~length] { bytes += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)] }
        bytes += content
        for value in [checksum ?? crc32(content), UInt32(content.count)] {
            withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
        }
        return bytes
    }

    func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }

    /// A zstd frame with one raw block (RFC 8878 §3.1.1), which holds fewer than 256 bytes.
    func zstd(_ content: [UInt8]) -> [UInt8] {
        let block = UInt32(content.count) << 3 | 1
        return [0x28, 0xB5, 0x2F, 0xFD, 0x20, UInt8(content.count)]
            + [UInt8(truncatingIfNeeded: block), UInt8(truncatingIfNeeded: block >> 8), UInt8(block >> 16)]
            + content
    }

    @Test func `gzip is recognised by content, also in several members and with padding`() {
        let file = plain()
        let expected = Reading(file)
        #expect(expected.frames.count == 3)
        #expect(Reading(gzip(file)) == expected)
        #expect(Reading(gzip(Array(file[..<30])) + gzip(Array(file[30...]))) == expected)
        #expect(Reading(gzip(file) + [0, 0, 0, 0]) == expected)
        #expect(Reading(gzip(file), piece: 1) == expected)
    }

    @Test func `zstd is recognised by content, also in several frames`() {
        let file = plain()
        #expect(Reading(zstd(file)) == Reading(file))
        #expect(Reading(zstd(Array(file[..<40])) + zstd(Array(file[40...]))) == Reading(file))
        #expect(Reading(zstd(file), piece: 1) == Reading(file))
    }

    @Test func `a cut gives every whole packet, then says that the compressed data end early`() {
        let file = plain()
        let whole = gzip(file)
        for length in 12..<whole.count {
            let reading = Reading(Array(whole[..<length]))
            guard case .compressed(.gzip, .cut) = reading.error else {
                Issue.record("\(length): \(String(describing: reading.error))")
                continue
            }
            #expect(reading.frames.count == max(0, (min(length - 15, file.count) - 24) / 20))
        }
    }

    @Test func `damage gives every whole packet before it`() {
        let reading = Reading(gzip(plain(), checksum: 1))
        #expect(reading.frames.count == 3)
        guard case .compressed(.gzip, .damaged) = reading.error else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
        var broken = zstd(plain())
        broken[6] |= 6  // a reserved kind of block
        guard case .compressed(.zstd, .damaged) = Reading(broken).error else {
            Issue.record("\(String(describing: Reading(broken).error))")
            return
        }
    }
}
