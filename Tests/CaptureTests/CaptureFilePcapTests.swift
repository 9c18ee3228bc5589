import Testing

@testable import Capture

@Suite struct `pcap files` {
    @Test func `reads both byte orders and both time units`() {
        let expected: [(UInt32, Bool, Int64, Bool)] = [
            (0xA1B2_C3D4, false, 1_000_000_005_000, false), (0xA1B2_C3D4, true, 1_000_000_005_000, false),
            (0xA1B2_3C4D, false, 1_000_000_000_005, true), (0xA1B2_3C4D, true, 1_000_000_000_005, true),
        ]
        for (magic, isSwapped, time, _) in expected {
            var file = CaptureBytes.pcap(magic: magic, linkType: 101, isSwapped: isSwapped)
            file.record(1000, 5, [1, 2, 3], wire: 60)
            file.record(1000, 5, [])
            let reading = Reading(file.bytes)
            #expect(reading.error == nil)
            #expect(
                reading.frames == [
                    .init(timestamp: time, interface: 0, linkType: 101, wire: 60, bytes: [1, 2, 3]),
                    .init(timestamp: time, interface: 0, linkType: 101, wire: 0, bytes: []),
                ])
        }
    }

    @Test func `reads the modified format with its longer record header`() {
        var file = CaptureBytes.pcap(magic: 0xA1B2_CD34)
        file.u32(7)
        file.u32(1)
        file.u32(2)
        file.u32(64)
        file.u64(0xDEAD_BEEF)
        file.bytes += [8, 9]
        let reading = Reading(file.bytes)
        #expect(reading.frames.map(\.bytes) == [[8, 9]])
        #expect(reading.times == [7_000_001_000])
        #expect(reading.error == nil)
    }

    @Test func `takes the lengths the other way round in files before version 2_3`() {
        var file = CaptureBytes.pcap(minor: 2)
        file.u32(1)
        file.u32(0)
        file.u32(100)
        file.u32(2)
        file.bytes += [1, 2]
        let reading = Reading(file.bytes)
        #expect(reading.frames.map(\.wire) == [100])
        #expect(reading.frames.map(\.bytes) == [[1, 2]])
    }

    @Test func `ignores what stands above the link type`() {
        let reading = Reading(CaptureBytes.pcap(linkType: 0xF400_0071).bytes)
        #expect(reading.interfaces.map(\.linkType) == [0x71])
        #expect(reading.error == nil)
    }

    @Test func `gives the same frames however the bytes arrive`() {
        var file = CaptureBytes.pcap()
        for number in 0..<20 {
            file.record(UInt32(number), 1, Array(repeating: UInt8(number), count: number * 7))
        }
        let whole = Reading(file.bytes)
        #expect(whole.frames.count == 20)
        for piece in [1, 3, 17, 100] { #expect(Reading(file.bytes, piece: piece) == whole) }
    }

    @Test func `gives every whole packet before a cut and says where it is, for every cut`() {
        var file = CaptureBytes.pcap()
        for number in 1...3 { file.record(UInt32(number), 0, [1, 2, 3, 4]) }
        for length in 1..<file.bytes.count {
            let reading = Reading(Array(file.bytes[..<length]))
            let whole = max(0, (length - 24) / 20)
            #expect(reading.frames.count == whole)
            let isBoundary = length >= 24 && (length - 24) % 20 == 0
            if isBoundary {
                #expect(reading.error == nil)
            } else if length >= 24, case .cut(let offset, _, let available) = reading.error {
                #expect(offset == UInt64(24 + whole * 20))
                #expect(available == UInt64(length - 24 - whole * 20))
            } else {
                #expect(reading.error != nil)
            }
        }
    }

    @Test func `says that an empty file is empty`() {
        #expect(Reading([]).error == .empty)
    }

    @Test func `says what is no capture`() {
        #expect(Reading(Array("hello, world".utf8)).error == .notACapture(magic: 0x6C6C_6568))
    }

    @Test func `refuses a frame longer than any, after those before it`() {
        var file = CaptureBytes.pcap(snapshotLength: .max)
        file.record(1, 0, [1])
        file.u32(2)
        file.u32(0)
        file.u32(0xFFFF_FFFF)
        file.u32(0xFFFF_FFFF)
        let reading = Reading(file.bytes)
        #expect(reading.frames.count == 1)
        #expect(reading.error == .damaged(offset: 41, .frameTooLong(.max, limit: 1 << 18)))
    }

    @Test func `takes a frame that is longer than the buffer`() {
        var file = CaptureBytes.pcap(snapshotLength: 4 << 20)
        let frame = (0..<(3 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        file.record(1, 0, [1])
        file.record(2, 0, frame)
        file.record(3, 0, [2])
        let reading = Reading(file.bytes)
        #expect(reading.frames.map(\.bytes.count) == [1, 3 << 20, 1])
        #expect(reading.frames.count == 3 && reading.frames[1].bytes == frame)
        #expect(reading.error == nil)
    }
}
