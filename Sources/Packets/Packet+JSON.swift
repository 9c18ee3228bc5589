import JSONLines

/// The name of an interface as it stands in the lines of its packets.
package struct InterfaceLabel: Sendable {
    /// The name as a JSON string with its quotes, empty where there is none.
    let json: [UInt8]

    /// A label for packets whose interface has no name: their lines have no `interface`.
    package init() { json = [] }

    /// From the bytes of a name, whatever they are; no bytes are no name.
    package init(name: some Collection<UInt8>) {
        var writer = JSONWriter(capacity: 256)
        if !name.isEmpty { writer.string(Array(name).span.bytes) }
        json = writer.withBytes { Array($0) }
    }
}

extension Packet {
    // What follows changes nothing but is mutating: for a call that only reads, the compiler (6.3) copies a value of
    // this size onto the stack (measured: 8 % of the time).

    /// Appends this packet as one line, with the keys that apply in the order of the contract.
    package mutating func write(to writer: inout JSONWriter, interface: borrowing InterfaceLabel) {
        writeInOrder(present(interface), to: &writer, interface: interface)
    }

    /// The same with only the keys of `selection`, in its order.
    package mutating func write(
        _ selection: borrowing FieldSelection, to writer: inout JSONWriter,
        interface: borrowing InterfaceLabel
    ) {
        let here = present(interface).intersection(selection.set)
        if selection.isInOrder { return writeInOrder(here, to: &writer, interface: interface) }
        let start = writer.count
        for index in selection.fields.indices where here.contains(selection.fields[index]) {
            var one = FieldSet()
            one.insert(selection.fields[index])
            writer = writing(one, to: writer, interface)
        }
        writer.closeLine(from: start)
    }

    @inline(__always)
    private func present(_ interface: borrowing InterfaceLabel) -> FieldSet {
        var all = fields.union(.always)
        if capturedLength < wireLength { all.insert(.captured) }
        if !interface.json.isEmpty { all.insert(.interface) }
        if !hasTimestamp {
            all.remove(.timestamp)
            all.remove(.timeRelative)
        }
        return all
    }

    /// Appends a line of `here`, all of which must apply.
    @inline(__always)
    private mutating func writeInOrder(
        _ here: FieldSet, to writer: inout JSONWriter, interface: borrowing InterfaceLabel
    ) {
        let start = writer.count
        writer = writing(here, to: writer, interface)
        writer.closeLine(from: start)
    }

