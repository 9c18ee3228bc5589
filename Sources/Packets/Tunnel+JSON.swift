import JSONLines

/// One tunnel is its name, several are a list, outermost first; and so for what they carry.
extension TunnelStack {
    func writeNames(to writer: inout JSONWriter) {
        guard tunnelCount != 1 else { return writer.quote(tunnels[0].kind.text) }
        writer.byte(UInt8(ascii: "["))
        for index in 0..<tunnelCount {
            if index > 0 { writer.byte(UInt8(ascii: ",")) }
            writer.quote(tunnels[index].kind.text)
        }
        writer.byte(UInt8(ascii: "]"))
    }

    func writeInner(to writer: inout JSONWriter) {
        guard innerCount != 1 else { return inner[0].write(to: &writer) }
        writer.byte(UInt8(ascii: "["))
        for index in 0..<innerCount {
            if index > 0 { writer.byte(UInt8(ascii: ",")) }
            inner[index].write(to: &writer)
        }
        writer.byte(UInt8(ascii: "]"))
    }
}

extension TunnelStack.Inner {
    func write(to writer: inout JSONWriter) {
        let start = writer.count
        if source != .none || destination != .none {
            writer.raw(#","source":"#)
            source.write(to: &writer)
            writer.raw(#","destination":"#)
            destination.write(to: &writer)
        }
        writer.raw(#","protocol":"#)
        protocolName.write(to: &writer)
        if hasPorts {
            writer.member(#","src_port":"#, sourcePort)
            writer.member(#","dst_port":"#, destinationPort)
        }
        writer.replaceByte(at: start, with: UInt8(ascii: "{"))
        writer.byte(UInt8(ascii: "}"))
    }
}
