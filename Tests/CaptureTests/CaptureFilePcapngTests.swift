import Testing

@testable import Capture

@Suite struct `pcapng files` {
    @Test func `reads several interfaces with their own link types and time units`() {
        for isSwapped in [false, true] {
            var file = CaptureBytes(isSwapped: isSwapped)
            file.section()
            file.interface(1) { $0.option(2, Array("eth0".utf8)) }
            file.interface(101) {
                $0.option(9, [9])
                $0.option(14, [UInt8](repeating: 0, count: 8))
            }
            file.interface(0) { $0.option(9, [0x80 | 10]) }
            file.enhanced(0, 1_000_001, [1])
            file.enhanced(1, 1_000_001, [2, 3], wire: 90)
            file.enhanced(2, 1536, [4])
            let reading = Reading(file.bytes)
            #expect(reading.error == nil)
            #expect(reading.times == [1_000_001_000, 1_000_001, 1_500_000_000])
            #expect(reading.frames.map(\.linkType) == [1, 101, 0])
            #expect(reading.frames.map(\.interface) == [0, 1, 2])
            #expect(reading.frames.map(\.wire) == [1, 90, 1])
            #expect(reading.interfaces[0].name == Array("eth0".utf8))
            #expect(reading.interfaces.map(\.isSwapped) == [isSwapped, isSwapped, isSwapped])
        }
    }

    @Test func `a section may change the byte order and starts with no interface`() {
        var file = CaptureBytes()
        file.section()
        file.interface(1)
        file.enhanced(0, 1, [1])
        var second = CaptureBytes(isSwapped: true)
        second.section()
        second.interface(113)
        second.enhanced(0, 2, [2])
        second.enhanced(1, 3, [3])
        let reading = Reading(file.bytes + second.bytes)
        #expect(reading.frames.map(\.linkType) == [1, 113])
        #expect(reading.frames.map(\.interface) == [0, 1])
        guard case .damaged(_, .unknownInterface(1, known: 1)) = reading.error else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
    }

    @Test func `a section that repeats the interfaces of the one before it adds none`() {
        var file = CaptureBytes()
        for _ in 0..<100 {
            file.section()
            file.interface(1) { $0.option(2, Array("a".utf8)) }
            file.interface(1) { $0.option(2, Array("b".utf8)) }
            file.enhanced(1, 1, [1])
        }
        let reading = Reading(file.bytes)
        #expect(reading.interfaces.map(\.name) == [Array("a".utf8), Array("b".utf8)])
        #expect(reading.frames.count == 100)
        #expect(reading.error == nil)
    }

    @Test func `skips blocks that it does not know, even when they are larger than the buffer`() {
        var file = CaptureBytes()
        file.section()
        file.block(0x0BAD) { $0.bytes = Array(repeating: 7, count: 3 << 20) }
        file.interface()
        file.block(4) { $0.u32(0) }
        file.enhanced(0, 1, [1])
        #expect(Reading(file.bytes).frames.count == 1)
        #expect(Reading(file.bytes).error == nil)
    }

    @Test func `reads simple packets up to the snapshot length and old packet blocks with their drops`() {
        var file = CaptureBytes()
        file.section()
        file.interface(1, snapshotLength: 2)
        file.block(3) {
            $0.u32(3)
            $0.bytes += [1, 2, 3]
        }
        file.block(2) {
            $0.u16(0)
            $0.u16(5)
            $0.u64(9 << 32)
            $0.u32(1)
            $0.u32(1)
            $0.bytes += [9]
        }
        let reading = Reading(file.bytes)
        #expect(reading.frames.map(\.bytes) == [[1, 2], [9]])
        #expect(reading.frames.map(\.wire) == [3, 1])
        #expect(reading.times == [0, 9000])
        #expect(reading.interfaces[0].counters.dropped == 5)
    }

    @Test func `reads direction and drops of a packet, and the statistics of an interface`() {
        var file = CaptureBytes()
        file.section()
        file.interface()
        file.enhanced(0, 1, [1]) {
            $0.option(2, [2, 0, 0, 0])
            $0.option(4, [3, 0, 0, 0, 0, 0, 0, 0])
        }
        file.enhanced(0, 1, [1]) { $0.option(2, [1, 0, 0, 0]) }
        #expect(Reading(file.bytes).frames.map(\.direction) == [.outgoing, .incoming])
        #expect(Reading(file.bytes).interfaces[0].counters == CaptureCounters(dropped: 3))
        file.block(5) {
            $0.u32(0)
            $0.u64(0)
            $0.option(5, [7, 0, 0, 0, 0, 0, 0, 0])
            $0.option(7, [8, 0, 0, 0, 0, 0, 0, 0])
        }
        #expect(
            Reading(file.bytes).interfaces[0].counters == CaptureCounters(dropped: 8, interfaceDropped: 7))
    }

    @Test func `refuses block lengths that lie`() {
        for length: UInt32 in [0, 4, 11, 0xFFFF_FFFE] {
            var file = CaptureBytes()
            file.section()
            file.u32(6)
            file.u32(length)
            file.bytes += [UInt8](repeating: 0, count: 64)
            #expect(Reading(file.bytes).error == .damaged(offset: 28, .blockLength(length)))
        }
        var file = CaptureBytes()
        file.section()
        file.interface()
        file.enhanced(0, 1, [1, 2, 3, 4])
        let trailer = file.bytes.count - 4
        file.bytes[trailer] ^= 1
        #expect(Reading(file.bytes).frames.isEmpty)
        #expect(Reading(file.bytes).error == .damaged(offset: 48, .blockTrailer(37, expected: 36)))
    }

    @Test func `takes a block whose length does not count its padding`() {
        var file = CaptureBytes()
        file.section()
        file.interface()
        file.u32(6)
        file.u32(33)
        for value: UInt32 in [0, 0, 5, 1, 1, 0x0000_0007] { file.u32(value) }
        file.u32(33)
        file.enhanced(0, 6, [8])
        #expect(Reading(file.bytes).frames.map(\.bytes) == [[7], [8]])
        #expect(Reading(file.bytes).error == nil)
    }

    @Test func `says the same of a bad section however its bytes arrive`() {
        var file = CaptureBytes()
        file.section()
        file.bytes[7] = 0xCE
        file.bytes[13] = 0xFF
        #expect(Reading(file.bytes).error == .damaged(offset: 0, .version(major: 0xFF01, minor: 0)))
        #expect(Reading(file.bytes, piece: 1) == Reading(file.bytes))
    }

    @Test func `refuses a frame that is longer than its block`() {
        var file = CaptureBytes()
        file.section()
        file.interface()
        file.block(6) {
            $0.u32(0)
            $0.u64(0)
            $0.u32(5)
            $0.u32(5)
            $0.u32(0)
        }
        #expect(Reading(file.bytes).error == .damaged(offset: 48, .frameExceedsBlock(5, room: 4)))
    }

    @Test func `every cut and every flipped byte ends in frames and at most one error`() {
        var file = CaptureBytes()
        file.section()
        file.interface { $0.option(9, [0x83]) }
        file.enhanced(0, 1, [1, 2, 3]) { $0.option(4, [3, 0, 0, 0, 0, 0, 0, 0]) }
        file.block(3) { $0.u32(0) }
        for length in 0..<file.bytes.count {
            #expect(Reading(Array(file.bytes[..<length])).frames.count <= 2)
        }
        for index in file.bytes.indices {
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                var bytes = file.bytes
                bytes[index] = value
                #expect(Reading(bytes).frames.count <= 2)
            }
        }
    }
}
