import Glibc

/// Asks a name server for the names of addresses (PTR records, RFC 1035 §3.3.12) without ever waiting for it.
///
/// One unconnected question is one datagram; answers are taken when `descriptor` is readable. What is not answered within
/// `patience` counts as nameless. At most `limit` questions are open at once.
package struct ReverseLookup: ~Copyable {
    /// Readable when an answer has come.
    package let descriptor: Int32
    private var open: [UInt16: (address: String, asked: Int64)] = [:]
    private var identifier: UInt16

    private static let limit = 32
    private static let patience: Int64 = 3_000_000_000

    /// Nil when there is no name server to ask: it takes the first of /etc/resolv.conf with an IPv4 address.
    package init?(seed: UInt16 = UInt16(truncatingIfNeeded: Clock.monotonic() / 1000)) {
        guard let server = Self.nameServer() else { return nil }
        let opened = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        guard opened >= 0 else { return nil }
        _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
        _ = fcntl(opened, F_SETFL, O_NONBLOCK)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(53).bigEndian
        address.sin_addr = server
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(opened, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(opened)
            return nil
        }
        descriptor = opened
        identifier = seed
    }

    deinit { close(descriptor) }

    /// Can another question be asked now?
    package var hasRoom: Bool { open.count < Self.limit }

    /// Sends a question; false when `address` is none that has a name, or there is no room.
    package mutating func ask(_ address: String, now: Int64) -> Bool {
        guard hasRoom, let name = Self.reverseName(address) else { return false }
        identifier &+= 1
        let question = Self.question(identifier, name)
        guard send(descriptor, question, question.count, 0) == question.count else { return false }
        open[identifier] = (address, now)
        return true
    }

    /// The answers that have come, and those that have not come in time, as nameless.
    package mutating func answers(now: Int64) -> [(address: String, name: String?)] {
        var found: [(address: String, name: String?)] = []
        var bytes = [UInt8](repeating: 0, count: 2048)
        for _ in 0..<Self.limit {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count >= 0 else { break }
            guard count >= 12 else { continue }
            let number = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
            guard let asked = open.removeValue(forKey: number) else { continue }
            found.append((asked.address, Self.name(in: Array(bytes[..<count]))))
        }
        for (number, asked) in open where now - asked.asked > Self.patience {
            open[number] = nil
            found.append((asked.address, nil))
        }
        return found
    }

    /// When the next question counts as unanswered; nil when none is open.
    package var deadline: Int64? { open.values.map(\.asked).min().map { $0 + Self.patience + 1 } }

    // MARK: The messages (RFC 1035 §4)

    /// `7.113.0.203.in-addr.arpa` for an IPv4 address, 32 nibbles under `ip6.arpa` for an IPv6 one (RFC 3596 §2.5).
    static func reverseName(_ address: String) -> [String]? {
        var v4 = in_addr()
        if inet_pton(AF_INET, address, &v4) == 1 {
            let value = UInt32(bigEndian: v4.s_addr)
            return (0..<4).map { String(value >> ($0 * 8) & 0xFF) } + ["in-addr", "arpa"]
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, address, &v6) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: &v6) { Array($0) }
        let nibbles = bytes.reversed().flatMap { [$0 & 15, $0 >> 4] }
        return nibbles.map { String($0, radix: 16) } + ["ip6", "arpa"]
    }

    static func question(_ identifier: UInt16, _ name: [String]) -> [UInt8] {
        // Recursion desired; one question.
        var bytes: [UInt8] = [UInt8(identifier >> 8), UInt8(identifier & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in name { bytes += [UInt8(label.utf8.count)] + Array(label.utf8) }
        return bytes + [0, 0, 12, 0, 1]  // PTR, IN
    }

    /// The first PTR record of an answer; nil when it has none or is damaged.
    static func name(in bytes: [UInt8]) -> String? {
        func byte(_ index: Int) -> Int? { bytes.indices.contains(index) ? Int(bytes[index]) : nil }
        func word(_ index: Int) -> Int? {
            guard let high = byte(index), let low = byte(index + 1) else { return nil }
            return high << 8 | low
        }
        guard let flags = word(2), flags & 0x8000 != 0, flags & 0xF == 0,
            let questions = word(4), let answers = word(6)
        else { return nil }
        var offset = 12
        for _ in 0..<min(questions, 4) {
            guard let end = labels(at: offset, in: bytes)?.end else { return nil }
            offset = end + 4
        }
        for _ in 0..<min(answers, 16) {
            guard let end = labels(at: offset, in: bytes)?.end, let type = word(end),
                let length = word(end + 8)
            else { return nil }
            if type == 12 {
                let name = labels(at: end + 10, in: bytes)?.labels.joined(separator: ".")
                return name.flatMap { $0.isEmpty ? nil : $0 }
            }
            offset = end + 10 + length
        }
        return nil
    }

    /// A name, following at most 16 pointers, and where it ends in the message.
    private static func labels(at start: Int, in bytes: [UInt8]) -> (labels: [String], end: Int)? {
        var labels: [String] = []
        var (offset, pointers) = (start, 0)
        var end: Int?
        while labels.count <= 128 {
            guard bytes.indices.contains(offset) else { return nil }
            let length = Int(bytes[offset])
            if length == 0 { return (labels, end ?? offset + 1) }
            if length & 0xC0 == 0xC0 {
                guard bytes.indices.contains(offset + 1), pointers < 16 else { return nil }
                end = end ?? offset + 2
                pointers += 1
                offset = (length & 0x3F) << 8 | Int(bytes[offset + 1])
            } else {
                guard length < 64, offset + length < bytes.count else { return nil }
                labels.append(String(decoding: bytes[(offset + 1)...(offset + length)], as: UTF8.self))
                offset += length + 1
            }
        }
        return nil
    }

    private static func nameServer() -> in_addr? {
        let file = Glibc.open("/etc/resolv.conf", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 8192)
        let count = read(file, &bytes, bytes.count)
        return nameServer(in: String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self))
    }

    /// The first IPv4 name server of a resolv.conf(5).
    static func nameServer(in text: String) -> in_addr? {
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            var address = in_addr()
            if words.count >= 2, words[0] == "nameserver", inet_pton(AF_INET, String(words[1]), &address) == 1
            {
                return address
            }
        }
        return nil
    }
}
