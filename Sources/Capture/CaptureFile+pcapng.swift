/// What one section of a pcapng file has said so far (draft-ietf-opsawg-pcapng §4).
struct Section {
    var isSwapped = false
    /// The section's own interface numbers, as indices into `CaptureFile.interfaces`.
    var interfaces: [Int] = []
    /// The interfaces of the section before, which a section written by the same capture repeats.
    var previous: [Int] = []
}

extension CaptureFile {
    private enum Block {
        static let interfaceDescription: UInt32 = 1
        static let packet: UInt32 = 2
        static let simplePacket: UInt32 = 3
        static let interfaceStatistics: UInt32 = 5
        static let enhancedPacket: UInt32 = 6
        static let sectionHeader: UInt32 = 0x0A0D_0D0A  // reads the same in both byte orders
    }

    /// More interfaces than this in one file are an attack on memory, not a capture.
    private static let interfaceLimit = 65_536
    /// A description with its options is small; one that claims more than this is not kept in memory.
    private static let descriptionLimit: UInt32 = 1 << 20

    ///     0      4              8          length-4
    ///     | type | total length | body …  | total length |
    mutating func pcapngFrames(
        _ body: (borrowing Frame, RawSpan) -> FrameStep
    ) throws(CaptureFileError) -> Outcome {
        while true {
            guard available >= 12 else { return .needs(12) }
            let type = load32(0, swapped: section.isSwapped)
            if type == Block.sectionHeader {
                guard available >= 28 else { return .needs(28) }
                try beginSection()
            }
            let claimed = load32(4, swapped: section.isSwapped)
            guard claimed >= 12, claimed <= ~3 else { throw .damaged(offset: offset, .blockLength(claimed)) }
            // Some writers do not count the padding of the body, which is there all the same.
            let length = (claimed &+ 3) & ~3
            switch type {
            case Block.enhancedPacket, Block.simplePacket, Block.packet:
                guard length <= Self.frameLimit else {
                    throw .damaged(offset: offset, .blockTooLong(length, limit: Self.frameLimit))
                }
                guard available >= Int(length) else { return .needs(UInt64(length)) }
                try checkTrailer(length)
                guard try packetBlock(type, length, body) else { return .stopped }
            case Block.interfaceDescription, Block.sectionHeader, Block.interfaceStatistics:
                guard length <= Self.descriptionLimit else {
                    throw .damaged(offset: offset, .blockTooLong(length, limit: Self.descriptionLimit))
                }
                guard available >= Int(length) else { return .needs(UInt64(length)) }
                try checkTrailer(length)
                if type == Block.interfaceDescription { try describeInterface(length) }
                if type == Block.interfaceStatistics { countStatistics(length) }
                start &+= Int(length)
                if type == Block.interfaceDescription { return .described }
            default:
                skip = UInt64(length)
                return .skip
            }
        }
    }

    /// The length at the end of the block repeats the one at its start.
    private func checkTrailer(_ length: UInt32) throws(CaptureFileError) {
        let trailer = load32(Int(length) &- 4, swapped: section.isSwapped)
        let claimed = load32(4, swapped: section.isSwapped)
        guard trailer == claimed else {
            throw .damaged(offset: offset, .blockTrailer(trailer, expected: claimed))
        }
    }

    /// A section may be in the other byte order than the one before it.
    private mutating func beginSection() throws(CaptureFileError) {
        let magic = load32(8, swapped: false)
        switch magic {
        case 0x1A2B_3C4D: section.isSwapped = false
        case 0x4D3C_2B1A: section.isSwapped = true
        default: throw .damaged(offset: offset, .byteOrderMagic(magic))
        }
        let length = load32(4, swapped: section.isSwapped)
        guard length >= 28 else { throw .damaged(offset: offset, .blockLength(length)) }
        let major = load16(12, swapped: section.isSwapped)
        let minor = load16(14, swapped: section.isSwapped)
        guard major == 1 else { throw .damaged(offset: offset, .version(major: major, minor: minor)) }
        if !section.interfaces.isEmpty { section.previous = section.interfaces }
        section.interfaces = []
    }

    // MARK: Packets

