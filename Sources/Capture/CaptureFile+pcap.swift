/// A pcap file's variant (draft-ietf-opsawg-pcap §4), told by its magic number.
struct PcapFormat {
    static let fileHeaderLength = 24

    var isSwapped: Bool
    var hasNanoseconds: Bool
    /// 16, or 24 in the "modified" format of Alexey Kuznetzov's patch.
    var recordHeaderLength: Int
    /// Files before version 2.3 have the two lengths the other way round; in those of 2.3 some writers did.
    var lengths = Lengths.inOrder
    var linkType: UInt16 = 0
    var limit: UInt32 = 0

    enum Lengths {
        case inOrder, swapped, unsure
    }

    init?(magic: UInt32) {
        switch magic {
        case 0xA1B2_C3D4: (isSwapped, hasNanoseconds, recordHeaderLength) = (false, false, 16)
        case 0xD4C3_B2A1: (isSwapped, hasNanoseconds, recordHeaderLength) = (true, false, 16)
        case 0xA1B2_3C4D: (isSwapped, hasNanoseconds, recordHeaderLength) = (false, true, 16)
        case 0x4D3C_B2A1: (isSwapped, hasNanoseconds, recordHeaderLength) = (true, true, 16)
        case 0xA1B2_CD34: (isSwapped, hasNanoseconds, recordHeaderLength) = (false, false, 24)
        case 0x34CD_B2A1: (isSwapped, hasNanoseconds, recordHeaderLength) = (true, false, 24)
        default: return nil
        }
    }
}

extension CaptureFile {
    /// The most that a frame may claim: what tcpdump and Wireshark take for this link type, or a larger snapshot
    /// length that the file declares.
    static func frameLimit(linkType: UInt16, snapshotLength: UInt32) -> UInt32 {
        let usual: UInt32
        switch linkType {
        case 189, 220, 231, 249, 266: usual = 1 << 27  // USB and D-Bus carry whole transfers
        default: usual = 1 << 18
        }
        return snapshotLength <= frameLimit ? max(usual, snapshotLength) : usual
    }

    ///     0       4       8       12      16      20      24
    ///     | magic | version | zone | sigfigs | snaplen | FCS and link type |
    mutating func pcapHeader(_ variant: PcapFormat) throws(CaptureFileError) -> PcapFormat {
        var format = variant
        let major = load16(4, swapped: format.isSwapped)
        let minor = load16(6, swapped: format.isSwapped)
        switch (major, minor) {
        case (2, 0...2), (543, 0): format.lengths = .swapped
        case (2, 3): format.lengths = .unsure
        case (2, _): break
        default: throw .damaged(offset: 4, .version(major: major, minor: minor))
        }
        let snapshotLength = load32(16, swapped: format.isSwapped)
        format.linkType = UInt16(truncatingIfNeeded: load32(20, swapped: format.isSwapped))
        format.limit = Self.frameLimit(linkType: format.linkType, snapshotLength: snapshotLength)
        interfaces = [
            Interface(
                linkType: format.linkType, snapshotLength: snapshotLength, isSwapped: format.isSwapped,
                unit: .microseconds)
        ]
        start += PcapFormat.fileHeaderLength
        return format
    }

    ///     0         4                8                 12            16
    ///     | seconds | µs or ns       | captured length | wire length | frame …
    mutating func pcapFrames(
        _ format: PcapFormat, _ body: (borrowing Frame, RawSpan) -> FrameStep
    ) throws(CaptureFileError) -> Outcome {
        let header = format.recordHeaderLength
        let scale: Int64 = format.hasNanoseconds ? 1 : 1000
        var frame = Frame(
            timestamp: 0, interface: 0, capturedLength: 0, wireLength: 0, linkType: format.linkType,
            hasNanoseconds: format.hasNanoseconds)
        while true {
            guard available >= header else { return .needs(UInt64(header)) }
            var captured = load32(8, swapped: format.isSwapped)
            var wire = load32(12, swapped: format.isSwapped)
            if format.lengths == .swapped || (format.lengths == .unsure && captured > wire) {
                swap(&captured, &wire)
            }
            guard captured <= format.limit else {
                throw .damaged(offset: offset, .frameTooLong(captured, limit: format.limit))
            }
            let length = Int(captured)
            guard available >= header &+ length else { return .needs(UInt64(header &+ length)) }
            frame.timestamp =
                Int64(load32(0, swapped: format.isSwapped)) &* 1_000_000_000
                &+ Int64(load32(4, swapped: format.isSwapped)) &* scale
            frame.capturedLength = length
            frame.wireLength = Int(wire)
            let bytes = UnsafeRawBufferPointer(start: base + start + header, count: length)
            switch body(frame, bytes.bytes) {
            case .next: start &+= header &+ length
            case .stop:
                start &+= header &+ length
                return .stopped
            case .hold: return .stopped
            }
        }
    }

    // MARK: Fields of the record at `start`; the caller has checked that they have arrived.

    @inline(__always) func load16(_ offset: Int, swapped: Bool) -> UInt16 {
        let value = (base + start + offset).loadUnaligned(as: UInt16.self)
        return swapped ? value.byteSwapped : value
    }

    @inline(__always) func load32(_ offset: Int, swapped: Bool) -> UInt32 {
        let value = (base + start + offset).loadUnaligned(as: UInt32.self)
        return swapped ? value.byteSwapped : value
    }

    @inline(__always) func load64(_ offset: Int, swapped: Bool) -> UInt64 {
        let value = (base + start + offset).loadUnaligned(as: UInt64.self)
        return swapped ? value.byteSwapped : value
    }
}
