/// RFC 9293 §3.1.
///
///     0               8               16              24            31
///     +-------------------------------+-------------------------------+
///     |          source port          |       destination port        |
///     +-------------------------------+-------------------------------+
///     |                        sequence number                        |
///     +---------------------------------------------------------------+
///     |                    acknowledgement number                     |
///     +-------+-----+-----------------+-------------------------------+
///     |offset | 0   |A C E U A P R S F|            window             |
///     +-------+-----+-----------------+-------------------------------+
///     |           checksum            |         urgent pointer        |
///     +-------------------------------+-------------------------------+
enum TCP {
    static let headerLength = 20

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        if bytes.byteCount >= 4 { packet.setPorts(source: bytes.u16(0), destination: bytes.u16(2)) }
        guard packet.isOutermost else { return .stop }
        if bytes.byteCount < headerLength { throw cut(bytes, into: &packet) }
        let length = Int(bytes.u8(12) >> 4) * 4
        packet.tcpSequence = bytes.u32(4)
        packet.fields.insert(.tcpSequence)
        guard length >= headerLength else {
            throw Fault(.tcp, .lengthTooSmall, needed: headerLength, available: length)
        }
        packet.tcpFlags = bytes.u16(12) & 0x1FF
        packet.fields.insert(.tcpFlags)
        if packet.tcpFlags & 0x10 != 0 {
            packet.tcpAcknowledgement = bytes.u32(8)
            packet.fields.insert(.tcpAcknowledgement)
        }
        packet.tcpWindow = bytes.u16(14)
        packet.fields.insert(.tcpWindow)
        guard length <= packet.layerLength else {
            throw Fault(.tcp, .lengthTooLarge, needed: length, available: packet.layerLength)
        }
        packet.setPayload(packet.layerLength - length)
        try bytes.require(length, of: .tcp)
        if length > headerLength {
            if let fault = packet.tcpOptions.read(bytes, from: headerLength, to: length) {
                packet.note(fault)
            }
            if !packet.tcpOptions.present.isEmpty { packet.fields.insert(.tcpOptions) }
        }
        return PayloadProtocols.next(tcp: bytes, at: length, packet)
    }

    /// What a header tells that ends before its twentieth byte.
    private static func cut(_ bytes: RawSpan, into packet: inout Packet) -> Fault {
        if bytes.byteCount >= 8 {
            packet.tcpSequence = bytes.u32(4)
            packet.fields.insert(.tcpSequence)
        }
        if bytes.byteCount >= 14 && bytes.u8(12) >> 4 >= 5 {
            packet.tcpFlags = bytes.u16(12) & 0x1FF
            packet.fields.insert(.tcpFlags)
        }
        return Fault(.tcp, .truncated, needed: headerLength, available: bytes.byteCount)
    }
}

extension Packet {
    @inline(__always) mutating func setPorts(source: UInt16, destination: UInt16) {
        guard isOutermost else { return tunnels.setPorts(source, destination) }
        sourcePort = source
        destinationPort = destination
        fields.insert(.sourcePort)
        fields.insert(.destinationPort)
    }

    @inline(__always) mutating func setPayload(_ length: Int) {
        payload = UInt32(clamping: length)
        fields.insert(.payload)
    }
}
