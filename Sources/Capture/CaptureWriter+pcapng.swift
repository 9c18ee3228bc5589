/// The blocks of pcapng (draft-ietf-opsawg-pcapng §4): each begins with its type and length, and ends with its length.
extension CaptureWriter {
    /// An interface as a pcapng file describes it.
    package struct Interface: Equatable, Sendable {
        package var name: [UInt8]
        package var linkType: UInt16
        package var snapshotLength: UInt32

        package init(name: [UInt8], linkType: UInt16, snapshotLength: UInt32) {
            self.name = name
            self.linkType = linkType
            self.snapshotLength = snapshotLength
        }
    }

    private enum Block {
        static let section: UInt32 = 0x0A0D_0D0A
        static let interface: UInt32 = 1
        static let statistics: UInt32 = 5
        static let packet: UInt32 = 6
    }

    /// The names of interfaces are cut here.
    private static let nameLimit = 255

    mutating func beginSection() {
        append(Block.section)
        append(28)
        append(0x1A2B_3C4D)  // the byte order
        append(halves: 1, 0)
        append(.max)  // of unknown length
        append(.max)
        append(28)
    }

    /// Describes the next interface: the first one is number 0. Nothing in a pcap file.
    ///
    /// Throws the error number of a `write(2)` that failed.
    package mutating func append(_ interface: Interface) throws(SystemError) {
        guard format == .pcapng else { return }
        let name = interface.name.prefix(Self.nameLimit)
        let padding = -name.count & 3
        let nameLength = name.isEmpty ? 0 : 4 + name.count + padding
        let length = 20 + nameLength + 8 + 4
        try reserve(20)
        append(Block.interface)
        append(UInt32(length))
        append(halves: interface.linkType, 0)
        append(interface.snapshotLength)
        if !name.isEmpty {
            append(halves: 2, UInt16(name.count))  // if_name
            try append(Array(name + [UInt8](repeating: 0, count: padding)).span.bytes)
            fileLength &-= UInt64(name.count + padding)
        }
        try reserve(16)
        append(halves: 9, 1)  // if_tsresol
        append(UInt32(littleEndian: hasNanoseconds ? 9 : 6))
        append(0)
        append(UInt32(length))
        fileLength &+= UInt64(length)
    }

    /// The whole block without the frame's bytes fits into the slack of the buffer.
    mutating func appendPacketBlock(_ frame: borrowing Frame, _ bytes: RawSpan) throws(SystemError) {
        let padding = -bytes.byteCount & 3
        let direction = frame.direction
        let isKnown = direction == .incoming || direction == .outgoing
        let length = 28 + bytes.byteCount + padding + (isKnown ? 12 : 0) + 4
        append(Block.packet)
        append(UInt32(truncatingIfNeeded: length))
        append(UInt32(truncatingIfNeeded: frame.interface))
        append(time: frame.timestamp)
        append(UInt32(truncatingIfNeeded: bytes.byteCount))
        append(UInt32(clamping: frame.wireLength))
        try append(bytes)
        for _ in 0..<padding {
            base.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
            count += 1
        }
        if isKnown {
            append(halves: 2, 4)  // epb_flags
            append(direction == .incoming ? 1 : 2)
            append(0)
        }
        append(UInt32(truncatingIfNeeded: length))
        fileLength &+= UInt64(length - bytes.byteCount)
    }

    /// What an interface has lost, at a time in nanoseconds. Nothing in a pcap file.
    package mutating func append(
        _ counters: CaptureCounters, interface: Int, at time: Int64
    ) throws(SystemError) {
        guard format == .pcapng else { return }
        // isb_ifrecv, isb_ifdrop, isb_osdrop
        let options: [(UInt16, UInt64?)] = [
            (4, counters.received), (5, counters.interfaceDropped), (7, counters.dropped),
        ]
        let known = options.filter { $0.1 != nil }
        guard !known.isEmpty else { return }
        let length = UInt32(20 + known.count * 12 + 4 + 4)
        try reserve(Int(length))
        append(Block.statistics)
        append(length)
        append(UInt32(truncatingIfNeeded: interface))
        append(time: time)
        for (code, value) in known {
            append(halves: code, 8)
            base.storeBytes(of: value ?? 0, toByteOffset: count, as: UInt64.self)
            count += 8
        }
        append(0)
        append(length)
        fileLength &+= UInt64(length)
    }

    private mutating func append(time: Int64) {
        let ticks = UInt64(max(time, 0)) / (hasNanoseconds ? 1 : 1000)
        append(UInt32(truncatingIfNeeded: ticks >> 32))
        append(UInt32(truncatingIfNeeded: ticks))
    }
}
