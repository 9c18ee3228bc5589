import JSONLines
import Packets

/// Reads lines into batches. Knows neither time nor tables, so that it may run beside an aggregator.
package struct BatchReader: ~Copyable {
    private var record: StreamRecord
    private let isGrouping: Bool
    private let seed = KeyHash.seed

    /// For an aggregator of this configuration.
    package init(_ configuration: Configuration) {
        record = StreamRecord(extras: configuration.group.map { [$0] } ?? [])
        isGrouping = configuration.group != nil
    }

    /// Reads the line at `range` of `buffer`, without its newline, and adds what it is; `number` is kept for those that are
    /// no packets.
    package mutating func read(
        _ buffer: RawSpan, _ range: Range<Int>, number: Int = 0, into batch: inout PacketBatch
    ) {
        switch record.read(buffer, range) {
        case .packet: add(buffer, range, to: &batch)
        case .capture:
            do throws(JSONFault) {
                batch.add(.capture(try CaptureRecord(buffer.extracting(range))), number: number)
            } catch {
                batch.add(.malformed(error), number: number)
            }
        case .malformed(let fault): batch.add(.malformed(fault), number: number)
        case .statistics: batch.add(.statistics, number: number)
        case .alert, .other: break
        }
    }

    /// Adds the packet that was read, with what its flow is found by.
    @inline(__always)
    private mutating func add(_ buffer: RawSpan, _ range: Range<Int>, to batch: inout PacketBatch) {
        let line = buffer.extracting(range)
        if record.packet.interface.length > 0 || isGrouping { label(line, range.lowerBound, in: &batch) }
        var packet = Arrival(
            Self.bounded(record.packet.timestamp), Self.cell(record.packet), flags(line))
        packet.note(record.packet)
        let isSpelled = !packet.note(texts: record.packet, from: range.lowerBound)
        if isSpelled { spell(&packet, line, in: &batch) }
        let key =
            isSpelled ? key(of: packet, batch.spelled.span.bytes) : key(of: packet, buffer)
        (packet.hash, packet.side) = (key.hash, key.side)
        batch.packets.appendTightly(packet)
    }

    @inline(__always)
    private func key(of packet: Arrival, _ texts: RawSpan) -> FlowKey {
        FlowKey(
            source: check(packet.source, texts), destination: check(packet.destination, texts),
            proto: check(packet.proto, texts), packet, seed)
    }

    /// The check of a text, 0 for none.
    @inline(__always)
    private func check(_ text: Arrival.Text, _ texts: RawSpan) -> UInt64 {
        text.isEmpty ? 0 : seed.check(texts, text.range)
    }

    @inline(__always)
    private func flags(_ line: RawSpan) -> TCPFlags {
        guard record.packet.tcpFlags.isPresent else { return [] }
        return record.withText(record.packet.tcpFlags, in: line) { TCPFlags($0) }
    }

    /// The texts of a packet, one of which is not spelt in its line as it is meant, or longer than a key.
    @inline(never)
    private func spell(_ packet: inout Arrival, _ line: RawSpan, in batch: inout PacketBatch) {
        packet.isSpelled = true
        packet.source = spelled(record.packet.source, line, in: &batch)
        packet.destination = spelled(record.packet.destination, line, in: &batch)
        packet.proto = spelled(record.packet.proto, line, in: &batch)
    }

    private func spelled(_ text: TextRange, _ line: RawSpan, in batch: inout PacketBatch) -> Arrival.Text {
        record.withText(text, in: line) { batch.spell($0) }
    }

    private mutating func label(_ line: RawSpan, _ start: Int, in batch: inout PacketBatch) {
        let interface = record.packet.interface
        let group = isGrouping ? record.extra(0) : .absent
        guard interface.length > 0 || group.isPresent else { return }
        let isSpelled =
            min(interface.offset, group.offset) < 0
            || max(interface.length, group.length) > KeyIndex.textLimit
        func text(_ range: TextRange) -> Arrival.Text {
            isSpelled ? spelled(range, line, in: &batch) : Arrival.Text(range, from: start)
        }
        batch.add(
            interface: text(interface), group: group.isPresent ? text(group) : nil, isSpelled: isSpelled)
    }

    // MARK: Bounds

    /// Leaves room for an interval on either side.
    static func bounded(_ timestamp: Int64) -> Int64 {
        min(max(timestamp, -9_000_000_000_000_000_000), 9_000_000_000_000_000_000)
    }

    /// The most bytes that one packet is taken to have: its length field in a capture file has 32 bits. A record
    /// that stands for many packets may have `flowLimit`.
    private static var sizeLimit: Int64 { 0xFFFF_FFFF }
    static var flowLimit: Int64 { 1 << 48 }

    @inline(__always)
    private static func cell(_ packet: borrowing PacketSummary) -> Cell {
        let packets = packet.packets
        guard packets != 1 else {
            return Cell(packets: 1, bytes: UInt64(min(max(packet.size, 0), sizeLimit)))
        }
        return Cell(
            packets: UInt64(min(max(packets, 1), flowLimit)),
            bytes: UInt64(min(max(packet.size, 0), flowLimit)))
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
