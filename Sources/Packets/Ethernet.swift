/// Ethernet II and IEEE 802.3 §3.
///
///     0                   6                   12        14
///     +-------------------+-------------------+---------+------
///     |    destination    |      source       |  type   | payload
///     +-------------------+-------------------+---------+------
enum Ethernet {
    static let headerLength = 14

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 12 { packet.setLink(source: bytes.u48(6), destination: bytes.u48(0)) }
        try bytes.require(headerLength, of: .ethernet)
        let type = bytes.u16(12)
        guard type < EtherType.minimum else { return next(type, after: headerLength, into: &packet) }
        // Novell's raw frames put an IPX header here, whose checksum field is always 0xFFFF.
        if bytes.byteCount >= 16 && bytes.u16(14) == 0xFFFF {
            packet.setProtocol(.named(.ipx))
            return .stop
        }
        packet.setProtocol(.named(.llc))
        return .layer(.llc, at: headerLength, length: Int(type))
    }

    /// What follows a type or length field that ends at `offset`.
    @inline(__always)
    static func next(_ type: UInt16, after offset: Int, into packet: inout Packet) -> Next {
        guard type >= EtherType.minimum else {
            packet.setProtocol(.named(.llc))
            return .layer(.llc, at: offset, length: Int(type))
        }
        let etherType = EtherType(rawValue: type)
        packet.setProtocol(.etherType(etherType))
        guard let layer = etherType.layer else { return .stop }
        return .layer(layer, at: offset)
    }
}

extension Packet {
    /// The link addresses, of the outermost header that has them. They stand for source and destination
    /// until an IP header is met.
    @inline(__always) mutating func setLink(source: UInt64, destination: UInt64) {
        guard !fields.contains(.linkDestination) && networkLayers == 0 else { return }
        linkSource = source
        linkDestination = destination
        fields.insert(.linkSource)
        fields.insert(.linkDestination)
        self.source = .mac(source)
        self.destination = .mac(destination)
    }

    /// The same for a frame that may not say who sent it.
    mutating func setLink(source: UInt64?, destination: UInt64) {
        guard networkLayers == 0 else { return }
        if let source { return setLink(source: source, destination: destination) }
        linkDestination = destination
        fields.insert(.linkDestination)
        self.destination = .mac(destination)
    }

    /// Names the protocol, unless an IP header outside has done so.
    @inline(__always) mutating func setProtocol(_ name: ProtocolName) {
        if networkLayers == 0 { protocolName = name }
    }
}
