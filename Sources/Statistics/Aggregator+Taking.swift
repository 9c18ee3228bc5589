import JSONLines
import Packets

extension Aggregator {
    /// The most bytes that one packet is taken to have: its length field in a capture file has 32 bits. A record
    /// that stands for many packets may have `flowLimit`.
    static var sizeLimit: Int64 { 0xFFFF_FFFF }
    static var flowLimit: Int64 { 1 << 48 }

    @inline(__always)
    static func cell(_ packet: borrowing PacketSummary) -> Cell {
        let packets = packet.packets
        guard packets != 1 else {
            return Cell(packets: 1, bytes: UInt64(min(max(packet.size, 0), sizeLimit)))
        }
        return Cell(
            packets: UInt64(min(max(packets, 1), flowLimit)),
            bytes: UInt64(min(max(packet.size, 0), flowLimit)))
    }

    /// Takes a packet whose time is believed, from the line at `range` of `buffer`; it is counted by `settle`.
    @inline(__always)
    mutating func take(
        _ record: borrowing StreamRecord, _ buffer: RawSpan, _ range: Range<Int>, _ timestamp: Int64
    ) {
        if timestamp >= closeAt {
            settle(buffer)
            close(through: time.front ?? timestamp)
        }
        cursor.move(to: timestamp)
        if cursor.pane < oldest ?? .max { return totals.countLate(cells: [Self.cell(record.packet)]) }
        let cell = Self.cell(record.packet)
        totals.add(cell, slot: cursor.slot, second: cursor.cell, timestamp: timestamp)
        let line = buffer.extracting(range)
        var arrival = Arrival(timestamp, cell, Self.flags(record, line), slot: cursor.slot)
        arrival.note(record.packet)
        if record.packet.interface.length > 0 || groups != nil { takeOthers(record, line, cell) }
        guard arrival.note(texts: record.packet, from: range.lowerBound) else {
            return takeEscaped(record, buffer, line, arrival)
        }
        arrivals.add(arrival, buffer)
        if arrivals.isFull { settle(buffer) }
    }

    @inline(__always)
    private static func flags(_ record: borrowing StreamRecord, _ line: RawSpan) -> TCPFlags {
        guard record.packet.tcpFlags.isPresent else { return [] }
        return record.withText(record.packet.tcpFlags, in: line) { TCPFlags($0) }
    }

    /// Takes a packet whose texts are not spelt in its line as they are meant: they stand in a buffer of their own.
    @inline(never)
    private mutating func takeEscaped(
        _ record: borrowing StreamRecord, _ buffer: RawSpan, _ line: RawSpan, _ packet: Arrival
    ) {
        settle(buffer)
        var texts: [UInt8] = []
        func keep(_ range: TextRange) -> Arrival.Text {
            record.withText(range, in: line) { text in
                let count = KeyIndex.clipped(text)
                defer { for offset in 0..<count { texts.append(text.unit(at: offset)) } }
                return Arrival.Text(
                    offset: UInt32(truncatingIfNeeded: texts.count), length: UInt8(truncatingIfNeeded: count))
            }
        }
        var arrival = packet
        arrival.source = keep(record.packet.source)
        arrival.destination = keep(record.packet.destination)
        arrival.proto = keep(record.packet.proto)
        arrivals.add(arrival, texts.span.bytes)
        settle(texts.span.bytes)
    }

    private mutating func takeOthers(_ record: borrowing StreamRecord, _ line: RawSpan, _ cell: Cell) {
        if record.packet.interface.length > 0 {
            record.withText(record.packet.interface, in: line) {
                Self.add($0, to: &interfaces, cell, cursor, oldest!)
            }
        }
        if groups != nil, record.extra(0).isPresent {
            record.withText(record.extra(0), in: line) {
                Self.add($0, to: &groups!, cell, cursor, oldest!)
            }
        }
    }

    private static func add(
        _ text: RawSpan, to table: inout KeyTally, _ cell: Cell, _ cursor: PaneCursor, _ oldest: Int64
    ) {
        let text = text.extracting(0..<KeyIndex.clipped(text))
        table.add(
            KeyHash(text), text, RawSpan(), cell, pane: cursor.pane, slot: cursor.slot, oldest: oldest)
    }
}

extension Arrival {
    /// Notes the numbers of a packet.
    @inline(__always)
    fileprivate mutating func note(_ packet: borrowing PacketSummary) {
        let ports = (packet.sourcePort, packet.destinationPort)
        hasPorts = min(ports.0, ports.1) >= 0
        if hasPorts {
            sourcePort = UInt16(truncatingIfNeeded: ports.0)
            destinationPort = UInt16(truncatingIfNeeded: ports.1)
        }
        vlan = packet.vlan >= 0 ? UInt16(truncatingIfNeeded: packet.vlan) : CachedFlow.vlanBound
        // Without its number an acknowledgement tells nothing of what was received.
        let number = flags.contains(.ack) ? packet.tcpAcknowledgement : 0
        hasSequence = min(min(packet.tcpSequence, packet.tcpWindow), min(packet.payload, number)) >= 0
        sequence = UInt32(truncatingIfNeeded: packet.tcpSequence)
        acknowledgement = UInt32(truncatingIfNeeded: packet.tcpAcknowledgement)
        window = UInt16(clamping: packet.tcpWindow)
        payload = UInt32(clamping: packet.payload)
        recognized = packet.recognized
    }

    /// Notes where the texts of a packet lie, whose line begins at `start`; false where they are longer than a key, or
    /// not spelt as they are meant.
    @inline(__always)
    fileprivate mutating func note(texts packet: borrowing PacketSummary, from start: Int) -> Bool {
        let (from, to, over) = (packet.source, packet.destination, packet.proto)
        guard (from.offset | to.offset | over.offset) >= 0,
            max(from.length, max(to.length, over.length)) <= KeyIndex.textLimit
        else { return false }
        source = Text(from, from: start)
        destination = Text(to, from: start)
        proto = Text(over, from: start)
        return true
    }
}

extension Arrival.Text {
    @inline(__always)
    fileprivate init(_ range: TextRange, from start: Int) {
        offset = UInt32(truncatingIfNeeded: start &+ Int(range.offset))
        length = UInt8(truncatingIfNeeded: max(range.length, 0))
    }
}

extension Arrivals {
    /// Adds a packet, whose texts lie in `buffer`, with what its flow is found by.
    @inline(__always)
    fileprivate mutating func add(_ arrival: Arrival, _ buffer: RawSpan) {
        var packet = arrival
        let key = FlowKey(
            source: check(packet.source, buffer), destination: check(packet.destination, buffer),
            proto: check(packet.proto, buffer), packet, seed)
        (packet.hash, packet.side) = (key.hash, key.side)
        packets.append(packet)
    }

    /// The check of a text, 0 for none.
    @inline(__always)
    private func check(_ text: Arrival.Text, _ buffer: RawSpan) -> UInt64 {
        text.isEmpty ? 0 : seed.check(buffer, text.range)
    }
}
