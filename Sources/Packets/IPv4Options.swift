/// The options of an IPv4 header by number (RFC 791 §3.1); those beyond the eighth are not kept.
///
///     +--------+--------+--------+-------
///     |  type  | length | value            types 0 (end) and 1 (nothing) are one byte
///     +--------+--------+--------+-------
struct IPv4Options: Sendable {
    private(set) var types = InlineArray<8, UInt8>(repeating: 0)
    private(set) var count = 0

    init() {}

    /// Those between `start` and `end`, which lie within `bytes`. What is left of a lying one is passed over.
    init(_ bytes: RawSpan, from start: Int, to end: Int) {
        var offset = start
        while offset < end && count < 8 {
            let type = bytes.u8(offset)
            if type == 0 { return }
            if type == 1 {
                offset += 1
                continue
            }
            types[count] = type
            count += 1
            guard offset + 2 <= end, bytes.u8(offset + 1) >= 2 else { return }
            offset += Int(bytes.u8(offset + 1))
        }
    }

    static func name(of type: UInt8) -> StaticString? {
        switch type {
        case 7: "record_route"
        case 68: "timestamp"
        case 130: "security"
        case 131: "loose_source_route"
        case 137: "strict_source_route"
        case 134: "cipso"
        case 148: "router_alert"
        default: nil
        }
    }
}
