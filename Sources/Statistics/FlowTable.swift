import JSONLines
import Packets

/// One record for each connection, written when it has ended or fallen silent (`--flows`).
///
/// A flow is all packets between two ends, in both directions, of one protocol. It begins with its first packet, whose
/// sender is the `source` unless a SYN says otherwise. It ends `lingerTime` after both FINs or a RST, when a SYN
/// begins another one, after `silence` without a packet, or with the stream. Records come out at the end of an
/// interval, before its statistics record. When more than `limit` are alive, the ones silent longest end early.
struct FlowTable: ~Copyable {
    private var table: ConnectionTable
    private var flows: [Flow] = []
    private var agenda = Agenda()

    static let lingerTime: Int64 = 5_000_000_000
    static let tcpSilence: Int64 = 300_000_000_000
    static let otherSilence: Int64 = 60_000_000_000

    init(limit: Int) { table = ConnectionTable(limit: limit) }

    struct Flow {
        var source = ""
        var destination = ""
        var proto = ""
        var sourcePort: Int32 = -1
        var destinationPort: Int32 = -1
        /// The end that stands first in the key is the source.
        var isSourceFirst = true
        var began: Int64 = 0
        var sent = Cell()
        var received = Cell()
        var sentFlags = TCPFlags(rawValue: 0)
        var receivedFlags = TCPFlags(rawValue: 0)
        var synTime: Int64?
        var answerTime: Int64?
        var roundTrip: Int64?

        var isTCP: Bool { !sentFlags.union(receivedFlags).isEmpty }
        var isReset: Bool { sentFlags.contains(.reset) || receivedFlags.contains(.reset) }
        var isFinished: Bool { isReset || (sentFlags.contains(.fin) && receivedFlags.contains(.fin)) }

        /// What became of a TCP connection.
        var state: StaticString {
            if receivedFlags.contains(.reset) && synTime != nil && answerTime == nil { return "refused" }
            if isReset { return "reset" }
            if isFinished { return "closed" }
            if synTime != nil && answerTime == nil && received.packets == 0 { return "unanswered" }
            if synTime != nil && roundTrip == nil { return "half-open" }
            return "open"
        }
    }

    /// What is known of one packet.
    struct Packet {
        var timestamp: Int64
        var cell: Cell
        var flags: TCPFlags
        var sourcePort: Int32
        var destinationPort: Int32
        var key: ConnectionKey
        var isFirst: Bool
    }

    /// Counts a packet; writes the flow that its SYN ends, or that had to make room.
    mutating func add(
        _ packet: Packet, source: RawSpan, destination: RawSpan, proto: String, to json: inout JSONWriter
    ) {
        let isSYN = packet.flags.contains(.syn) && !packet.flags.contains(.ack)
        var id = table.find(packet.key)
        if id >= 0 {
            let silence = packet.timestamp.addingSaturating(-table.connections[id].lastSeen)
            let limit = flows[id].isTCP ? Self.tcpSilence : Self.otherSilence
            if silence > limit || isSYN && flows[id].isFinished {
                end(id, silence > limit ? "silent" : "reused", to: &json)
                id = -1
            }
        }
        if id < 0 {
            if table.isFull { giveUp(to: &json) }
            id = table.insert(
                Connection(key: packet.key, lastSeen: packet.timestamp, began: packet.timestamp))
            var flow = Flow()
            flow.source = Self.text(source)
            flow.destination = Self.text(destination)
            (flow.sourcePort, flow.destinationPort) = (packet.sourcePort, packet.destinationPort)
            (flow.proto, flow.isSourceFirst, flow.began) = (proto, packet.isFirst, packet.timestamp)
            if id == flows.count { flows.append(flow) } else { flows[id] = flow }
            agenda.append(id, table.connections[id].life, packet.timestamp)
        }
        table.connections[id].lastSeen = max(table.connections[id].lastSeen, packet.timestamp)
        Self.count(packet, isSYN, &flows[id])
    }

