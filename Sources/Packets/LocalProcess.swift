import JSONLines

/// The process at the local end of a packet, or why it is not known. Who captures may set it; no header says it.
package struct LocalProcess: Sendable {
    /// 0 when it is not known.
    package var pid: Int32
    /// The first bytes of the program's name, whatever they are.
    package var command = InlineArray<16, UInt8>(repeating: 0)
    package var commandLength = 0
    /// A stable name, where `pid` is 0.
    package var reason: StaticString = ""

    package init(pid: Int32, command: InlineArray<16, UInt8>, commandLength: Int) {
        self.pid = pid
        self.command = command
        self.commandLength = min(max(commandLength, 0), 16)
    }

    package init(reason: StaticString) {
        pid = 0
        self.reason = reason
    }

    /// The members of its object, without the braces.
    func writeMembers(to writer: inout JSONWriter) {
        guard pid != 0 else {
            writer.key("reason")
            return writer.string(reason)
        }
        writer.key("pid")
        writer.integer(pid)
        writer.key("command")
        writer.string(command.span.bytes.extracting(0..<commandLength))
    }
}

extension Packet {
    /// Says whose the local end is; `peer` where the other end is local too.
    package mutating func setProcess(_ process: LocalProcess, peer: LocalProcess?) {
        self.process = process
        peerProcess = peer
        fields.insert(.process)
    }

    mutating func writeProcess(to writer: inout JSONWriter) {
        writer.byte(UInt8(ascii: "{"))
        process.writeMembers(to: &writer)
        if let peerProcess {
            writer.key("peer")
            writer.byte(UInt8(ascii: "{"))
            peerProcess.writeMembers(to: &writer)
            writer.endObject()
        }
        writer.endObject()
    }

    /// What of this packet can be looked up in the socket tables. `mutating` only so that the packet is not copied.
    package mutating func flow() -> PacketFlow {
        var flow = PacketFlow(source: source, destination: destination)
        if case .ip(let number) = protocolName, fields.contains(.sourcePort) {
            flow.transport = number.rawValue
            flow.sourcePort = sourcePort
            flow.destinationPort = destinationPort
        }
        flow.begins = fields.contains(.tcpFlags) && tcpFlags & 0x12 == 0x02
        flow.isToGroup = fields.contains(.linkDestination) && linkDestination >> 40 & 1 == 1
        return flow
    }
}

/// The flow that a packet belongs to, as far as its headers tell.
package struct PacketFlow: Sendable {
    package var source: Address
    package var destination: Address
    /// The number of the IP protocol, where it has ports and they are known.
    package var transport: UInt8?
    package var sourcePort: UInt16 = 0
    package var destinationPort: UInt16 = 0
    /// A TCP packet that asks for a new connection.
    package var begins = false
    /// Sent to several at once, as the link header says.
    package var isToGroup = false
}
