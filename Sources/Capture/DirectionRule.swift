import CPcap

/// How the direction of a live frame follows from the interface that saw it and from its link header.
enum DirectionRule: Equatable, Sendable {
    /// Neither tells: the headers behind may.
    case unknown
    /// Every frame goes the same way: `-Q` lets no others through, or the interface is the loopback.
    case always(Frame.Direction)
    /// Ethernet: from this address (EUI-48) out, to it or to a group in; frames between others have none.
    case ethernet(UInt64)
    /// LINKTYPE_LINUX_SLL2: its packet type tells, but what arrives on the loopback (by number) never left.
    case cooked(loopback: UInt32)

    func direction(_ bytes: RawSpan) -> Frame.Direction {
        switch self {
        case .unknown: .unknown
        case .always(let direction): direction
        case .ethernet(let own): Self.direction(bytes, own)
        case .cooked(let loopback):
            loopback != 0 && CookedHeader.interface(bytes) == loopback ? .local : .unknown
        }
    }

    private static func direction(_ bytes: RawSpan, _ own: UInt64) -> Frame.Direction {
        guard bytes.byteCount >= 14 else { return .unknown }
        let head = UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
        let rest = UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt32.self))
        let destination = head >> 16
        let source = (head & 0xFFFF) << 32 | UInt64(rest)
        if source == own { return .outgoing }
        let isGroup = head >> 56 & 1 == 1
        return destination == own || isGroup ? .incoming : .unknown
    }
}

/// Kinds of interface (`ARPHRD_*` of linux/if_arp.h).
private enum HardwareType {
    static let ethernet: UInt16 = 1
    static let loopback: UInt16 = 772
}

/// The header of LINKTYPE_LINUX_SLL2, as far as a capture of all interfaces needs it.
enum CookedHeader {
    static let linkType: UInt16 = 276
    /// Version 1, which does not say the interface.
    static let oldLinkType: UInt16 = 113

    /// The system's number of the interface; 0 in a cut header.
    static func interface(_ bytes: RawSpan) -> UInt32 {
        guard bytes.byteCount >= 8 else { return 0 }
        return UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt32.self))
    }
}

extension LiveCapture {
    /// The rule for an interface with this number, link type and `-Q`, as things stand now.
    static func directionRule(
        descriptor: Int32, systemIndex: UInt32, linkType: UInt16, wanted: Frame.Direction
    ) -> DirectionRule {
        let hardware = hardware(descriptor: descriptor, systemIndex: systemIndex)
        if hardware?.type == HardwareType.loopback { return .always(.local) }
        if linkType == CookedHeader.linkType { return .cooked(loopback: if_nametoindex("lo")) }
        if wanted != .unknown { return .always(wanted) }
        guard linkType == 1, let hardware, hardware.type == HardwareType.ethernet else { return .unknown }
        return .ethernet(hardware.address)
    }

    /// The kind of an interface (`ARPHRD_*`) and its address; nil when it is gone.
    private static func hardware(
        descriptor: Int32, systemIndex: UInt32
    ) -> (type: UInt16, address: UInt64)? {
        var request = ifreq()
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        guard systemIndex != 0, if_indextoname(systemIndex, &name) != nil else { return nil }
        withUnsafeMutableBytes(of: &request) { $0.copyBytes(from: name.lazy.map { UInt8(bitPattern: $0) }) }
        guard ioctl(descriptor, UInt(SIOCGIFHWADDR), &request) == 0 else { return nil }
        return withUnsafeBytes(of: &request.ifr_ifru.ifru_hwaddr) { bytes in
            var address: UInt64 = 0
            for byte in bytes[2..<8] { address = address << 8 | UInt64(byte) }
            return (bytes.load(as: UInt16.self), address)
        }
    }
}
