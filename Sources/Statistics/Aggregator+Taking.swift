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

    /// Takes a packet whose time is believed. What is text of it is looked up now, the rest is counted by `countArrivals`.
    @inline(__always)
    mutating func take(_ record: borrowing StreamRecord, _ line: RawSpan, _ timestamp: Int64) {
        if timestamp >= closeAt { close(through: time.front ?? timestamp) }
        cursor.move(to: timestamp)
        if cursor.pane < oldest ?? .max { return totals.countLate(cells: [Self.cell(record.packet)]) }
        let cell = Self.cell(record.packet)
        totals.add(cell, slot: cursor.slot, second: cursor.cell, timestamp: timestamp)
        var flags = TCPFlags(rawValue: 0)
        if record.packet.tcpFlags.isPresent {
            flags = record.withText(record.packet.tcpFlags, in: line) { TCPFlags($0) }
        }
        var arrival = Arrival(
            segment(record.packet, timestamp, cell, flags), flags, vlan: record.packet.vlan,
            slot: cursor.slot,
            pane: cursor.pane)
        takeProtocol(record, line, cell, &arrival)
        takeHosts(record, line, &arrival)
        if record.packet.interface.length > 0 || groups != nil { takeOthers(record, line, cell) }
        if arrival.hasBothEnds {
            arrival.pairKey =
                arrival.isFromFirst
                ? KeyHash(arrival.sourceKey, arrival.destinationKey)
                : KeyHash(arrival.destinationKey, arrival.sourceKey)
        }
        arrivals.packets.append(arrival)
        if arrivals.isFull || configuration.writesFlows { countArrivals() }
    }

    @inline(__always)
    private func segment(
        _ packet: PacketSummary, _ timestamp: Int64, _ cell: Cell, _ flags: TCPFlags
    ) -> Segment {
        var segment = Segment(timestamp: timestamp, source: 0, destination: 0)
        (segment.sourcePort, segment.destinationPort) = (packet.sourcePort, packet.destinationPort)
        (segment.size, segment.packets) = (cell.bytes, cell.packets)
        guard flags.rawValue != 0 && packet.sourcePort >= 0 && packet.destinationPort >= 0 else {
            return segment
        }
        segment.isTCP = true
        segment.flags = flags.rawValue & 0x1FF
        // Without its number an acknowledgement tells nothing of what was received.
        let number = flags.contains(.ack) ? packet.tcpAcknowledgement : 0
        segment.hasSequence = min(min(packet.tcpSequence, packet.tcpWindow), min(packet.payload, number)) >= 0
        segment.sequence = UInt32(truncatingIfNeeded: packet.tcpSequence)
        segment.acknowledgement = UInt32(truncatingIfNeeded: packet.tcpAcknowledgement)
        segment.window = UInt16(clamping: packet.tcpWindow)
        segment.payload = UInt32(clamping: packet.payload)
        return segment
    }

    @inline(__always)
    private mutating func takeProtocol(
        _ record: borrowing StreamRecord, _ line: RawSpan, _ cell: Cell, _ arrival: inout Arrival
    ) {
        guard record.packet.proto.length > 0 else { return }
        record.withText(record.packet.proto, in: line) { text in
            arrival.proto = UInt32(truncatingIfNeeded: Self.add(text, to: &protocols, cell, cursor, oldest!))
            if configuration.writesFlows && !arrival.segment.isTCP {
                arrival.segment.protocolHash = UInt32(truncatingIfNeeded: TextHash.hash(text))
            }
        }
    }

    @inline(__always)
    private mutating func takeHosts(
        _ record: borrowing StreamRecord, _ line: RawSpan, _ arrival: inout Arrival
    ) {
        if record.packet.source.length > 0 && record.packet.destination.length > 0 {
            // Both keys are made before either is looked for, so that the processor waits for both together.
            let source = Self.key(record, record.packet.source, line)
            let destination = Self.key(record, record.packet.destination, line)
            let ids = hosts.index.find(source, destination)
            guard ids.0 < 0 || ids.1 < 0 else {
                arrival.source = UInt32(truncatingIfNeeded: ids.0)
                arrival.destination = UInt32(truncatingIfNeeded: ids.1)
                (arrival.segment.source, arrival.sourceCheck) = (source.hash, source.check)
                (arrival.segment.destination, arrival.destinationCheck) = (
                    destination.hash, destination.check
                )
                arrival.segment.host = arrival.source
                return
            }
        }
        takeNewHosts(record, line, &arrival)
    }

    @inline(__always)
    private static func key(_ record: borrowing StreamRecord, _ text: TextRange, _ line: RawSpan) -> KeyHash {
        record.withText(text, in: line) { KeyHash($0.extracting(0..<KeyIndex.clipped($0))) }
    }

    /// One of the hosts may be new, or not be there at all.
    @inline(never)
    private mutating func takeNewHosts(
        _ record: borrowing StreamRecord, _ line: RawSpan, _ arrival: inout Arrival
    ) {
        if record.packet.source.length > 0 {
            record.withText(record.packet.source, in: line) { text in
                let text = text.extracting(0..<KeyIndex.clipped(text))
                let key = KeyHash(text)
                arrival.source = host(key, text, &arrival)
                (arrival.segment.source, arrival.sourceCheck) = (key.hash, key.check)
                arrival.segment.host = arrival.source
            }
        }
        if record.packet.destination.length > 0 {
            record.withText(record.packet.destination, in: line) { text in
                let text = text.extracting(0..<KeyIndex.clipped(text))
                let key = KeyHash(text)
                arrival.destination = host(key, text, &arrival)
                (arrival.segment.destination, arrival.destinationCheck) = (key.hash, key.check)
            }
        }
    }

    @inline(__always)
    private mutating func host(_ key: KeyHash, _ text: RawSpan, _ arrival: inout Arrival) -> UInt32 {
        let id = hosts.index.find(key)
        return UInt32(truncatingIfNeeded: id >= 0 ? id : newHost(key, text, &arrival))
    }

    @inline(never)
    private mutating func newHost(_ key: KeyHash, _ text: RawSpan, _ arrival: inout Arrival) -> Int {
        if hosts.index.isFull {
            // Another loses its id: all that speaks of it must be counted before, and what the source weighs.
            countArrivals()
            if arrival.source != Arrival.absent {
                hosts.addSource(
                    Int(arrival.source), arrival.cell, pane: arrival.pane, slot: Int(arrival.slot))
                arrival.isSourceCounted = true
            }
        }
        let spared = arrival.source == Arrival.absent ? -1 : Int(arrival.source)
        return hosts.insert(key, text, oldest!, sparing: spared)
    }

    private mutating func takeOthers(_ record: borrowing StreamRecord, _ line: RawSpan, _ cell: Cell) {
        if record.packet.interface.length > 0 {
            record.withText(record.packet.interface, in: line) {
                _ = Self.add($0, to: &interfaces, cell, cursor, oldest!)
            }
        }
        if groups != nil, record.extra(0).isPresent {
            record.withText(record.extra(0), in: line) {
                _ = Self.add($0, to: &groups!, cell, cursor, oldest!)
            }
        }
    }

    @inline(__always)
    @discardableResult
    private static func add(
        _ text: RawSpan, to table: inout KeyTally, _ cell: Cell, _ cursor: PaneCursor, _ oldest: Int64
    ) -> Int {
        let text = text.extracting(0..<KeyIndex.clipped(text))
        return table.add(
            KeyHash(text), text, RawSpan(), cell, pane: cursor.pane, slot: cursor.slot, oldest: oldest)
    }
}
