import JSONLines

/// What of SSH is clear: the banner (RFC 4253 §4.2), and on its port the messages of the key exchange (§6, §12).
///
///     SSH-2.0-software comments CR LF
///     0                              32              40              48
///     +-------------------------------+---------------+---------------+-----
///     |         packet length         | padding length|    message    |
///     +-------------------------------+---------------+---------------+-----
struct SSH: Sendable {
    /// The longest line and packet that RFC 4253 §4.2 and §6.1 ask everyone to take.
    static let bannerLimit = 255
    static let packetLimit = 35_000

    var banner = WireText<128>()
    var message: UInt8 = 0

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) -> Next {
        guard packet.isOutermost, packet.ssh.read(bytes, isOnPort: packet.isOnSSHPort) else { return .stop }
        packet.fields.insert(.ssh)
        return .stop
    }

    private mutating func read(_ bytes: RawSpan, isOnPort: Bool) -> Bool {
        banner.removeAll()
        message = 0
        guard bytes.byteCount >= 8 else { return false }
        guard bytes.u32(0) == 0x5353_482D else { return isOnPort && readMessage(bytes) }
        // SSH-1.99, SSH-2.0
        guard (UInt8(ascii: "1")...UInt8(ascii: "2")).contains(bytes.u8(4)), bytes.u8(5) == UInt8(ascii: ".")
        else {
            return false
        }
        var end = 0
        let limit = min(bytes.byteCount, Self.bannerLimit)
        while end < limit, bytes.u8(end) >= 0x20, bytes.u8(end) != 0x7F { end += 1 }
        banner.append(bytes, from: 0, to: end)
        return true
    }

    private mutating func readMessage(_ bytes: RawSpan) -> Bool {
        let length = Int(bytes.u32(0))
        let padding = Int(bytes.u8(4))
        // Padding is four bytes at least; messages follow each other without gaps.
        guard (12...Self.packetLimit).contains(length), padding >= 4, padding < length - 1,
            Self.name(of: bytes.u8(5)) != nil
        else { return false }
        message = bytes.u8(5)
        return true
    }

    static func name(of message: UInt8) -> StaticString? {
        switch message {
        case 20: "kexinit"
        case 21: "newkeys"
        case 30: "kex_init"
        case 31: "kex_reply"
        case 32: "kex_gex_init"
        case 33: "kex_gex_reply"
        case 34: "kex_gex_request"
        default: nil
        }
    }

    mutating func write(to writer: inout JSONWriter) {
        if message == 0 {
            writer.raw(#"{"banner":"#)
            banner.write(to: &writer)
        } else {
            writer.member(#"{"message":"#, Self.name(of: message), or: message)
        }
        writer.byte(UInt8(ascii: "}"))
    }
}

extension Packet {
    fileprivate var isOnSSHPort: Bool { sourcePort == 22 || destinationPort == 22 }
}
