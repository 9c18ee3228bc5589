import JSONLines

extension Snapshot {
    package static let version = 1

    /// Appends the record as one line of type `statistics`.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("type")
        json.string("statistics")
        json.key("version")
        json.integer(Self.version)
        json.key("sequence")
        json.integer(sequence)
        json.time("timestamp", timestamp)
        json.length("interval", interval)
        writeTraffic(to: &json)
        writeWindow(to: &json)
        writeRankings(to: &json)
        writeMeasures(to: &json)
        if !recent.isEmpty {
            json.key("recent")
            json.beginArray()
            for packet in recent { packet.write(to: &json) }
            json.endArray()
        }
        json.count("late", late)
        json.count("malformed", malformed)
        if let behind { json.length("behind", behind) }
        merged?.write(to: &json)
        state?.write(to: &json)
        if isFinal {
            json.key("final")
            json.bool(true)
        }
        json.endObject()
        json.endLine()
    }

    private func writeTraffic(to json: inout JSONWriter) {
        json.count("packets", packets)
        json.count("bytes", bytes)
        json.decimal("packets_per_second", packetsPerSecond)
        json.decimal("bits_per_second", bitsPerSecond)
        json.key("timeline")
        json.beginArray()
        for moment in timeline {
            json.beginObject()
            json.time("timestamp", moment.timestamp)
            json.count("packets", moment.packets)
            json.count("bytes", moment.bytes)
            json.endObject()
        }
        json.endArray()
        json.count("total_packets", totalPackets)
        json.count("total_bytes", totalBytes)
        json.length("duration", duration)
        if let dropped { json.count("dropped", dropped) }
        if let totalDropped { json.count("total_dropped", totalDropped) }
        if !interfaces.isEmpty {
            json.key("interface")
            json.beginArray()
            for name in interfaces { json.string(name) }
            json.endArray()
        }
    }

    private func writeWindow(to json: inout JSONWriter) {
        json.length("window", window)
        json.count("window_packets", windowPackets)
        json.count("window_bytes", windowBytes)
    }

    private func writeRankings(to json: inout JSONWriter) {
        if isByBytes {
            json.key("by")
            json.string("bytes")
        }
        if let groupKey {
            json.key("group")
            json.string(groupKey)
        }
        for ranking in rankings { ranking.write(to: &json, groupKey: groupKey) }
        write(intervalRankings, "in_interval", to: &json)
        write(totalRankings, "in_total", to: &json)
    }

    private func write(_ rankings: [Ranking], _ name: StaticString, to json: inout JSONWriter) {
        guard !rankings.isEmpty else { return }
        json.key(name)
        json.beginObject()
        for ranking in rankings { ranking.write(to: &json, groupKey: groupKey) }
        json.endObject()
    }

    private func writeMeasures(to json: inout JSONWriter) {
        distinctSources?.write("distinct_sources", "new_sources", "distinct_sources_error", to: &json)
        distinctDestinations?.write(
            "distinct_destinations", "new_destinations", "distinct_destinations_error", to: &json)
        distinctConversations?.write(
            "distinct_conversations", "new_conversations", "distinct_conversations_error", to: &json)
        distinctPorts?.write("distinct_ports", "new_ports", "distinct_ports_error", to: &json)
        if let entropy {
            json.key("entropy")
            json.beginObject()
            json.decimal("sources", entropy.sources, 4)
            json.decimal("destinations", entropy.destinations, 4)
            json.decimal("ports", entropy.ports, 4)
            json.endObject()
        }
        sizes?.write(to: &json)
        rates?.write(to: &json)
        tcp?.write("tcp", to: &json)
        tcpWindow?.write("tcp_window", to: &json)
        guard !fanOuts.isEmpty else { return }
        json.key("fan_out")
        json.beginArray()
        for row in fanOuts { row.write(to: &json) }
        json.endArray()
    }
}

extension Snapshot.Ranking {
    func write(to json: inout JSONWriter, groupKey: String?) {
        json.key(kind.rawValue)
        json.beginArray()
        for row in rows {
            json.beginObject()
            writeKey(row, groupKey, to: &json)
            json.count("packets", row.packets)
            json.count("bytes", row.bytes)
            if let error = row.error { json.count("error", error) }
            json.endObject()
        }
        json.endArray()
    }

    /// The key of a group's value: the packet's own, unless a row has another use for it.
    static func groupRowKey(_ key: String?) -> String {
        guard let key, !["packets", "bytes", "error"].contains(key) else { return "value" }
        return key
    }

