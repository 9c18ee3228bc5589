import JSONLines

/// The counters of a capture so far, in the stream beside the packets: one line of type `capture`.
package struct CaptureRecord: Equatable, Sendable {
    /// Nanoseconds since the Unix epoch.
    package var timestamp: Int64 = 0
    /// Empty when the source has no name.
    package var interface = ""
    /// Packets that were captured.
    package var packets: UInt64 = 0
    /// Packets that the kernel had no room for, and those that the interface lost; nil when not known.
    package var dropped: UInt64?
    package var interfaceDropped: UInt64?

    package static let version = 1

    package init() {}

    /// Appends the record as one line; the timestamp has 6 or 9 decimals.
    package func write(to json: inout JSONWriter, decimals: Int = 6) {
        json.beginObject()
        json.key("type")
        json.string("capture")
        json.key("version")
        json.integer(Self.version)
        json.key("timestamp")
        json.seconds(nanoseconds: timestamp, decimals: decimals)
        if !interface.isEmpty {
            json.key("interface")
            json.string(interface)
        }
        json.key("packets")
        json.integer(packets)
        if let dropped {
            json.key("dropped")
            json.integer(dropped)
        }
        if let interfaceDropped {
            json.key("interface_dropped")
            json.integer(interfaceDropped)
        }
        json.endObject()
        json.endLine()
    }

    /// Reads a line whose type is `capture`; what it does not say stays as it is by default.
    package init(_ line: RawSpan) throws(JSONFault) {
        var reader = JSONReader()
        try reader.beginObject(line)
        while let key = try reader.nextKey(line) {
            if JSONReader.matches(key, "timestamp", in: line) {
                timestamp = try reader.nanoseconds(line) ?? 0
            } else if JSONReader.matches(key, "interface", in: line) {
                interface = try reader.text(line) ?? ""
            } else if JSONReader.matches(key, "packets", in: line) {
                packets = try Self.count(&reader, line) ?? 0
            } else if JSONReader.matches(key, "dropped", in: line) {
                dropped = try Self.count(&reader, line)
            } else if JSONReader.matches(key, "interface_dropped", in: line) {
                interfaceDropped = try Self.count(&reader, line)
            } else {
                try reader.skip(line)
            }
        }
        try reader.finish(line)
    }

    private static func count(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) -> UInt64? {
        guard let value = try reader.integer(line) else { return nil }
        return UInt64(max(value, 0))
    }
}
