import Terminal

/// Addresses in few columns: the port stays, the end of the address goes.
package enum Endpoint {
    /// `203.0.113.7:443`, `[2001:db8::1]:443`; cut to `width` columns as `[2001:db8:85…]:443`. Without a port the
    /// address alone. The address may be anything: it came from outside.
    package static func text(_ address: String, port: UInt16?, width: Int) -> String {
        guard let port else { return Printable.fitted(address, to: width) }
        let hasColons = address.utf8.contains(UInt8(ascii: ":"))
        let (open, close) = (hasColons ? "[" : "", (hasColons ? "]:" : ":") + String(port))
        let room = width - open.utf8.count - close.utf8.count
        // A column that cannot hold even the port shows what it can of the address.
        guard room >= 2 else { return Printable.fitted(address, to: width) }
        return open + Printable.fitted(address, to: room) + close
    }
}

extension Endpoint {
    /// An address that may carry its port (`203.0.113.7:443`, `[2001:db8::1]:443`) in `width` columns: the port stays.
    package static func fitted(_ text: String, to width: Int) -> String {
        guard Printable.width(of: text) > width else { return Printable.fitted(text, to: width) }
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), colon > 0 else {
            return Printable.fitted(text, to: width)
        }
        let isBracketed = bytes[colon - 1] == UInt8(ascii: "]") && bytes[0] == UInt8(ascii: "[")
        let hasOneColon = bytes.firstIndex(of: UInt8(ascii: ":")) == colon
        let port = UInt16(String(decoding: bytes[(colon + 1)...], as: UTF8.self))
        guard let port, isBracketed || hasOneColon else { return Printable.fitted(text, to: width) }
        let address = isBracketed ? bytes[1..<colon - 1] : bytes[..<colon]
        return self.text(String(decoding: address, as: UTF8.self), port: port, width: width)
    }
}

extension Endpoint {
    /// The address of `203.0.113.7:443` or `[2001:db8::1]:443`; anything else as it is.
    package static func host(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), colon > 0 else { return text }
        if bytes[0] == UInt8(ascii: "["), bytes[colon - 1] == UInt8(ascii: "]") {
            return String(decoding: bytes[1..<colon - 1], as: UTF8.self)
        }
        return bytes.firstIndex(of: UInt8(ascii: ":")) == colon
            ? String(decoding: bytes[..<colon], as: UTF8.self) : text
    }
}

extension Endpoint {
    /// The port of `203.0.113.7:443` or `[2001:db8::1]:443`; nil when there is none.
    package static func port(_ text: String) -> UInt16? {
        guard host(text).utf8.count < text.utf8.count, let last = text.split(separator: ":").last else {
            return nil
        }
        return UInt16(last)
    }
}
