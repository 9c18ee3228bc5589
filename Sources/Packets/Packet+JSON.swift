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
    /// Appends this packet as one line, with the keys that apply in the order of the contract.
    package func write(to writer: inout JSONWriter, interface: borrowing InterfaceLabel) {
        let start = writer.count
        var rest = present(interface)
        while let field = rest.popFirst() { write(field, to: &writer, interface: interface) }
        writer.closeLine(from: start)
    }

    /// The same with only the keys of `selection`, in its order.
    package func write(
        _ selection: borrowing FieldSelection, to writer: inout JSONWriter,
        interface: borrowing InterfaceLabel
    ) {
        let start = writer.count
        let here = present(interface)
        for index in selection.fields.indices where here.contains(selection.fields[index]) {
            write(selection.fields[index], to: &writer, interface: interface)
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

    /// Appends `field`, which must apply, with a comma before it.
    @inline(__always)
    private func write(_ field: Field, to writer: inout JSONWriter, interface: borrowing InterfaceLabel) {
        switch field {
        case .timestamp:
            writer.raw(Field.timestamp.prefix)
            writer.unseparatedSeconds(nanoseconds: timestamp, decimals: hasNanoseconds ? 9 : 6)
        case .timeRelative:
            writer.raw(Field.timeRelative.prefix)
            writer.unseparatedSeconds(nanoseconds: timeRelative, decimals: hasNanoseconds ? 9 : 6)
        case .source:
            writer.raw(Field.source.prefix)
            source.write(to: &writer)
        case .destination:
            writer.raw(Field.destination.prefix)
            destination.write(to: &writer)
        case .protocolName:
            writer.raw(Field.protocolName.prefix)
            protocolName.write(to: &writer)
        case .size: writer.member(Field.size.prefix, UInt(max(wireLength, capturedLength)))
        case .sourcePort: writer.member(Field.sourcePort.prefix, sourcePort)
        case .destinationPort: writer.member(Field.destinationPort.prefix, destinationPort)
        case .tcpFlags:
            writer.raw(Field.tcpFlags.prefix)
            writer.letters(tcpFlags)
        case .number: writer.member(Field.number.prefix, number)
        case .interface:
            writer.raw(Field.interface.prefix)
            writer.raw(interface.json.span.bytes)
        case .captured: writer.member(Field.captured.prefix, UInt(capturedLength))
        case .linkSource:
            writer.raw(Field.linkSource.prefix)
            writer.mac(linkSource)
        case .linkDestination:
            writer.raw(Field.linkDestination.prefix)
            writer.mac(linkDestination)
        case .vlan:
            writer.raw(Field.vlan.prefix)
            vlans.write(to: &writer)
        case .mpls:
            writer.raw(Field.mpls.prefix)
            labels.write(to: &writer)
        case .wlan:
            writer.raw(Field.wlan.prefix)
            wlan.write(to: &writer)
        case .ttl: writer.member(Field.ttl.prefix, ttl)
        case .dscp: writer.member(Field.dscp.prefix, trafficClass >> 2)
        case .ecn: writer.member(Field.ecn.prefix, trafficClass & 3)
        case .ipID: writer.member(Field.ipID.prefix, ipID)
        case .flowLabel: writer.member(Field.flowLabel.prefix, flowLabel)
        case .fragment:
            writer.raw(Field.fragment.prefix)
            writer.member(#"{"offset":"#, fragmentOffset)
            writer.raw(moreFragments ? #","more":true}"# : #","more":false}"#)
        case .icmpType: writer.member(Field.icmpType.prefix, icmpType)
        case .icmpCode: writer.member(Field.icmpCode.prefix, icmpCode)
        case .icmpIdentifier: writer.member(Field.icmpIdentifier.prefix, icmpIdentifier)
        case .icmpSequence: writer.member(Field.icmpSequence.prefix, icmpSequence)
        case .tcpOptions:
            writer.raw(Field.tcpOptions.prefix)
            tcpOptions.write(to: &writer)
        case .arp, .quoted, .neighbor, .multicast, .ospf, .vrrp, .pim, .eigrp, .stp, .lacp, .lldp, .cdp:
            writer.raw(field.prefix)
            detail.write(to: &writer)
        case .tcpSequence: writer.member(Field.tcpSequence.prefix, tcpSequence)
        case .tcpAcknowledgement: writer.member(Field.tcpAcknowledgement.prefix, tcpAcknowledgement)
        case .tcpWindow: writer.member(Field.tcpWindow.prefix, tcpWindow)
        case .payload: writer.member(Field.payload.prefix, payload)
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
        }
    }

    private func writeChecksums(to writer: inout JSONWriter) {
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

    private func writeFault(to writer: inout JSONWriter) {
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
    fileprivate mutating func letters(_ flags: UInt16) {
        switch flags {
        case 0x10: return raw(#""A""#)
        case 0x18: return raw(#""PA""#)
        case 0x02: return raw(#""S""#)
        case 0x12: return raw(#""SA""#)
        case 0x11: return raw(#""FA""#)
        default: break
        }
        byte(UInt8(ascii: "\""))
        for bit in 0..<9 where flags & (1 &<< UInt16(bit)) != 0 {
            let letters: UInt128 = 0x4E_4345_5541_5052_5346  // FSRPAUECN, the lowest byte first
            byte(UInt8(truncatingIfNeeded: letters &>> UInt128(bit &* 8)))
        }
        byte(UInt8(ascii: "\""))
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
        default: writeAny(to: &writer)
        }
    }

    @inline(never)
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
