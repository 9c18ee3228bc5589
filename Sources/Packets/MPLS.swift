/// A stack of MPLS labels (RFC 3032 §2.1).
///
///     0                                       20     23  24             32
///     +---------------------------------------+------+---+--------------+
///     |                 label                 |  TC  | S |     TTL      |   S: the last one
///     +---------------------------------------+------+---+--------------+
enum MPLS {
    /// More labels than any network stacks.
    static let labelLimit = 16

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        for index in 0..<labelLimit {
            let offset = index * 4
            try bytes.require(offset + 4, of: .mpls)
            let entry = bytes.u32(offset)
            if packet.networkLayers == 0 {
                packet.labels.append(entry >> 12)
                packet.fields.insert(.mpls)
            }
            if entry & 0x100 != 0 { return try payload(bytes, at: offset + 4) }
        }
        throw Fault(.mpls, .layerLimit)
    }

    /// Nothing says what is carried: the first four bits tell IP from a pseudowire's control word (RFC 4385 §3).
    private static func payload(_ bytes: RawSpan, at offset: Int) throws(Fault) -> Next {
        try bytes.require(offset + 1, of: .mpls)
        switch bytes.u8(offset) >> 4 {
        case 4: return .layer(.ipv4, at: offset)
        case 6: return .layer(.ipv6, at: offset)
        case 0: return .layer(.ethernet, at: offset + 4)
        default: return .stop
        }
    }
}
