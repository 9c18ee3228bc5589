import JSONLines

/// Reads the records of other tools as far as they carry what a statistic needs, recognised by their keys:
///
/// - packets of `tshark -T ek`, with all fields or with those chosen by `-e`;
/// - Zeek's conn.log in JSON, and the `flow` and `netflow` events of Suricata's EVE log. These stand for many packets,
///   of both directions: source is who opened the flow, and the time is when it ended, as far as the record says.
///
/// Other lines of the same logs (index lines of tshark, other Zeek logs, other events) are known and ignored.
/// Of packets with more than one IP header, tshark's lists are not taken apart: such a packet has no addresses here.
@usableFromInline struct ForeignRecord: ~Copyable {
    @usableFromInline var scanner: FieldScanner

    /// `extras` are read as well; they come behind the keys of this type.
    init(extras: [FieldPath]) {
        scanner = FieldScanner(Key.allCases.map(\.path) + extras)
    }

    static var firstExtra: Int { Key.allCases.count }

    /// What the line is; nil when no other tool's record was recognised. The line must be valid JSON.
    mutating func read(
        _ buffer: RawSpan, _ range: Range<Int>, into packet: inout PacketSummary
    ) -> StreamRecord.Kind? {
        guard (try? scanner.scan(buffer, range)) != nil else { return nil }
        // What a line is must not depend on the lines before it: one of our own stays so in another tool's stream.
        let isOwn = has(.ownType) || scanner.number(Key.ownTimestamp.rawValue) != FieldScanner.absent
        if isOwn { return nil }
        let line = buffer.extracting(range)
        packet = PacketSummary()
        if has(.zeekTime) { return zeek(line, &packet) }
        if has(.eveType) { return suricata(line, &packet) }
        if has(.tsharkIndex) && !has(.timestamp) { return .other }
        return tshark(line, &packet)
    }

    // MARK: Values

    private func has(_ key: Key) -> Bool { scanner.text(key.rawValue).isPresent }

    private func first(_ keys: Key...) -> TextRange {
        for key in keys where has(key) { return scanner.text(key.rawValue) }
        return .absent
    }

    /// A number, in a string or not, decimal or after 0x hexadecimal; nil where there is none.
    private func number(_ text: TextRange, _ line: RawSpan) -> Int64? {
        scanner.withText(text, in: line) { bytes in
            if let value = Self.hexadecimal(bytes) { return value }
            var reader = JSONReader()
            guard let value = try? reader.integer(bytes), (try? reader.finish(bytes)) != nil else {
                return nil
            }
            return value >= 0 ? value : nil
        }
    }

    private static func hexadecimal(_ bytes: RawSpan) -> Int64? {
        guard 3...17 ~= bytes.byteCount, bytes.unsafeLoad(as: UInt8.self) == UInt8(ascii: "0"),
            bytes.unsafeLoad(fromByteOffset: 1, as: UInt8.self) == UInt8(ascii: "x")
        else { return nil }
        var value: Int64 = 0
        for index in 2..<bytes.byteCount {
            let unit = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            guard let digit = Character(Unicode.Scalar(unit)).hexDigitValue else { return nil }
            value = value << 4 | Int64(digit)
        }
        return value
    }

    private func number(_ key: Key, _ line: RawSpan) -> Int64? { number(scanner.text(key.rawValue), line) }

    private func small(_ text: TextRange, _ limit: Int64, _ line: RawSpan) -> Int32 {
        guard let value = number(text, line), value <= limit else { return -1 }
        return Int32(truncatingIfNeeded: value)
    }

    /// Seconds since the epoch or a date, as nanoseconds.
    private func time(_ text: TextRange, _ line: RawSpan) -> Int64? {
        guard text.isPresent else { return nil }
        return scanner.withText(text, in: line) { bytes in
            if let value = ISO8601.nanoseconds(bytes) { return value }
            var reader = JSONReader()
            guard let value = try? reader.nanoseconds(bytes), (try? reader.finish(bytes)) != nil else {
                return nil
            }
            return value
        }
    }

