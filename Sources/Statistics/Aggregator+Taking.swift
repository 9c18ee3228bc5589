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

    /// Counts a packet whose time is believed.
    @inline(__always)
    mutating func take(_ record: borrowing StreamRecord, _ line: RawSpan, _ timestamp: Int64) {
        if timestamp >= closeAt { close(through: time.front ?? timestamp) }
        cursor.move(to: timestamp)
        if cursor.pane < oldest ?? .max { return totals.countLate(cells: [Self.cell(record.packet)]) }
        let cell = Self.cell(record.packet)
        totals.add(cell, slot: cursor.slot, second: cursor.cell, timestamp: timestamp)
        count(record, line, timestamp, cell)
    }

    @inline(__always)
    private mutating func count(
        _ record: borrowing StreamRecord, _ line: RawSpan, _ timestamp: Int64, _ cell: Cell
    ) {
        let (pane, slot, oldest) = (cursor.pane, cursor.slot, oldest!)
        let packet = record.packet
        var flags = TCPFlags(rawValue: 0)
        if packet.tcpFlags.isPresent {
            flags = record.withText(packet.tcpFlags, in: line) { TCPFlags($0) }
        }
        var entry = RecentPackets.Entry(
            timestamp: timestamp, size: cell.bytes, source: RecentPackets.absent,
            destination: RecentPackets.absent, proto: RecentPackets.absent, sourcePort: packet.sourcePort,
            destinationPort: packet.destinationPort, flags: flags, oldest: oldest)
        if packet.proto.isPresent {
            entry.proto = record.withText(packet.proto, in: line) { text in
                let text = text.extracting(0..<KeyIndex.clipped(text))
                return UInt32(
                    truncatingIfNeeded: protocols.add(
                        KeyHash(text), text, text.extracting(0..<0), cell, pane: pane, slot: slot,
                        oldest: oldest))
            }
        }
        sizes.add(cell, slot: slot)
        countHosts(record, line, timestamp, cell, flags, &entry)
        countPorts(packet, cell, isUDP: flags.rawValue == 0)
        if packet.vlan >= 0 { vlans.add(Int(packet.vlan), cell, slot: slot) }
        if packet.interface.isPresent {
            record.withText(packet.interface, in: line) { text in
                let text = text.extracting(0..<KeyIndex.clipped(text))
                interfaces.add(
                    KeyHash(text), text, text.extracting(0..<0), cell, pane: pane, slot: slot,
                    oldest: oldest)
            }
        }
        if groups != nil, record.extra(0).isPresent {
            record.withText(record.extra(0), in: line) { text in
                let text = text.extracting(0..<KeyIndex.clipped(text))
                groups!.add(
                    KeyHash(text), text, text.extracting(0..<0), cell, pane: pane, slot: slot,
                    oldest: oldest)
            }
        }
        recent.add(entry, slot: slot)
    }

    @inline(__always)
    private mutating func countHosts(
        _ record: borrowing StreamRecord, _ line: RawSpan, _ timestamp: Int64, _ cell: Cell,
        _ flags: TCPFlags,
        _ entry: inout RecentPackets.Entry
    ) {
        let packet = record.packet
        let (pane, slot, oldest) = (cursor.pane, cursor.slot, oldest!)
        guard packet.source.isPresent else {
            guard packet.destination.isPresent else { return }
            record.withText(packet.destination, in: line) { text in
                let text = text.extracting(0..<KeyIndex.clipped(text))
                let id = hosts.id(KeyHash(text), text, oldest: oldest)
                hosts.addDestination(id, cell, pane: pane, slot: slot)
                entry.destination = UInt32(truncatingIfNeeded: id)
            }
            return
        }
        record.withText(packet.source, in: line) { source in
            let source = source.extracting(0..<KeyIndex.clipped(source))
            let sourceKey = KeyHash(source)
            let sourceID = hosts.id(sourceKey, source, oldest: oldest)
            hosts.addSource(sourceID, cell, pane: pane, slot: slot)
            entry.source = UInt32(truncatingIfNeeded: sourceID)
            guard packet.destination.isPresent else { return }
            record.withText(packet.destination, in: line) { destination in
                let destination = destination.extracting(0..<KeyIndex.clipped(destination))
                let destinationKey = KeyHash(destination)
                let id = hosts.id(destinationKey, destination, oldest: oldest)
                hosts.addDestination(id, cell, pane: pane, slot: slot)
                entry.destination = UInt32(truncatingIfNeeded: id)
                let isFirst = ConversationTally.isOrdered(sourceKey.hash, destinationKey.hash)
                let key = isFirst ? KeyHash(sourceKey, destinationKey) : KeyHash(destinationKey, sourceKey)
                let isOpener = conversations.add(
                    key, isFirst ? source : destination, isFirst ? destination : source,
                    isFromFirst: isFirst,
                    isSYN: flags.contains(.syn) && !flags.contains(.ack), timestamp: timestamp, cell,
                    pane: pane, slot: slot, oldest: oldest, host: sourceID, hostHash: sourceKey.hash)
                let isSYN = flags.contains(.syn) && !flags.contains(.ack)
                if isOpener && packet.destinationPort >= 0 && (isSYN || flags.rawValue == 0) {
                    fanOut.add(
                        sourceID, sourceKey, port: packet.destinationPort, cell, pane: pane, slot: slot,
                        oldest: oldest)
                }
                let isTCP = flags.rawValue != 0 && packet.sourcePort >= 0 && packet.destinationPort >= 0
                if isTCP || configuration.writesFlows {
                    var segment = Segment(
                        timestamp: timestamp, source: sourceKey.hash, destination: destinationKey.hash)
                    segment.host = UInt32(truncatingIfNeeded: sourceID)
                    fill(&segment, packet, flags, cell, isTCP: isTCP)
                    follow(&segment, packet.proto, record, line, source, destination)
                }
            }
        }
    }

    @inline(__always)
    private func fill(
        _ segment: inout Segment, _ packet: borrowing PacketSummary, _ flags: TCPFlags, _ cell: Cell,
        isTCP: Bool
    ) {
        (segment.sourcePort, segment.destinationPort) = (packet.sourcePort, packet.destinationPort)
        (segment.size, segment.packets) = (cell.bytes, cell.packets)
        guard isTCP else { return }
        segment.isTCP = true
        segment.flags = flags.rawValue & 0x1FF
        // Without its number an acknowledgement tells nothing of what was received.
        let number = flags.contains(.ack) ? packet.tcpAcknowledgement : 0
        segment.hasSequence = min(min(packet.tcpSequence, packet.tcpWindow), min(packet.payload, number)) >= 0
        segment.sequence = UInt32(truncatingIfNeeded: packet.tcpSequence)
        segment.acknowledgement = UInt32(truncatingIfNeeded: packet.tcpAcknowledgement)
        segment.window = UInt16(clamping: packet.tcpWindow)
        segment.payload = UInt32(clamping: packet.payload)
    }

    @inline(__always)
    private mutating func follow(
        _ segment: inout Segment, _ proto: TextRange, _ record: borrowing StreamRecord, _ line: RawSpan,
        _ source: RawSpan, _ destination: RawSpan
    ) {
        let slot = cursor.slot
        guard configuration.writesFlows else { return connections.add(segment, slot: slot) }
        record.withText(proto, in: line) { text in
            if !segment.isTCP { segment.protocolHash = UInt32(truncatingIfNeeded: TextHash.hash(text)) }
            connections.add(segment, slot: slot)
            if connections.isNameWanted {
                connections.name(source: source, destination: destination, proto: text)
            }
        }
        writeFlows()
    }

    @inline(__always)
    private mutating func countPorts(_ packet: borrowing PacketSummary, _ cell: Cell, isUDP: Bool) {
        guard packet.sourcePort >= 0, packet.destinationPort >= 0 else { return }
        let service = services.service(Int(packet.sourcePort), Int(packet.destinationPort), isUDP: isUDP)
        ports.add(service.port, cell, slot: cursor.slot)
        if service.application >= 0 { applications.add(service.application, cell, slot: cursor.slot) }
    }
}
