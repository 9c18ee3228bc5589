/// LINKTYPE_RAW, LINKTYPE_IPV4 and LINKTYPE_IPV6: no header at all, the version of the packet says which.
enum RawIP {
    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(1, of: .raw)
        switch bytes.u8(0) >> 4 {
        case 4: return .layer(.ipv4, at: 0)
        case 6: return .layer(.ipv6, at: 0)
        default: throw Fault(.raw, .version)
        }
    }
}
