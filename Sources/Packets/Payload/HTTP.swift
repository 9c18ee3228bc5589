import JSONLines

/// The head of an HTTP/1 message (RFC 9112 §2.1), where a segment begins with one: a request or a status line, and
/// of the header fields the host.
///
///     method SP target SP HTTP/1.x CRLF        name ":" value CRLF … CRLF
///     HTTP/1.x SP status SP reason CRLF
struct HTTP: Sendable {
    /// Bytes of a head that are searched at most.
    static let searchLimit = 2048
    /// The longest registered method has 17 letters.
    static let methodLimit = 20

    var method = WireText<20>()
    var target = WireText<256>()
    var host = WireText<128>()
    var status: UInt16 = 0
    var minorVersion: UInt8 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard packet.isOutermost, bytes.byteCount >= 12,
            packet.http.read(bytes.extracting(0..<min(bytes.byteCount, searchLimit)))
        else { return .stop }
        packet.fields.insert(.http)
        return .stop
    }

    private mutating func read(_ bytes: RawSpan) -> Bool {
        method.removeAll()
        target.removeAll()
        host.removeAll()
        status = 0
        // "HTTP": no method begins so.
        return bytes.u32(0) == 0x4854_5450 ? readStatus(bytes) : readRequest(bytes)
    }

    /// `HTTP/1.x nnn`
    private mutating func readStatus(_ bytes: RawSpan) -> Bool {
        guard let minor = Self.version(bytes, at: 0), bytes.u8(8) == UInt8(ascii: " ")
        else {
            return false
        }
        minorVersion = minor
        for offset in 9..<12 {
            let digit = bytes.u8(offset) &- UInt8(ascii: "0")
            guard digit < 10 else { return false }
            status = status * 10 + UInt16(digit)
        }
        return (100..<1000).contains(status)
    }

    /// A target that does not end here is cut, and its version unknown: such a line is taken for a request only
    /// where the search ended within it.
    private mutating func readRequest(_ bytes: RawSpan) -> Bool {
        var offset = 0
        while offset < min(bytes.byteCount, Self.methodLimit), Self.isMethod(bytes.u8(offset)) { offset += 1 }
        guard offset >= 3, offset < bytes.byteCount, bytes.u8(offset) == UInt8(ascii: " ") else {
            return false
        }
        method.append(bytes, from: 0, to: offset)
        offset += 1
        let start = offset
        while offset < bytes.byteCount, (0x21...0x7E).contains(bytes.u8(offset)) || bytes.u8(offset) >= 0x80 {
            offset += 1
        }
        guard offset > start else { return false }
        target.append(bytes, from: start, to: offset)
        minorVersion = 1
        // The segment, or what is searched of it, ends in the target.
        guard offset < bytes.byteCount else { return offset - start >= 64 }
        guard bytes.u8(offset) == UInt8(ascii: " ") else { return false }
        guard bytes.byteCount - offset > 8 else { return Self.beginsVersion(bytes, at: offset + 1) }
        guard let minor = Self.version(bytes, at: offset + 1) else { return false }
        minorVersion = minor
        readHost(bytes, from: offset + 9)
        return true
    }

    private mutating func readHost(_ bytes: RawSpan, from start: Int) {
        var offset = start
        while offset + 7 < bytes.byteCount {
            guard bytes.u8(offset) == UInt8(ascii: "\n") else {
                offset += 1
                continue
            }
            offset += 1
            // Without case: the bit that tells small letters.
            guard bytes.u32(offset) | 0x2020_2020 == 0x686F_7374, bytes.u8(offset + 4) == UInt8(ascii: ":")
            else {
                continue
            }
            offset += 5
            while offset < bytes.byteCount, Self.isBlank(bytes.u8(offset)) { offset += 1 }
            var end = offset
            while end < bytes.byteCount, bytes.u8(end) != UInt8(ascii: "\r"),
                bytes.u8(end) != UInt8(ascii: "\n")
            {
                end += 1
            }
            while end > offset, Self.isBlank(bytes.u8(end - 1)) { end -= 1 }
            return host.append(bytes, from: offset, to: end)
        }
    }

    private static func isBlank(_ unit: UInt8) -> Bool {
        unit == UInt8(ascii: " ") || unit == UInt8(ascii: "\t")
    }

    /// The letters of the methods in IANA's registry, and of those that are not in it.
    private static func isMethod(_ unit: UInt8) -> Bool {
        switch unit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// The minor version of `HTTP/1.x`.
    private static func version(_ bytes: RawSpan, at offset: Int) -> UInt8? {
        guard offset + 8 <= bytes.byteCount, bytes.u32(offset) == 0x4854_5450,
            bytes.u24(offset + 4) == 0x2F312E,
            bytes.u8(offset + 7) &- UInt8(ascii: "0") < 10
        else { return nil }
        return bytes.u8(offset + 7) - UInt8(ascii: "0")
    }

    /// Whether the bytes end within the letters before the minor version.
    private static func beginsVersion(_ bytes: RawSpan, at offset: Int) -> Bool {
        let letters: UInt64 = 0x4854_5450_2F31_2E00  // HTTP/1.
        for index in 0..<min(bytes.byteCount - offset, 7)
        where bytes.u8(offset + index) != UInt8(truncatingIfNeeded: letters >> UInt64(56 - 8 * index)) {
            return false
        }
        return true
    }

    mutating func write(to writer: inout JSONWriter) {
        writer.raw(#"{"version":"1."#)
        writer.digits(UInt64(minorVersion))
        writer.byte(UInt8(ascii: "\""))
        method.write(#","method":"#, to: &writer)
        target.write(#","path":"#, to: &writer)
        host.write(#","host":"#, to: &writer)
        if status != 0 { writer.member(#","status":"#, status) }
        writer.byte(UInt8(ascii: "}"))
    }
}