    /// Hands over the frame of the whole block at `start`; false when the receiver wants no more.
    private mutating func packetBlock(
        _ type: UInt32, _ length: UInt32, _ body: (borrowing Frame, RawSpan) -> FrameStep
    ) throws(CaptureFileError) -> Bool {
        let isSwapped = section.isSwapped
        let headerLength: UInt32 = type == Block.simplePacket ? 12 : 28
        guard length >= headerLength + 4 else { throw .damaged(offset: offset, .blockLength(length)) }
        let room = length &- headerLength &- 4
        var number: UInt32 = 0
        var drops: UInt32 = 0
        switch type {
        case Block.enhancedPacket: number = load32(8, swapped: isSwapped)
        case Block.packet:
            number = UInt32(load16(8, swapped: isSwapped))
            drops = UInt32(load16(10, swapped: isSwapped))
            if drops == 0xFFFF { drops = 0 }  // not known
        default: break
        }
        guard number < section.interfaces.count else {
            throw .damaged(offset: offset, .unknownInterface(number, known: section.interfaces.count))
        }
        let index = section.interfaces[Int(number)]
        var frame = Frame(
            timestamp: 0, interface: index, capturedLength: 0, wireLength: 0,
            linkType: interfaces[index].linkType, hasNanoseconds: interfaces[index].unit.hasNanoseconds)
        let captured: UInt32
        if type == Block.simplePacket {
            let wire = load32(8, swapped: isSwapped)
            let snapshot = interfaces[index].snapshotLength
            captured = min(wire, room, snapshot == 0 ? .max : snapshot)
            frame.wireLength = Int(wire)
            frame.hasTimestamp = false
        } else {
            captured = load32(20, swapped: isSwapped)
            frame.wireLength = Int(load32(24, swapped: isSwapped))
            let high = UInt64(load32(12, swapped: isSwapped))
            let low = UInt64(load32(16, swapped: isSwapped))
            frame.timestamp = interfaces[index].unit.nanoseconds(high << 32 | low)
        }
        guard captured <= room else {
            throw .damaged(offset: offset, .frameExceedsBlock(captured, room: room))
        }
        frame.capturedLength = Int(captured)
        // (captured + 3) & ~3 cannot wrap: `captured` is at most `room`, which is a multiple of four.
        let options = Int(headerLength &+ ((captured &+ 3) & ~3))
        if options &+ 8 <= Int(length) &- 4 { readPacketOptions(options, Int(length) &- 4, &frame, &drops) }
        let bytes = UnsafeRawBufferPointer(
            start: base + start + Int(headerLength), count: frame.capturedLength)
        let step = body(frame, bytes.bytes)
        guard step != .hold else { return false }
        if drops > 0 {
            interfaces[index].counters.dropped = (interfaces[index].counters.dropped ?? 0) &+ UInt64(drops)
        }
        start &+= Int(length)
        return step == .next
    }

    /// `epb_flags` says the direction, `epb_dropcount` what was lost since the packet before.
    private func readPacketOptions(_ from: Int, _ to: Int, _ frame: inout Frame, _ drops: inout UInt32) {
        forEachOption(from, to) { code, at, length in
            switch (code, length) {
            case (2, 4):
                switch load32(at, swapped: section.isSwapped) & 3 {
                case 1: frame.direction = .incoming
                case 2: frame.direction = .outgoing
                default: break
                }
            case (4, 8): drops = UInt32(clamping: load64(at, swapped: section.isSwapped))
            default: break
            }
        }
    }

    /// Visits the options in `from ..< to` (offsets from `start`): their code, offset and length.
    private func forEachOption(_ from: Int, _ to: Int, _ visit: (UInt16, Int, Int) -> Void) {
        var at = from
        while at &+ 4 <= to {
            let code = load16(at, swapped: section.isSwapped)
            let length = Int(load16(at &+ 2, swapped: section.isSwapped))
            guard code != 0, at &+ 4 &+ length <= to else { return }
            visit(code, at &+ 4, length)
            at &+= 4 &+ ((length &+ 3) & ~3)
        }
    }

    // MARK: Interfaces

    ///     8           10         12              16
    ///     | link type | reserved | snapshot length | options …
    private mutating func describeInterface(_ length: UInt32) throws(CaptureFileError) {
        guard length >= 20 else { throw .damaged(offset: offset, .blockLength(length)) }
        var name: [UInt8] = []
        var resolution: UInt8 = 6
        var offsetSeconds: Int64 = 0
        forEachOption(16, Int(length) &- 4) { code, at, length in
            switch code {
            case 2: name = bytes(at, min(length, 256))
            case 9 where length == 1: resolution = (base + start + at).load(as: UInt8.self)
            case 14 where length == 8:
                offsetSeconds = Int64(bitPattern: load64(at, swapped: section.isSwapped))
            default: break
            }
        }
        let described = Interface(
            name: name, linkType: load16(8, swapped: section.isSwapped),
            snapshotLength: load32(12, swapped: section.isSwapped), isSwapped: section.isSwapped,
            unit: TimestampUnit(resolution: resolution, offsetSeconds: offsetSeconds))
        let number = section.interfaces.count
        if number < section.previous.count, interfaces[section.previous[number]].isAlike(described) {
            return section.interfaces.append(section.previous[number])
        }
        guard interfaces.count < Self.interfaceLimit, number < Self.interfaceLimit else {
            throw .damaged(offset: offset, .tooManyInterfaces(limit: Self.interfaceLimit))
        }
        section.interfaces.append(interfaces.count)
        interfaces.append(described)
    }

    private func bytes(_ at: Int, _ count: Int) -> [UInt8] {
        Array(UnsafeRawBufferPointer(start: base + start + at, count: count).prefix { $0 != 0 })
    }

    /// Interface Statistics: the counters are totals since the start of the capture, so the last one counts.
    private mutating func countStatistics(_ length: UInt32) {
        guard length >= 24 else { return }
        let number = load32(8, swapped: section.isSwapped)
        guard number < section.interfaces.count else { return }
        var counters = CaptureCounters()
        forEachOption(20, Int(length) &- 4) { code, at, length in
            switch (code, length) {
            case (5, 8): counters.interfaceDropped = load64(at, swapped: section.isSwapped)
            case (7, 8): counters.dropped = load64(at, swapped: section.isSwapped)
            default: break
            }
        }
        let index = section.interfaces[Int(number)]
        interfaces[index].counters.interfaceDropped =
            counters.interfaceDropped ?? interfaces[index].counters.interfaceDropped
        interfaces[index].counters.dropped = counters.dropped ?? interfaces[index].counters.dropped
    }
}

extension CaptureFile.Interface {
    /// Whether `other` is the same interface described again.
    func isAlike(_ other: Self) -> Bool {
        name == other.name && linkType == other.linkType && snapshotLength == other.snapshotLength
            && isSwapped == other.isSwapped && unit == other.unit
    }
}