    /// The sum of two counts, saturating; nil when neither is there.
    private func sum(_ first: Key, _ second: Key, _ line: RawSpan) -> Int64? {
        let values = (number(first, line), number(second, line))
        if values.0 == nil && values.1 == nil { return nil }
        let (sum, overflow) = (values.0 ?? 0).addingReportingOverflow(values.1 ?? 0)
        return overflow ? .max : sum
    }

    private func plus(_ first: Int64, _ second: Int64) -> Int64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? (second < 0 ? .min : .max) : sum
    }

    /// The protocol as this stream names it: in capitals, but for ICMPv6.
    private mutating func named(_ text: TextRange, _ source: TextRange, _ line: RawSpan) -> TextRange {
        guard text.isPresent else { return .absent }
        var name: [UInt8] = []
        scanner.withText(text, in: line) { bytes in
            for index in 0..<bytes.byteCount {
                let unit = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
                name.append(UInt8(ascii: "a")...UInt8(ascii: "z") ~= unit ? unit & 0xDF : unit)
            }
        }
        let isIPv6 = scanner.withText(source, in: line) { bytes in
            (0..<bytes.byteCount).contains {
                bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) == UInt8(ascii: ":")
            }
        }
        if name == Array("IPV6-ICMP".utf8) || (isIPv6 && name == Array("ICMP".utf8)) {
            name = Array("ICMPv6".utf8)
        }
        return scanner.keep(name)
    }

    // MARK: Zeek (docs.zeek.org, conn.log)

    private mutating func zeek(_ line: RawSpan, _ packet: inout PacketSummary) -> StreamRecord.Kind {
        guard has(.zeekState) || has(.zeekPackets),
            let start = time(scanner.text(Key.zeekTime.rawValue), line)
        else { return .other }
        packet.timestamp = plus(start, max(time(scanner.text(Key.zeekDuration.rawValue), line) ?? 0, 0))
        packet.packets = sum(.zeekPackets, .zeekPacketsBack, line) ?? 1
        packet.size = sum(.zeekIPBytes, .zeekIPBytesBack, line) ?? sum(.zeekBytes, .zeekBytesBack, line) ?? 0
        packet.source = scanner.text(Key.zeekSource.rawValue)
        packet.destination = scanner.text(Key.zeekDestination.rawValue)
        packet.proto = named(scanner.text(Key.proto.rawValue), packet.source, line)
        packet.vlan = small(scanner.text(Key.vlan.rawValue), 0xFFF, line)
        let isICMP = scanner.withText(packet.proto, in: line) { bytes in
            bytes.byteCount >= 4 && bytes.unsafeLoad(as: UInt8.self) == UInt8(ascii: "I")
        }
        // Zeek gives type and code of ICMP in place of the ports.
        if !isICMP {
            packet.sourcePort = small(scanner.text(Key.zeekSourcePort.rawValue), 0xFFFF, line)
            packet.destinationPort = small(scanner.text(Key.zeekDestinationPort.rawValue), 0xFFFF, line)
        }
        return .packet
    }

    // MARK: Suricata (docs.suricata.io, EVE JSON format)

    private mutating func suricata(_ line: RawSpan, _ packet: inout PacketSummary) -> StreamRecord.Kind {
        let isFlow = scanner.withText(scanner.text(Key.eveType.rawValue), in: line) { type in
            let whole = JSONString(range: 0..<type.byteCount, hasEscapes: false)
            return JSONReader.matches(whole, "flow", in: type)
                || JSONReader.matches(whole, "netflow", in: type)
        }
        guard isFlow,
            let timestamp = time(first(.eveFlowEnd, .eveNetflowEnd), line) ?? time(first(.timestamp), line)
        else { return .other }
        packet.timestamp = timestamp
        packet.packets = sum(.evePackets, .evePacketsBack, line) ?? number(.eveNetflowPackets, line) ?? 1
        packet.size = sum(.eveBytes, .eveBytesBack, line) ?? number(.eveNetflowBytes, line) ?? 0
        packet.source = scanner.text(Key.eveSource.rawValue)
        packet.destination = scanner.text(Key.eveDestination.rawValue)
        packet.proto = named(scanner.text(Key.proto.rawValue), packet.source, line)
        packet.interface = scanner.text(Key.eveInterface.rawValue)
        packet.vlan = small(scanner.text(Key.vlan.rawValue), 0xFFF, line)
        packet.sourcePort = small(scanner.text(Key.eveSourcePort.rawValue), 0xFFFF, line)
        packet.destinationPort = small(scanner.text(Key.eveDestinationPort.rawValue), 0xFFFF, line)
        return .packet
    }

    // MARK: tshark -T ek

    private mutating func tshark(_ line: RawSpan, _ packet: inout PacketSummary) -> StreamRecord.Kind? {
        let sign = first(.size, .sizeChosen, .frameTime, .frameTimeChosen, .source4Chosen, .source6Chosen)
        guard sign.isPresent else { return nil }
        // The line's own timestamp is a string of milliseconds.
        let milliseconds = number(.timestamp, line).map { $0.multipliedReportingOverflow(by: 1_000_000) }
        guard
            let timestamp = time(first(.frameTime, .frameTimeChosen), line)
                ?? milliseconds.map({ $0.overflow ? .max : $0.partialValue })
        else { return nil }
        packet.timestamp = timestamp
        packet.size = number(first(.size, .sizeChosen), line) ?? 0
        packet.source = first(
            .source4, .source6, .source4Chosen, .source6Chosen, .linkSource, .linkSourceChosen)
        packet.destination = first(
            .destination4, .destination6, .destination4Chosen, .destination6Chosen, .linkDestination,
            .linkDestinationChosen)
        packet.sourcePort = small(
            first(.tcpSource, .udpSource, .tcpSourceChosen, .udpSourceChosen), 0xFFFF, line)
        packet.destinationPort = small(
            first(.tcpDestination, .udpDestination, .tcpDestinationChosen, .udpDestinationChosen), 0xFFFF,
            line)
        packet.tcpSequence = number(first(.tcpSequence, .tcpSequenceChosen), line) ?? -1
        packet.tcpAcknowledgement = number(first(.tcpAcknowledgement, .tcpAcknowledgementChosen), line) ?? -1
        packet.tcpWindow = number(first(.tcpWindow, .tcpWindowChosen), line) ?? -1
        packet.payload = number(first(.tcpLength, .tcpLengthChosen), line) ?? -1
        packet.vlan = small(first(.vlanID, .vlanIDChosen), 0xFFF, line)
        packet.interface = first(.frameInterface, .frameInterfaceChosen)
        packet.tcpFlags = flags(first(.tcpFlags, .tcpFlagsChosen), line)
        packet.proto = protocolName(packet, line)
        return .packet
    }

    /// The letters of the flags, in the order of the stream.
    private mutating func flags(_ text: TextRange, _ line: RawSpan) -> TextRange {
        guard let value = number(text, line) else { return .absent }
        return scanner.keep(
            "FSRPAUECN".utf8.enumerated().filter { value >> Int64($0.offset) & 1 == 1 }.map(\.element))
    }

    private mutating func protocolName(_ packet: PacketSummary, _ line: RawSpan) -> TextRange {
        let number = number(first(.protocol4, .protocol6, .protocol4Chosen, .protocol6Chosen), line)
        if let number, 0...255 ~= number {
            guard let name = IPProtocol(rawValue: UInt8(number)).name else {
                return scanner.keep("OTHER(\(number))".utf8)
            }
            return scanner.keep(name.description.utf8)
        }
        if packet.tcpSequence >= 0 || has(.tcpSource) || has(.tcpSourceChosen) {
            return scanner.keep("TCP".utf8)
        }
        if has(.udpSource) || has(.udpSourceChosen) { return scanner.keep("UDP".utf8) }
        return has(.arp) ? scanner.keep("ARP".utf8) : .absent
    }
}