    private static func count(_ packet: Packet, _ isSYN: Bool, _ flow: inout Flow) {
        if isSYN && flow.synTime == nil && packet.isFirst != flow.isSourceFirst { turn(&flow) }
        let isSent = packet.isFirst == flow.isSourceFirst
        flow.began = min(flow.began, packet.timestamp)
        if isSent {
            flow.sent.add(packet.cell)
            flow.sentFlags.formUnion(packet.flags)
            if isSYN && flow.synTime == nil { flow.synTime = packet.timestamp }
            if let syn = flow.synTime, flow.answerTime != nil, flow.roundTrip == nil,
                packet.flags.contains(.ack)
            {
                flow.roundTrip = max(0, packet.timestamp &- syn)
            }
        } else {
            flow.received.add(packet.cell)
            flow.receivedFlags.formUnion(packet.flags)
            if packet.flags.isSuperset(of: [.syn, .ack]) && flow.answerTime == nil {
                flow.answerTime = packet.timestamp
            }
        }
    }

    /// The other end turns out to have opened it.
    private static func turn(_ flow: inout Flow) {
        swap(&flow.source, &flow.destination)
        swap(&flow.sourcePort, &flow.destinationPort)
        swap(&flow.sent, &flow.received)
        swap(&flow.sentFlags, &flow.receivedFlags)
        flow.isSourceFirst.toggle()
    }

    private static func text(_ bytes: RawSpan) -> String {
        var units: [UInt8] = []
        for offset in 0..<bytes.byteCount { units.append(bytes.unit(at: offset)) }
        return String(decoding: units, as: UTF8.self)
    }

    // MARK: Ends

    /// Writes the flows that are over when time has come to `now`.
    mutating func advance(to now: Int64, _ json: inout JSONWriter) {
        // The shortest time first; whoever is not over yet makes another appointment.
        while let entry = agenda.next(before: now.addingSaturating(-Self.lingerTime)) {
            guard table.connections[entry.id].life == entry.life else { continue }
            let flow = flows[entry.id]
            let limit = flow.isFinished ? Self.lingerTime : flow.isTCP ? Self.tcpSilence : Self.otherSilence
            if table.connections[entry.id].lastSeen <= now.addingSaturating(-limit) {
                end(entry.id, flow.isFinished ? "finished" : "silent", to: &json)
            } else {
                agenda.append(entry.id, entry.life, now)
            }
        }
    }

    /// Writes all that is left.
    mutating func finish(to json: inout JSONWriter) {
        while let entry = agenda.next(before: .max) {
            guard table.connections[entry.id].life == entry.life else { continue }
            end(entry.id, "stream", to: &json)
        }
    }

    private mutating func giveUp(to json: inout JSONWriter) {
        while let entry = agenda.next(before: .max) {
            guard table.connections[entry.id].life == entry.life else { continue }
            return end(entry.id, "room", to: &json)
        }
    }

    private mutating func end(_ id: Int, _ reason: StaticString, to json: inout JSONWriter) {
        flows[id].write(to: &json, until: table.connections[id].lastSeen, reason: reason)
        table.remove(id)
        flows[id] = Flow()
    }
}

extension FlowTable.Flow {
    /// Appends the flow as one line of type `flow`.
    func write(to json: inout JSONWriter, until end: Int64, reason: StaticString) {
        json.beginObject()
        json.key("type")
        json.string("flow")
        json.key("version")
        json.integer(1)
        json.time("timestamp", end)
        json.time("began", began)
        json.length("duration", max(0, end &- began))
        json.text("source", source)
        json.text("destination", destination)
        if !proto.isEmpty { json.text("protocol", proto) }
        if sourcePort >= 0 { json.count("src_port", UInt64(sourcePort)) }
        if destinationPort >= 0 { json.count("dst_port", UInt64(destinationPort)) }
        json.count("packets", sent.packets &+ received.packets)
        json.count("bytes", sent.bytes &+ received.bytes)
        json.count("packets_sent", sent.packets)
        json.count("bytes_sent", sent.bytes)
        json.count("packets_received", received.packets)
        json.count("bytes_received", received.bytes)
        if isTCP {
            json.text("flags_sent", sentFlags.text)
            json.text("flags_received", receivedFlags.text)
            json.key("state")
            json.string(state)
        }
        if let roundTrip { json.length("round_trip", roundTrip) }
        json.key("ended_by")
        json.string(reason)
        json.endObject()
        json.endLine()
    }
}
