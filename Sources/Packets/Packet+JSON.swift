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
        writer.byte(UInt8(ascii: "{"))
        var rest = present(interface)
        while let field = rest.popFirst() { write(field, to: &writer, interface: interface) }
        writer.byte(UInt8(ascii: "}"))
        writer.endLine()
    }

    /// The same with only the keys of `selection`, in its order.
    package func write(
        _ selection: borrowing FieldSelection, to writer: inout JSONWriter,
        interface: borrowing InterfaceLabel
    ) {
        writer.byte(UInt8(ascii: "{"))
        let here = present(interface)
        for index in selection.fields.indices where here.contains(selection.fields[index]) {
            write(selection.fields[index], to: &writer, interface: interface)
        }
        writer.byte(UInt8(ascii: "}"))
        writer.endLine()
    }

    private func present(_ interface: borrowing InterfaceLabel) -> FieldSet {
        var all = fields
        for field in [.timestamp, .timeRelative, .source, .destination, .protocolName, .size, .number]
            as [Field]
        {
            all.insert(field)
        }
        if capturedLength < wireLength { all.insert(.captured) }
        if !interface.json.isEmpty { all.insert(.interface) }
        return all
    }

    private func write(_ field: Field, to writer: inout JSONWriter, interface: borrowing InterfaceLabel) {
        writer.key(field.key)
        switch field {
        case .timestamp: writer.seconds(nanoseconds: timestamp, decimals: hasNanoseconds ? 9 : 6)
        case .timeRelative: writer.seconds(nanoseconds: timeRelative, decimals: hasNanoseconds ? 9 : 6)
        case .source: source.write(to: &writer)
        case .destination: destination.write(to: &writer)
        case .protocolName: protocolName.write(to: &writer)
        case .size: writer.integer(max(wireLength, capturedLength))
        case .sourcePort: writer.integer(sourcePort)
        case .destinationPort: writer.integer(destinationPort)
        case .tcpFlags: writeFlags(to: &writer)
        case .number: writer.integer(number)
        case .interface: writer.raw(interface.json.span.bytes)
        case .captured: writer.integer(capturedLength)
        case .linkSource: Address.mac(linkSource).write(to: &writer)
        case .linkDestination: Address.mac(linkDestination).write(to: &writer)
        case .vlan:
            writer.beginArray()
            for index in 0..<vlans.count { writer.integer(vlans[index]) }
            writer.endArray()
        case .ttl: writer.integer(ttl)
        case .dscp: writer.integer(trafficClass >> 2)
        case .ecn: writer.integer(trafficClass & 3)
        case .ipID: writer.integer(ipID)
        case .flowLabel: writer.integer(flowLabel)
        case .fragment:
            writer.beginObject()
            writer.key("offset")
            writer.integer(fragmentOffset)
            writer.key("more")
            writer.bool(moreFragments)
            writer.endObject()
        case .icmpType: writer.integer(icmpType)
        case .icmpCode: writer.integer(icmpCode)
        case .tcpSequence: writer.integer(tcpSequence)
        case .tcpAcknowledgement: writer.integer(tcpAcknowledgement)
        case .tcpWindow: writer.integer(tcpWindow)
        case .payload: writer.integer(payload)
        case .direction: writer.string(direction == .inbound ? "in" : "out")
        case .fault: writeFault(to: &writer)
        }
    }

    private func writeFlags(to writer: inout JSONWriter) {
        writer.byte(UInt8(ascii: "\""))
        let letters: UInt128 = 0x4E_4345_5541_5052_5346  // FSRPAUECN, the lowest byte first
        for bit in 0..<9 where tcpFlags & (1 &<< UInt16(bit)) != 0 {
            writer.byte(UInt8(truncatingIfNeeded: letters &>> UInt128(bit &* 8)))
        }
        writer.byte(UInt8(ascii: "\""))
    }

    private func writeFault(to writer: inout JSONWriter) {
        guard let fault else { return }
        writer.beginObject()
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

extension ProtocolName {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .unknown:
            writer.string("OTHER")
        case .named(let name):
            writer.string(name.text)
        case .ip(let number):
            if let name = number.name { return writer.string(name) }
            writer.raw("\"OTHER(")
            writer.digits(UInt64(number.rawValue))
            writer.raw(")\"")
        case .etherType(let type):
            if let name = type.name { return writer.string(name) }
            writer.raw("\"OTHER(0x")
            writer.hexadecimal(type.rawValue)
            writer.raw(")\"")
        }
    }
}

extension Address {
    func write(to writer: inout JSONWriter) {
        switch self {
        case .none: writer.string("")
        case .mac(let value): writer.mac(value)
        case .ipv4(let value): writer.ipv4(value)
        case .ipv6(let high, let low): writer.ipv6(high, low)
        }
    }
}
