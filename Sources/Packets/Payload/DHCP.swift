import JSONLines

/// DHCP for IPv4 (RFC 2131 §2), and BOOTP before it; the options of RFC 2132 follow four bytes that name them.
///
///     0               8               16              24            31
///     +---------------+---------------+---------------+---------------+
///     |   operation   |   hardware    | address length|     hops      |
///     +---------------+---------------+---------------+---------------+
///     |                          transaction                          |
///     +-------------------------------+-------------------------------+
///     |            seconds            |             flags             |
///     +-------------------------------+-------------------------------+
///     |  client, assigned, server, relay: 4 bytes each; client's link address: 16; server's name: 64; file: 128
///     +-------------------------------+--------
///     |          63 82 53 63          | options
///     +-------------------------------+--------
struct DHCP: Sendable {
    static let headerLength = 236
    static let optionLimit = 64

    var operation: UInt8 = 0
    var transaction: UInt32 = 0
    var type: UInt8?
    var client: UInt64?
    var assigned: UInt32 = 0
    var relay: UInt32 = 0
    var requested: UInt32?
    var server: UInt32?
    var lease: UInt32?
    var hostname = ShortText()
    var vendor = ShortText()

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard packet.isOutermost, let dhcp = DHCP(bytes, length: packet.layerLength) else { return .stop }
        packet.dhcp = dhcp
        packet.fields.insert(.dhcp)
        return .stop
    }

    init() {}

    /// What a short snapshot of a message of `length` bytes still tells goes as far as the client's link address.
    private init?(_ bytes: RawSpan, length: Int) {
        guard length >= Self.headerLength, bytes.byteCount >= 34, (1...2).contains(bytes.u8(0)),
            bytes.u8(2) <= 16, bytes.u8(3) <= 16
        else { return nil }
        operation = bytes.u8(0)
        transaction = bytes.u32(4)
        assigned = bytes.u32(16)
        relay = bytes.u32(24)
        if bytes.u8(1) == 1 && bytes.u8(2) == 6 { client = bytes.u48(28) }
        guard bytes.byteCount >= Self.headerLength + 4, bytes.u32(Self.headerLength) == 0x6382_5363 else {
            // BOOTP had other things there, so that only the hardware type speaks for it.
            guard client != nil else { return nil }
            return
        }
        readOptions(bytes)
    }

    private mutating func readOptions(_ bytes: RawSpan) {
        var offset = Self.headerLength + 4
        for _ in 0..<Self.optionLimit where offset + 2 <= bytes.byteCount {
            let code = bytes.u8(offset)
            if code == 255 { return }
            if code == 0 {
                offset += 1
                continue
            }
            let end = offset + 2 + Int(bytes.u8(offset + 1))
            guard end <= bytes.byteCount else { return }
            read(code, bytes.extracting(offset + 2..<end))
            offset = end
        }
    }

    private mutating func read(_ code: UInt8, _ value: RawSpan) {
        switch (code, value.byteCount) {
        case (12, _): hostname = ShortText(value)
        case (50, 4): requested = value.u32(0)
        case (51, 4): lease = value.u32(0)
        case (53, 1): type = value.u8(0)
        case (54, 4): server = value.u32(0)
        case (60, _): vendor = ShortText(value)
        default: break
        }
    }

    static func name(of type: UInt8) -> StaticString? {
        switch type {
        case 1: "discover"
        case 2: "offer"
        case 3: "request"
        case 4: "decline"
        case 5: "ack"
        case 6: "nak"
        case 7: "release"
        case 8: "inform"
        default: nil
        }
    }

    mutating func write(to writer: inout JSONWriter) {
        writer.raw(#"{"type":"#)
        if let type {
            if let name = Self.name(of: type) { writer.quote(name) } else { writer.digits(UInt64(type)) }
        } else {
            writer.raw(operation == 1 ? #""bootrequest""# : #""bootreply""#)
        }
        writer.member(#","id":"#, transaction)
        if let client {
            writer.raw(#","client":"#)
            writer.mac(client)
        }
        write(assigned == 0 ? nil : assigned, #","assigned":"#, to: &writer)
        write(requested, #","requested":"#, to: &writer)
        write(server, #","server":"#, to: &writer)
        write(relay == 0 ? nil : relay, #","relay":"#, to: &writer)
        if let lease { writer.member(#","lease":"#, lease) }
        hostname.write(#","hostname":"#, to: &writer)
        vendor.write(#","vendor":"#, to: &writer)
        writer.byte(UInt8(ascii: "}"))
    }

    private func write(_ address: UInt32?, _ prefix: StaticString, to writer: inout JSONWriter) {
        guard let address else { return }
        writer.raw(prefix)
        writer.ipv4(address)
    }
}
