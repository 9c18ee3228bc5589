import JSONLines

extension Snapshot {
    /// The keys of the measures, beyond counts and rows.
    enum Measure: String {
        case distinctSources = "distinct_sources"
        case newSources = "new_sources"
        case distinctSourcesError = "distinct_sources_error"
        case distinctDestinations = "distinct_destinations"
        case newDestinations = "new_destinations"
        case distinctDestinationsError = "distinct_destinations_error"
        case distinctConversations = "distinct_conversations"
        case newConversations = "new_conversations"
        case distinctConversationsError = "distinct_conversations_error"
        case distinctPorts = "distinct_ports"
        case newPorts = "new_ports"
        case distinctPortsError = "distinct_ports_error"
        case entropy, sizes, rates, tcp
        case tcpWindow = "tcp_window"
        case fanOut = "fan_out"
    }

    mutating func read(
        _ measure: Measure, _ reader: inout JSONReader, _ line: RawSpan
    ) throws(JSONFault) {
        let none = Distinct(count: 0, new: 0)
        switch measure {
        case .distinctSources: distinctSources = (distinctSources ?? none).with(count: try reader.count(line))
        case .newSources: distinctSources = (distinctSources ?? none).with(new: try reader.count(line))
        case .distinctSourcesError:
            distinctSources = (distinctSources ?? none).with(error: try reader.count(line))
        case .distinctDestinations:
            distinctDestinations = (distinctDestinations ?? none).with(count: try reader.count(line))
        case .newDestinations:
            distinctDestinations = (distinctDestinations ?? none).with(new: try reader.count(line))
        case .distinctDestinationsError:
            distinctDestinations = (distinctDestinations ?? none).with(error: try reader.count(line))
        case .distinctConversations:
            distinctConversations = (distinctConversations ?? none).with(count: try reader.count(line))
        case .newConversations:
            distinctConversations = (distinctConversations ?? none).with(new: try reader.count(line))
        case .distinctConversationsError:
            distinctConversations = (distinctConversations ?? none).with(error: try reader.count(line))
        case .distinctPorts: distinctPorts = (distinctPorts ?? none).with(count: try reader.count(line))
        case .newPorts: distinctPorts = (distinctPorts ?? none).with(new: try reader.count(line))
        case .distinctPortsError: distinctPorts = (distinctPorts ?? none).with(error: try reader.count(line))
        case .entropy: entropy = try Entropy(&reader, line)
        case .sizes: sizes = try Sizes(&reader, line)
        case .rates: rates = try Rates(&reader, line)
        case .tcp: tcp = try TCPHealth(&reader, line)
        case .tcpWindow: tcpWindow = try TCPHealth(&reader, line)
        case .fanOut: fanOuts = try reader.list(line, FanOut.init(_:_:))
        }
    }
}

extension Snapshot.Distinct {
    fileprivate func with(count: UInt64? = nil, new: UInt64? = nil, error: UInt64? = nil) -> Self {
        Self(count: count ?? self.count, new: new ?? self.new, error: error ?? self.error)
    }
}

extension Snapshot.Entropy {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var entropy = Self(sources: 0, destinations: 0, ports: 0)
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "sources": entropy.sources = try reader.finite(line)
            case "destinations": entropy.destinations = try reader.finite(line)
            case "ports": entropy.ports = try reader.finite(line)
            default: try reader.skip(line)
            }
        }
        self = entropy
    }
}

extension Snapshot.Sizes {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var sizes = Self()
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "minimum": sizes.minimum = try reader.count(line)
            case "mean": sizes.mean = try reader.finite(line)
            case "median": sizes.median = try reader.count(line)
            case "p95": sizes.percentile95 = try reader.count(line)
            case "p99": sizes.percentile99 = try reader.count(line)
            case "maximum": sizes.maximum = try reader.count(line)
            case "histogram": sizes.histogram = try reader.list(line, Bin.init(_:_:))
            default: try reader.skip(line)
            }
        }
        self = sizes
    }
}

extension Snapshot.Sizes.Bin {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var bin = Self(from: 0, packets: 0)
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "from": bin.from = try reader.count(line)
            case "packets": bin.packets = try reader.count(line)
            default: try reader.skip(line)
            }
        }
        self = bin
    }
}

extension Snapshot.Rates {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var rates = Self()
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "mean_packets_per_second": rates.meanPacketsPerSecond = try reader.finite(line)
            case "mean_bits_per_second": rates.meanBitsPerSecond = try reader.finite(line)
            case "peak_packets_per_second": rates.peakPacketsPerSecond = try reader.finite(line)
            case "peak_bits_per_second": rates.peakBitsPerSecond = try reader.finite(line)
            default: try reader.skip(line)
            }
        }
        self = rates
    }
}

extension Snapshot.FanOut {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var row = Self(source: "", packets: 0, destinations: 0, ports: 0, unansweredSYNs: 0)
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "source": row.source = try reader.text(line) ?? ""
            case "packets": row.packets = try reader.count(line)
            case "destinations": row.destinations = try reader.count(line)
            case "ports": row.ports = try reader.count(line)
            case "unanswered_syns": row.unansweredSYNs = try reader.count(line)
            case "estimate": row.isEstimate = try reader.bool(line) ?? false
            default: try reader.skip(line)
            }
        }
        self = row
    }
}

extension Snapshot.TCPHealth {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var tcp = Self()
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "syn": tcp.syn = try reader.count(line)
            case "syn_ack": tcp.synAck = try reader.count(line)
            case "fin": tcp.fin = try reader.count(line)
            case "rst": tcp.reset = try reader.count(line)
            case "handshakes_begun": tcp.handshakesBegun = try reader.count(line)
            case "handshakes_completed": tcp.handshakesCompleted = try reader.count(line)
            case "handshakes_refused": tcp.handshakesRefused = try reader.count(line)
            case "handshakes_unanswered": tcp.handshakesUnanswered = try reader.count(line)
            case "retransmissions": tcp.retransmissions = try reader.count(line)
            case "fast_retransmissions": tcp.fastRetransmissions = try reader.count(line)
            case "out_of_order": tcp.outOfOrder = try reader.count(line)
            case "duplicate_acks": tcp.duplicateAcks = try reader.count(line)
            case "zero_windows": tcp.zeroWindows = try reader.count(line)
            case "opened": tcp.opened = try reader.count(line)
            case "closed": tcp.closed = try reader.count(line)
            case "open": tcp.open = try reader.count(line)
            case "evicted": tcp.evicted = try reader.count(line)
            case "round_trip": tcp.roundTrip = try RoundTrip(&reader, line)
            default: try reader.skip(line)
            }
        }
        self = tcp
    }
}

extension Snapshot.TCPHealth.RoundTrip {
    init(_ reader: inout JSONReader, _ line: RawSpan) throws(JSONFault) {
        var trip = Self(count: 0, median: 0, percentile95: 0, maximum: 0)
        try reader.members(line) { (key, reader, line) throws(JSONFault) in
            switch JSONReader.text(key, in: line) {
            case "handshakes": trip.count = try reader.count(line)
            case "median": trip.median = try reader.nanoseconds(line) ?? 0
            case "p95": trip.percentile95 = try reader.nanoseconds(line) ?? 0
            case "maximum": trip.maximum = try reader.nanoseconds(line) ?? 0
            default: try reader.skip(line)
            }
        }
        self = trip
    }
}
