/// LINKTYPE_NULL: the address family of BSD in the byte order of the host that captured.
///
///     +-----------------------------------+
///     |  address family, host byte order  |
///     +-----------------------------------+
enum Null {
    static let headerLength = 4

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(headerLength, of: .null)
        let family = bytes.u32(0)
        // Families are small numbers, so the order that makes one is the right one.
        return next(family: family <= 0xFFFF ? family : family.byteSwapped)
    }

    /// AF_INET is 2 everywhere; AF_INET6 is 10, 24, 28 or 30, as the system pleases.
    static func next(family: UInt32) -> Next {
        switch family {
        case 2: .layer(.ipv4, at: headerLength)
        case 10, 24, 28, 30: .layer(.ipv6, at: headerLength)
        default: .stop
        }
    }
}

/// LINKTYPE_LOOP: the same in network byte order (OpenBSD).
enum Loop {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(Null.headerLength, of: .loop)
        return Null.next(family: bytes.u32(0))
    }
}
