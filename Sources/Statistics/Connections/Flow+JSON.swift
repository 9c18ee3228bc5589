import JSONLines

extension Flow {
    /// Appends the flow as one line of the stream.
    ///
    /// - `type`: `"flow"`; `timestamp`: of its last packet; `began`: of its first; `duration`: between them, in seconds.
    /// - `source`, `destination`, `protocol`, `src_port`, `dst_port`: as in its packets, seen from the end that opened it.
    /// - `packets`, `bytes`: of both directions; `packets_sent`, `bytes_sent`: by `source`; `packets_received`,
    ///   `bytes_received`: from `destination`.
    /// - TCP: `flags_sent`, `flags_received`: all that were seen; `retransmissions` of both ends; `round_trip`: from SYN to
    ///   ACK, in seconds, where the whole handshake was seen.
    /// - `state`: TCP: `unanswered`, `refused`, `half-open` (no ACK after the SYN-ACK), `open`, `closing` (FIN from one
    ///   end), `closed`, `reset`; others: `two-way`, `one-way`.
    /// - `ended_by`: why it was written: `finished`, `silent`, `reused` (its ports, by another connection), `room` (wanted:
    ///   see `--max-keys`), `stream` (its end).
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("type")
        json.string("flow")
        json.key("version")
        json.integer(1)
        json.time("timestamp", last)
        json.time("began", start)
        let (duration, isOverflow) = last.subtractingReportingOverflow(start)
        json.length("duration", isOverflow ? .max : duration)
        text("source", source, &json)
        text("destination", destination, &json)
        text("protocol", proto, &json)
        if sourcePort >= 0 { json.count("src_port", UInt64(sourcePort)) }
        if destinationPort >= 0 { json.count("dst_port", UInt64(destinationPort)) }
        json.count("packets", sent.packets &+ received.packets)
        json.count("bytes", sent.bytes &+ received.bytes)
        json.count("packets_sent", sent.packets)
        json.count("bytes_sent", sent.bytes)
        json.count("packets_received", received.packets)
        json.count("bytes_received", received.bytes)
        if isTCP {
            json.text("flags_sent", TCPFlags(rawValue: sent.flags).text)
            json.text("flags_received", TCPFlags(rawValue: received.flags).text)
            json.count("retransmissions", retransmissions)
        }
        json.key("state")
        json.string(stateName)
        if roundTrip >= 0 { json.length("round_trip", roundTrip) }
        json.key("ended_by")
        json.string(endingName)
        json.endObject()
        json.endLine()
    }

    private func text(_ key: StaticString, _ text: AddressText, _ json: inout JSONWriter) {
        guard text.count > 0 else { return }
        json.key(key)
        text.write(to: &json)
    }

    private var endingName: StaticString {
        switch ending {
        case .timeout: [.closed, .reset, .refused].contains(state) ? "finished" : "silent"
        case .reused: "reused"
        case .evicted: "room"
        case .streamEnd: "stream"
        }
    }

    private var stateName: StaticString {
        switch state {
        case .unanswered: "unanswered"
        case .refused: "refused"
        case .halfOpen: "half-open"
        case .open: "open"
        case .closing: "closing"
        case .closed: "closed"
        case .reset: "reset"
        case .twoWay: "two-way"
        case .oneWay: "one-way"
        }
    }
}

extension AddressText {
    fileprivate func write(to json: inout JSONWriter) {
        json.string(bytes.span.bytes.extracting(first: Int(count)))
    }
}
