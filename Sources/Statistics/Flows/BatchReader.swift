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
        case .packet: add(record.packet, buffer, range, to: &batch)
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

    /// Reads the first of some lines, and adds it when it is a packet; returns where its newline stands. Nil, and nothing
    /// is added, where `read` has to say what it is: see `StreamRecord.readPacket`.
    package mutating func readPacket(
        _ buffer: RawSpan, firstOf lines: Range<Int>, into batch: inout PacketBatch
    ) -> Int? {
        guard let (packet, newline) = record.readPacket(buffer, firstOf: lines) else { return nil }
        add(packet, buffer, lines.lowerBound..<newline, to: &batch)
        return newline
    }

    // What follows works with values of its own and calls nothing that borrows the reader or the packet: the compiler
    // (6.3) copies for such a call all 400 bytes of it onto the stack, and a packet that was built there once more.

    /// Adds the packet that was read, with what its flow is found by.
    @inline(__always)
    private mutating func add(
        _ packet: PacketSummary, _ buffer: RawSpan, _ range: Range<Int>, to batch: inout PacketBatch
    ) {
        let line = buffer.extracting(range)
        if packet.interface.length > 0 || isGrouping {
            label(packet.interface, line, range.lowerBound, in: &batch)
        }
        let flags = flags(packet.tcpFlags, line)
        if let texts = Texts(packet, from: range.lowerBound) {
            let key = FlowKey(packet, flags, texts.checks(buffer, seed), seed)
            batch.add(Arrival(packet, flags, texts, key))
        } else {
            addSpelled(packet, line, flags, to: &batch)
        }
    }

    @inline(__always)
    private mutating func flags(_ text: TextRange, _ line: RawSpan) -> TCPFlags {
        guard text.isPresent else { return [] }
        guard text.offset >= 0 else { return spelledFlags(text, line) }
        return TCPFlags(line.extracting(Int(text.offset)..<Int(text.offset) &+ Int(text.length)))
    }

    @inline(never)
    private mutating func spelledFlags(_ text: TextRange, _ line: RawSpan) -> TCPFlags {
        record.withText(text, in: line) { TCPFlags($0) }
    }

    /// Adds a packet, one of whose texts is not spelt in its line as it is meant, or longer than a key.
    @inline(never)
    private mutating func addSpelled(
        _ summary: PacketSummary, _ line: RawSpan, _ flags: TCPFlags, to batch: inout PacketBatch
    ) {
        let texts = Texts(
            source: spelled(summary.source, line, in: &batch),
            destination: spelled(summary.destination, line, in: &batch),
            proto: spelled(summary.proto, line, in: &batch))
        let key = FlowKey(summary, flags, texts.checks(batch.spelled.span.bytes, seed), seed)
        var packet = Arrival(summary, flags, texts, key)
        packet.isSpelled = true
        batch.add(packet)
    }

    private func spelled(_ text: TextRange, _ line: RawSpan, in batch: inout PacketBatch) -> Arrival.Text {
        record.withText(text, in: line) { batch.spell($0) }
    }

    private mutating func label(
        _ interface: TextRange, _ line: RawSpan, _ start: Int, in batch: inout PacketBatch
    ) {
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
    fileprivate static func cell(_ packet: borrowing PacketSummary) -> Cell {
        let packets = packet.packets
        guard packets != 1 else {
            return Cell(packets: 1, bytes: UInt64(min(max(packet.size, 0), sizeLimit)))
        }
        return Cell(
            packets: UInt64(min(max(packets, 1), flowLimit)),
            bytes: UInt64(min(max(packet.size, 0), flowLimit)))
    }
}

/// Where the texts of a packet lie.
private struct Texts {
    let source: Arrival.Text
    let destination: Arrival.Text
    let proto: Arrival.Text

    init(source: Arrival.Text, destination: Arrival.Text, proto: Arrival.Text) {
        (self.source, self.destination, self.proto) = (source, destination, proto)
    }

    /// In its line, which begins at `start`; nil where they are longer than a key, or not spelt as they are meant.
    @inline(__always)
    init?(_ packet: borrowing PacketSummary, from start: Int) {
        let (from, to, over) = (packet.source, packet.destination, packet.proto)
        guard (from.offset | to.offset | over.offset) >= 0,
            max(from.length, max(to.length, over.length)) <= KeyIndex.textLimit
        else { return nil }
        source = Arrival.Text(from, from: start)
        destination = Arrival.Text(to, from: start)
        proto = Arrival.Text(over, from: start)
    }

    /// The checks of the texts, 0 for none.
    @inline(__always)
    func checks(_ buffer: RawSpan, _ seed: Seed) -> (source: UInt64, destination: UInt64, proto: UInt64) {
        (check(source, buffer, seed), check(destination, buffer, seed), check(proto, buffer, seed))
    }

    @inline(__always)
    private func check(_ text: Arrival.Text, _ buffer: RawSpan, _ seed: Seed) -> UInt64 {
        text.isEmpty ? 0 : seed.check(buffer, text.range)
    }
}

extension FlowKey {
    @inline(__always)
    fileprivate init(
        _ packet: borrowing PacketSummary, _ flags: TCPFlags,
        _ checks: (source: UInt64, destination: UInt64, proto: UInt64), _ seed: Seed
    ) {
        self.init(
            source: checks.source, destination: checks.destination, proto: checks.proto, ports: packet.ports,
            vlan: packet.vlanNumber, hasFlags: flags.contains(.isPresent), seed)
    }
}

extension PacketSummary {
    /// Both, or none.
    @inline(__always)
    fileprivate var ports: (source: UInt16, destination: UInt16)? {
        guard min(sourcePort, destinationPort) >= 0 else { return nil }
        return (UInt16(truncatingIfNeeded: sourcePort), UInt16(truncatingIfNeeded: destinationPort))
    }

    @inline(__always)
    fileprivate var vlanNumber: UInt16 {
        vlan >= 0 ? UInt16(truncatingIfNeeded: vlan) : CachedFlow.vlanBound
    }
}

extension Arrival {
    @inline(__always)
    fileprivate init(
        _ packet: borrowing PacketSummary, _ flags: TCPFlags, _ texts: Texts, _ key: FlowKey
    ) {
        self.init(BatchReader.bounded(packet.timestamp), BatchReader.cell(packet), flags)
        (hash, side) = (key.hash, key.side)
        if let ports = packet.ports {
            (hasPorts, sourcePort, destinationPort) = (true, ports.source, ports.destination)
        }
        vlan = packet.vlanNumber
        // Without its number an acknowledgement tells nothing of what was received.
        let number = flags.contains(.ack) ? packet.tcpAcknowledgement : 0
        hasSequence = min(min(packet.tcpSequence, packet.tcpWindow), min(packet.payload, number)) >= 0
        sequence = UInt32(truncatingIfNeeded: packet.tcpSequence)
        acknowledgement = UInt32(truncatingIfNeeded: packet.tcpAcknowledgement)
        window = UInt16(clamping: packet.tcpWindow)
        payload = UInt32(clamping: packet.payload)
        recognized = packet.recognized
        (source, destination, proto) = (texts.source, texts.destination, texts.proto)
    }
}

extension Arrival.Text {
    @inline(__always)
    fileprivate init(_ range: TextRange, from start: Int) {
        offset = UInt32(truncatingIfNeeded: start &+ Int(range.offset))
        length = UInt8(truncatingIfNeeded: max(range.length, 0))
    }
}