    /// Appends `here` in the order of the line, with a comma before each.
    ///
    /// A straight line through the keys that most packets have; between them the others, where there are any, are
    /// taken one by one. The writer is a local value, whose address goes to no call, so that it stays in registers.
    @inline(never)
    private mutating func writing(
        _ here: FieldSet, to writer: consuming JSONWriter, _ interface: borrowing InterfaceLabel
    ) -> JSONWriter {
        var line = writer
        let decimals = hasNanoseconds ? 9 : 6
        if here.contains(.timestamp) {
            line.raw(Field.timestamp.prefix)
            line.unseparatedSeconds(nanoseconds: timestamp, decimals: decimals, &second)
        }
        if here.contains(.timeRelative) {
            line.raw(Field.timeRelative.prefix)
            line.unseparatedSeconds(nanoseconds: timeRelative, decimals: decimals, &secondRelative)
        }
        if here.contains(.source) {
            line.raw(Field.source.prefix)
            source.write(to: &line)
        }
        if here.contains(.destination) {
            line.raw(Field.destination.prefix)
            destination.write(to: &line)
        }
        if here.contains(.protocolName) {
            line.raw(Field.protocolName.prefix)
            protocolName.write(to: &line)
        }
        if here.contains(.size) { line.member(Field.size.prefix, UInt(max(wireLength, capturedLength))) }
        if here.contains(.sourcePort) { line.member(Field.sourcePort.prefix, sourcePort) }
        if here.contains(.destinationPort) { line.member(Field.destinationPort.prefix, destinationPort) }
        if here.contains(.tcpFlags) {
            line.raw(Field.tcpFlags.prefix)
            line.letters(tcpFlags)
        }
        if here.contains(.number) { line.member(Field.number.prefix, number) }
        if here.contains(.interface) {
            line.raw(Field.interface.prefix)
            line.raw(interface.json.span.bytes)
        }
        let captured = here.from(.captured, to: .linkSource)
        if !captured.isEmpty { line = writingOthers(captured, to: line) }
        if here.contains(.linkSource) {
            line.raw(Field.linkSource.prefix)
            line.mac(linkSource)
        }
        if here.contains(.linkDestination) {
            line.raw(Field.linkDestination.prefix)
            line.mac(linkDestination)
        }
        let link = here.from(.vlan, to: .ttl)
        if !link.isEmpty { line = writingOthers(link, to: line) }
        if here.contains(.ttl) { line.member(Field.ttl.prefix, ttl) }
        let service = here.from(.dscp, to: .ipID)
        if !service.isEmpty { line = writingOthers(service, to: line) }
        if here.contains(.ipID) { line.member(Field.ipID.prefix, ipID) }
        let network = here.from(.flowLabel, to: .tcpSequence)
        if !network.isEmpty { line = writingOthers(network, to: line) }
        if here.contains(.tcpSequence) { line.member(Field.tcpSequence.prefix, tcpSequence) }
        if here.contains(.tcpAcknowledgement) {
            line.member(Field.tcpAcknowledgement.prefix, tcpAcknowledgement)
        }
        if here.contains(.tcpWindow) { line.member(Field.tcpWindow.prefix, tcpWindow) }
        if here.contains(.tcpOptions) {
            line.raw(Field.tcpOptions.prefix)
            tcpOptions.write(to: &line)
        }
        if here.contains(.payload) { line.member(Field.payload.prefix, payload) }
        let others = here.from(.dccpType, to: nil)
        if !others.isEmpty { line = writingOthers(others, to: line) }
        return line
    }

    @inline(never)
    private mutating func writingOthers(_ fields: FieldSet, to writer: consuming JSONWriter) -> JSONWriter {
        var rest = fields
        while let field = rest.popFirst() { writeOther(field, to: &writer) }
        return writer
    }

