import CPcap

/// A network interface, or another thing that libpcap captures from.
package struct NetworkInterface: Equatable, Sendable {
    package var name: String
    package var description: String?
    /// What tcpdump writes in brackets: `Up`, `Running`, `Loopback`, `Wireless`, `Connected`, …
    package var flags: [String]

    /// One line of `-D`, without its number.
    package var line: String {
        let about = description.map { " (\($0))" } ?? ""
        return flags.isEmpty ? name + about : "\(name)\(about) [\(flags.joined(separator: ", "))]"
    }
}

/// What this machine can capture from.
package enum Interfaces {
    /// Everything that can be captured from, in libpcap's order: the one to take when none is named is first.
    package static func list() throws(LiveCaptureError) -> [NetworkInterface] {
        var first: UnsafeMutablePointer<pcap_if_t>?
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard pcap_findalldevs(&first, &message) == 0 else { throw .failed(text(message)) }
        defer { pcap_freealldevs(first) }
        var found: [NetworkInterface] = []
        var next = first
        while let interface = next?.pointee {
            found.append(
                NetworkInterface(
                    name: String(cString: interface.name),
                    description: interface.description.map { String(cString: $0) },
                    flags: flags(interface.flags)))
            next = interface.next
        }
        return found
    }

    private static func flags(_ bits: UInt32) -> [String] {
        var words: [String] = []
        if bits & 2 != 0 { words.append("Up") }
        if bits & 4 != 0 { words.append("Running") }
        if bits & 1 != 0 { words.append("Loopback") }
        if bits & 8 != 0 { words.append("Wireless") }
        switch (bits & 8 != 0, bits & 0x30) {
        case (false, 0x10): words.append("Connected")
        case (false, 0x20): words.append("Disconnected")
        case (true, 0x10): words.append("Associated")
        case (true, 0x20): words.append("Not associated")
        case (_, 0x30): break  // does not apply, as to a loopback
        default: words.append("Connection status unknown")
        }
        return words
    }

    /// The present name of the interface with this number of the system; nil when there is none.
    package static func name(_ number: UInt32) -> String? {
        var name = [CChar](repeating: 0, count: Int(IF_NAMESIZE))
        return if_indextoname(number, &name) == nil ? nil : text(name)
    }

    static func text(_ message: [CChar]) -> String {
        String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
