import JSONLines

/// The first TLS record of a segment (RFC 8446 §5.1), and of a hello what names the peer and the protocol.
///
///     0               8               16                             40
///     +---------------+---------------+--------------+---------------+-----
///     |  record type  |        version: 3, minor     |     length    | alert, handshake …
///     +---------------+---------------+--------------+---------------+-----
struct TLS: Sendable {
    /// A record has 2^14 bytes of plain text, and 2,048 that a cipher may add (RFC 5246 §6.2.3).
    static let recordLimit = 1 << 14 + 2048
    static let extensionLimit = 64

    var record: UInt8 = 0
    var handshake: UInt8?
    /// Of the hello: the highest that is offered, or the one that was chosen; else the record's.
    var version: UInt16 = 0
    var cipher: UInt16?
    var alert: (level: UInt8, description: UInt8)?
    var serverName = WireText<255>()
    /// The protocols of ALPN (RFC 7301), each behind its length as on the wire.
    var protocols = WireText<64>()

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard packet.isOutermost, bytes.byteCount >= 6 else { return .stop }
        let length = Int(bytes.u16(3))
        guard bytes.u8(1) == 3, bytes.u8(2) <= 4, length > 0, length <= recordLimit else { return .stop }
        // Other records than hellos say too little of themselves to be told on any port.
        let isHello = bytes.u8(0) == 22 && (1...2).contains(bytes.u8(5))
        guard isHello || isKnown(packet.sourcePort) || isKnown(packet.destinationPort) else { return .stop }
        guard packet.tls.read(bytes.extracting(0..<min(bytes.byteCount, 5 + length))) else { return .stop }
        packet.fields.insert(.tls)
        return .stop
    }

    /// HTTPS, mail, news, directory, FTP, Telnet, IRC, DNS, SIP, MQTT and message queues over TLS.
    private static func isKnown(_ port: UInt16) -> Bool {
        switch port {
        case 443, 465, 563, 636, 853, 989, 990, 992...995, 3269, 4433, 4443, 5061, 5671, 6697, 8443, 8883,
            9443:
            true
        default: false
        }
    }

    /// False where the record is none.
    private mutating func read(_ bytes: RawSpan) -> Bool {
        record = bytes.u8(0)
        version = bytes.u16(1)
        (handshake, cipher, alert) = (nil, nil, nil)
        serverName.removeAll()
        protocols.removeAll()
        let length = Int(bytes.u16(3))
        switch record {
        case 20: return length == 1 && bytes.u8(5) == 1
        case 21:
            if length == 2 && bytes.byteCount >= 7 { alert = (bytes.u8(5), bytes.u8(6)) }
            return length >= 2 && (length > 2 || (1...2).contains(bytes.u8(5)))
        case 22: return readHandshake(bytes)
        default: return true
        }
    }

    /// An encrypted handshake looks like chance: it has no type then.
    private mutating func readHandshake(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 11, Self.name(handshake: bytes.u8(5)) != nil else { return true }
        let type = bytes.u8(5)
        let size = Int(bytes.u24(6))
        guard size <= 1 << 17 else { return type > 2 }
        guard type <= 2 else {
            if size + 4 <= Int(bytes.u16(3)) || type == 11 { handshake = type }
            return true
        }
        guard size >= 38, bytes.u8(9) == 3, bytes.u8(10) <= 4 else { return false }
        handshake = type
        version = bytes.u16(9)
        readHello(bytes, isServer: type == 2)
        return true
    }

    /// Version, 32 random bytes, session, ciphers, compression, extensions: as far as they are there.
    private mutating func readHello(_ bytes: RawSpan, isServer: Bool) {
        guard bytes.byteCount > 43 else { return }
        var offset = 44 + Int(bytes.u8(43))
        guard offset + 2 <= bytes.byteCount else { return }
        if isServer {
            cipher = bytes.u16(offset)
            offset += 3
        } else {
            offset += 2 + Int(bytes.u16(offset))
            guard offset < bytes.byteCount else { return }
            offset += 1 + Int(bytes.u8(offset))
        }
        offset += 2
        for _ in 0..<Self.extensionLimit where offset + 4 <= bytes.byteCount {
            let end = offset + 4 + Int(bytes.u16(offset + 2))
            guard end <= bytes.byteCount else { return }
            readExtension(bytes.u16(offset), bytes.extracting(offset + 4..<end), isServer: isServer)
            offset = end
        }
    }

    private mutating func readExtension(_ type: UInt16, _ value: RawSpan, isServer: Bool) {
        switch type {
        case 0:
            // A list of names (RFC 6066 §3), of which only the first, a host's, was ever used.
            guard value.byteCount > 5, value.u8(2) == 0 else { return }
            serverName = WireText(value.extracting(5..<min(value.byteCount, 5 + Int(value.u16(3)))))
        case 16 where value.byteCount > 2:
            protocols = WireText(value.extracting(2..<value.byteCount))
        case 43 where isServer && value.byteCount == 2: version = value.u16(0)
        case 43 where !isServer && value.byteCount >= 3:
            for offset in stride(from: 1, to: value.byteCount - 1, by: 2) {
                // Versions like 0x0A0A test the peer (RFC 8701); drafts are 0x7Fnn.
                let offered = value.u16(offset)
                if offered >> 8 == 3 && offered > version { version = offered }
            }
        default: break
        }
    }

    static func name(version: UInt16) -> StaticString? {
        switch version {
        case 0x0300: "SSL 3.0"
        case 0x0301: "1.0"
        case 0x0302: "1.1"
        case 0x0303: "1.2"
        case 0x0304: "1.3"
        default: nil
        }
    }

    static func name(record: UInt8) -> StaticString? {
        switch record {
        case 20: "change_cipher_spec"
        case 21: "alert"
        case 22: "handshake"
        case 23: "application_data"
        default: nil
        }
    }

    static func name(handshake: UInt8) -> StaticString? {
        switch handshake {
        case 0: "hello_request"
        case 1: "client_hello"
        case 2: "server_hello"
        case 4: "new_session_ticket"
        case 11: "certificate"
        case 12: "server_key_exchange"
        case 13: "certificate_request"
        case 14: "server_hello_done"
        case 15: "certificate_verify"
        case 16: "client_key_exchange"
        case 20: "finished"
        case 22: "certificate_status"
        default: nil
        }
    }

    mutating func write(to writer: inout JSONWriter) {
        writer.member(#"{"record":"#, Self.name(record: record), or: record)
        writer.member(#","version":"#, Self.name(version: version), or: version)
        if let handshake { writer.member(#","handshake":"#, Self.name(handshake: handshake), or: handshake) }
        if let alert {
            writer.raw(alert.level == 2 ? #","alert":{"level":"fatal""# : #","alert":{"level":"warning""#)
            writer.member(#","description":"#, alert.description)
            writer.byte(UInt8(ascii: "}"))
        }
        if let cipher {
            writer.raw(#","cipher":"0x"#)
            writer.hexadecimal(cipher)
            writer.byte(UInt8(ascii: "\""))
        }
        serverName.write(#","sni":"#, to: &writer)
        if !protocols.isEmpty { writeProtocols(to: &writer) }
        writer.byte(UInt8(ascii: "}"))
    }

    /// Whole ones only.
    private mutating func writeProtocols(to writer: inout JSONWriter) {
        writer.raw(#","alpn":["#)
        var offset = 0
        while offset < protocols.count {
            let end = offset + 1 + Int(protocols[offset])
            guard end > offset + 1, end <= protocols.count else { break }
            protocols.write(from: offset + 1, to: end, to: &writer)
            offset = end
        }
        writer.byte(UInt8(ascii: "]"))
    }
}