    /// Appends `field`, which must apply, with a comma before it.
    private mutating func writeOther(_ field: Field, to writer: inout JSONWriter) {
        switch field {
        case .timestamp, .timeRelative, .source, .destination, .protocolName, .size, .sourcePort,
            .destinationPort, .tcpFlags, .number, .interface, .linkSource, .linkDestination, .ttl, .ipID,
            .tcpSequence, .tcpAcknowledgement, .tcpWindow, .tcpOptions, .payload:
            break  // `writing` has its own lines for these
        case .captured: writer.member(Field.captured.prefix, UInt(capturedLength))
        case .vlan:
            writer.raw(Field.vlan.prefix)
            vlans.write(to: &writer)
        case .mpls:
            writer.raw(Field.mpls.prefix)
            labels.write(to: &writer)
        case .wlan:
            writer.raw(Field.wlan.prefix)
            wlan.write(to: &writer)
        case .dscp: writer.member(Field.dscp.prefix, trafficClass >> 2)
        case .ecn: writer.member(Field.ecn.prefix, trafficClass & 3)
        case .flowLabel: writer.member(Field.flowLabel.prefix, flowLabel)
        case .fragment:
            writer.raw(Field.fragment.prefix)
            writer.member(#"{"offset":"#, fragmentOffset)
            writer.raw(moreFragments ? #","more":true}"# : #","more":false}"#)
        case .icmpType: writer.member(Field.icmpType.prefix, icmpType)
        case .icmpCode: writer.member(Field.icmpCode.prefix, icmpCode)
        case .icmpIdentifier: writer.member(Field.icmpIdentifier.prefix, icmpIdentifier)
        case .icmpSequence: writer.member(Field.icmpSequence.prefix, icmpSequence)
        case .arp, .quoted, .neighbor, .multicast, .ospf, .vrrp, .pim, .eigrp, .stp, .lacp, .lldp, .cdp:
            writer.raw(field.prefix)
            detail.write(to: &writer)
        case .direction:
            writer.raw(Field.direction.prefix)
            switch direction {
            case .inbound: writer.raw(#""in""#)
            case .outbound: writer.raw(#""out""#)
            case .local: writer.raw(#""local""#)
            }
        case .process:
            writer.raw(Field.process.prefix)
            writeProcess(to: &writer)
        case .dccpType:
            writer.raw(Field.dccpType.prefix)
            if let name = DCCP.name(of: dccpType) {
                writer.quote(name)
            } else {
                writer.digits(UInt64(dccpType))
            }
        case .ipOptions:
            writer.raw(Field.ipOptions.prefix)
            writer.list(ipOptions.types, count: ipOptions.count, IPv4Options.name)
        case .extensions:
            writer.raw(Field.extensions.prefix)
            writer.list(extensions, count: extensionCount, IPv6Extensions.name)
        case .sctp:
            writer.raw(Field.sctp.prefix)
            writer.member(#"{"tag":"#, sctp.tag)
            writer.raw(#","chunks":"#)
            writer.list(sctp.chunks, count: sctp.chunkCount, SCTPFields.name)
            writer.byte(UInt8(ascii: "}"))
        case .communityID:
            writer.raw(#","community_id":""#)
            writer.raw(communityID.span.bytes)
            writer.byte(UInt8(ascii: "\""))
        case .checksum:
            writer.raw(Field.checksum.prefix)
            writeChecksums(to: &writer)
        case .tunnel:
            writer.raw(Field.tunnel.prefix)
            tunnels.writeNames(to: &writer)
        case .tunnelID: writer.member(Field.tunnelID.prefix, tunnels.tunnels[0].id ?? 0)
        case .inner:
            writer.raw(Field.inner.prefix)
            tunnels.writeInner(to: &writer)
        case .fault:
            writer.raw(Field.fault.prefix)
            writeFault(to: &writer)
        case .dns, .tls, .http, .quic, .dhcp, .ntp, .ssh: writePayload(field, to: &writer)
        }
    }

    private mutating func writeChecksums(to writer: inout JSONWriter) {
        let start = writer.count
        if let networkChecksum {
            writer.raw(#","ip":"#)
            writer.quote(networkChecksum.text)
        }
        if let transportChecksum {
            writer.raw(#","transport":"#)
            writer.quote(transportChecksum.text)
        }
        writer.closeObject(from: start)
    }

    private mutating func writeFault(to writer: inout JSONWriter) {
        guard let fault else { return }
        writer.byte(UInt8(ascii: "{"))
        writer.key("layer")
        writer.string(fault.layer.rawValue)
        writer.key("kind")
        writer.string(fault.kind.rawValue)
        if fault.needed != 0 || fault.available != 0 {
            writer.key("needed")
            writer.integer(fault.needed)
            writer.key("available")
            writer.integer(fault.available)
        }
        writer.endObject()
    }
}

extension VLANStack {
    func write(to writer: inout JSONWriter) {
        for index in 0..<count { writer.member(index == 0 ? "[" : ",", items[index]) }
        writer.byte(UInt8(ascii: "]"))
    }
}

extension LabelStack {
    func write(to writer: inout JSONWriter) {
        for index in 0..<count { writer.member(index == 0 ? "[" : ",", items[index]) }
        writer.byte(UInt8(ascii: "]"))
    }
}

extension WLANFields {
    func write(to writer: inout JSONWriter) {
        switch type {
        case 0: writer.raw(#"{"type":"management""#)
        case 1: writer.raw(#"{"type":"control""#)
        case 2: writer.raw(#"{"type":"data""#)
        default: writer.raw(#"{"type":"extension""#)
        }
        writer.member(#","subtype":"#, subtype)
        if isRetry { writer.raw(#","retry":true"#) }
        if isProtected { writer.raw(#","protected":true"#) }
        if frequency != 0 { writer.member(#","frequency":"#, frequency) }
        if signal != 0 {
            writer.raw(#","signal":"#)
            writer.integer(signal)
        }
        writer.byte(UInt8(ascii: "}"))
    }
}

extension JSONWriter {
    /// Makes the members written since `start`, each with a comma before it, into one line.
    @inline(__always)
    fileprivate mutating func closeLine(from start: Int) {
        if count == start { byte(UInt8(ascii: ",")) }
        replaceByte(at: start, with: UInt8(ascii: "{"))
        raw("}\n")
    }

    /// The flags of TCP as letters in the order `FSRPAUECN`, lowest bit first.
    @inline(__always)
    fileprivate mutating func letters(_ flags: UInt16) {
        switch flags {
        case 0x10: raw(#""A""#)
        case 0x18: raw(#""PA""#)
        default: self = Self.letters(flags, self)
        }
    }

    @inline(never)
    private static func letters(_ flags: UInt16, _ writer: consuming JSONWriter) -> JSONWriter {
        writer.byte(UInt8(ascii: "\""))
        for bit in 0..<9 where flags & (1 &<< UInt16(bit)) != 0 {
            let letters: UInt128 = 0x4E_4345_5541_5052_5346  // FSRPAUECN, the lowest byte first
            writer.byte(UInt8(truncatingIfNeeded: letters &>> UInt128(bit &* 8)))
        }
        writer.byte(UInt8(ascii: "\""))
        return writer
    }
}

extension JSONWriter {
    /// Makes the members written since `start`, each with a comma before it, into one object.
    mutating func closeObject(from start: Int) {
        if count == start { byte(UInt8(ascii: ",")) }
        replaceByte(at: start, with: UInt8(ascii: "{"))
        byte(UInt8(ascii: "}"))
    }
}

extension JSONWriter {
    /// A list of numbers by name, or as numbers where they have none.
    @inline(never)
    mutating func list<let limit: Int>(
        _ items: InlineArray<limit, UInt8>, count: Int, _ name: (UInt8) -> StaticString?
    ) {
        byte(UInt8(ascii: "["))
        for index in 0..<min(count, limit) {
            if index > 0 { byte(UInt8(ascii: ",")) }
            if let text = name(items[index]) { quote(text) } else { digits(UInt64(items[index])) }
        }
        byte(UInt8(ascii: "]"))
    }
}

extension ProtocolName {
    @inline(__always)
    func write(to writer: inout JSONWriter) {
        switch self {
        case .ip(.tcp): writer.raw(#""TCP""#)
        case .ip(.udp): writer.raw(#""UDP""#)
        default: writer = writingAny(writer)
        }
    }

    @inline(never)
    private func writingAny(_ writer: consuming JSONWriter) -> JSONWriter {
        writeAny(to: &writer)
        return writer
    }

    private func writeAny(to writer: inout JSONWriter) {
        switch self {
        case .unknown:
            writer.quote("OTHER")
        case .named(let name):
            writer.quote(name.text)
        case .ip(let number):
            if let name = number.name { return writer.quote(name) }
            writer.raw("\"OTHER(")
            writer.digits(UInt64(number.rawValue))
            writer.raw(")\"")
        case .etherType(let type):
            if let name = type.name { return writer.quote(name) }
            writer.raw("\"OTHER(0x")
            writer.hexadecimal(type.rawValue)
            writer.raw(")\"")
        }
    }
}

extension Address {
    @inline(__always)
    func write(to writer: inout JSONWriter) {
        switch self {
        case .none: writer.raw("\"\"")
        case .mac(let value): writer.mac(value)
        case .ipv4(let value): writer.ipv4(value)
        case .ipv6(let high, let low): writer.ipv6(high, low)
        }
    }
}

extension JSONWriter {
    /// A string that is plain ASCII, without a comma before it.
    mutating func quote(_ text: StaticString) {
        byte(UInt8(ascii: "\""))
        raw(text)
        byte(UInt8(ascii: "\""))
    }
}
