/// LINKTYPE_NFLOG: a packet as Linux's netfilter logs it, a header and then attributes in the byte order of the host.
///
///     +---------------+---------------+-------------------------------+
///     |    family     |  version (0)  |   group, network byte order   |
///     +---------------+---------------+-------------------------------+
///     |  length with these four bytes |             type              |  and the value, padded to four
///     +-------------------------------+-------------------------------+
enum NFLOG {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(4, of: .nflog)
        let family = bytes.u8(0)
        guard bytes.u8(1) == 0 else { throw Fault(.nflog, .version) }
        var offset = 4
        while offset < packet.layerLength {
            try bytes.require(offset + 4, of: .nflog)
            // The order is not told; lengths are small, so that only one reading can be right.
            let little = bytes.littleEndian16(offset + 2) & 0x7FFF <= 0xFF
            let length = Int(little ? bytes.littleEndian16(offset) : bytes.u16(offset))
            let type = (little ? bytes.littleEndian16(offset + 2) : bytes.u16(offset + 2)) & 0x7FFF
            guard length >= 4 else { throw Fault(.nflog, .lengthTooSmall, needed: 4, available: length) }
            if type == 9 {
                return payload(family: family, at: offset + 4, length: length - 4)
            }
            offset += (length + 3) & ~3
        }
        return .stop
    }

    private static func payload(family: UInt8, at offset: Int, length: Int) -> Next {
        switch family {
        case 2: .layer(.ipv4, at: offset, length: length)
        case 10: .layer(.ipv6, at: offset, length: length)
        default: .stop
        }
    }
}