    /// The packet's own key, which the row repeats.
    private func writeKey(_ row: Snapshot.Row, _ groupKey: String?, to json: inout JSONWriter) {
        switch kind {
        case .protocols: json.text("protocol", row.label)
        case .applications: json.text("application", row.label)
        case .sources: json.text("source", row.label)
        case .destinations: json.text("destination", row.label)
        case .conversations:
            json.text("source", row.label)
            json.text("destination", row.peer ?? "")
        case .ports: json.count("port", UInt64(row.label) ?? 0)
        case .vlans: json.count("vlan", UInt64(row.label) ?? 0)
        case .interfaces: json.text("interface", row.label)
        case .groups:
            json.key(Self.groupRowKey(groupKey))
            json.string(row.label)
        }
    }
}

extension Snapshot.Recent {
    /// The packet record, its core keys.
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.time("timestamp", timestamp)
        if !source.isEmpty { json.text("source", source) }
        if !destination.isEmpty { json.text("destination", destination) }
        if !proto.isEmpty { json.text("protocol", proto) }
        json.count("size", size)
        if let sourcePort { json.count("src_port", UInt64(sourcePort)) }
        if let destinationPort { json.count("dst_port", UInt64(destinationPort)) }
        if let tcpFlags { json.text("tcp_flags", tcpFlags) }
        json.endObject()
    }
}

extension Snapshot.Distinct {
    func write(
        _ name: StaticString, _ newName: StaticString, _ errorName: StaticString, to json: inout JSONWriter
    ) {
        json.count(name, count)
        json.count(newName, new)
        if let error { json.count(errorName, error) }
    }
}

extension Snapshot.Sizes {
    func write(to json: inout JSONWriter) {
        json.key("sizes")
        json.beginObject()
        json.count("minimum", minimum)
        json.decimal("mean", mean)
        json.count("median", median)
        json.count("p95", percentile95)
        json.count("p99", percentile99)
        json.count("maximum", maximum)
        json.key("histogram")
        json.beginArray()
        for bin in histogram {
            json.beginObject()
            json.count("from", bin.from)
            json.count("packets", bin.packets)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension Snapshot.Rates {
    func write(to json: inout JSONWriter) {
        json.key("rates")
        json.beginObject()
        json.decimal("mean_packets_per_second", meanPacketsPerSecond)
        json.decimal("mean_bits_per_second", meanBitsPerSecond)
        json.decimal("peak_packets_per_second", peakPacketsPerSecond)
        json.decimal("peak_bits_per_second", peakBitsPerSecond)
        json.endObject()
    }
}

extension Snapshot.FanOut {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.text("source", source)
        json.count("packets", packets)
        json.count("destinations", destinations)
        json.count("ports", ports)
        json.count("unanswered_syns", unansweredSYNs)
        if isEstimate {
            json.key("estimate")
            json.bool(true)
        }
        json.endObject()
    }
}

extension Snapshot.TCPHealth {
    func write(_ name: StaticString, to json: inout JSONWriter) {
        json.key(name)
        json.beginObject()
        json.count("syn", syn)
        json.count("syn_ack", synAck)
        json.count("fin", fin)
        json.count("rst", reset)
        json.count("handshakes_begun", handshakesBegun)
        json.count("handshakes_completed", handshakesCompleted)
        json.count("handshakes_refused", handshakesRefused)
        json.count("handshakes_unanswered", handshakesUnanswered)
        json.count("retransmissions", retransmissions)
        json.count("fast_retransmissions", fastRetransmissions)
        json.count("out_of_order", outOfOrder)
        json.count("duplicate_acks", duplicateAcks)
        json.count("zero_windows", zeroWindows)
        json.count("opened", opened)
        json.count("closed", closed)
        json.count("open", open)
        json.count("evicted", evicted)
        if let roundTrip {
            json.key("round_trip")
            json.beginObject()
            json.count("handshakes", roundTrip.count)
            json.length("median", roundTrip.median)
            json.length("p95", roundTrip.percentile95)
            json.length("maximum", roundTrip.maximum)
            json.endObject()
        }
        json.endObject()
    }
}

extension JSONWriter {
    /// Seconds since the epoch: six decimals, nine where there are nanoseconds.
    mutating func time(_ name: StaticString, _ nanoseconds: Int64) {
        key(name)
        seconds(nanoseconds: nanoseconds, decimals: nanoseconds % 1000 == 0 ? 6 : 9)
    }

    /// A length of time in seconds, exact to the nanosecond, without trailing zeros.
    mutating func length(_ name: StaticString, _ nanoseconds: Int64) {
        key(name)
        let (whole, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard fraction > 0 else { return integer(nanoseconds / 1_000_000_000) }
        guard whole < 4_000_000 else { return seconds(nanoseconds: nanoseconds, decimals: 9) }
        number(Double(nanoseconds) / 1e9, decimals: 9)
    }

    mutating func count(_ name: StaticString, _ value: UInt64) {
        key(name)
        integer(value)
    }

    mutating func decimal(_ name: StaticString, _ value: Double, _ decimals: Int = 3) {
        key(name)
        number(value, decimals: decimals)
    }

    mutating func text(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }
}
