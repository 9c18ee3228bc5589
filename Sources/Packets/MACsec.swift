/// The security tag of IEEE 802.1AE §9.3. The EtherType stands in the header before it.
///
///     0               8               16                             48
///     +-+-+--+--+-+-+-+-+-------------+-------------------------------+-----
///     |V|ES|SC|SCB|E|C|AN| short length |        packet number        | SCI (8 bytes) where SC is set
///     +-+-+--+--+-+-+-+-+-------------+-------------------------------+-----
enum MACsec {
    static let integrityLength = 16

    static func dissect(_ bytes: RawSpan, into packet: inout Packet) throws(Fault) -> Next {
        try bytes.require(6, of: .macsec)
        let control = bytes.u8(0)
        guard control & 0x80 == 0 else { throw Fault(.macsec, .version) }
        // E: encrypted. C: changed. Only a frame with neither can be read.
        guard control & 0x0C == 0 else { return .stop }
        let length = control & 0x20 != 0 ? 14 : 6
        try bytes.require(length + 2, of: .macsec)
        guard packet.layerLength >= length + 2 + integrityLength else { return .stop }
        var next = Ethernet.next(bytes.u16(length), after: length + 2, into: &packet)
        next.length = packet.layerLength - length - 2 - integrityLength
        return next
    }
}
