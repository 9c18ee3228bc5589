import Packets

/// Frames around payloads, for the tests of what payloads are.
enum Messages {
    /// UDP over IPv4 over Ethernet; the snapshot may have kept less than all of it.
    static func udp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8], kept: Int? = nil) -> [UInt8]
    {
        let datagram =
            word(source) + word(destination) + word(UInt16(8 + payload.count)) + [0, 0]
            + payload.prefix(kept ?? payload.count)
        return ip(17, datagram, length: 8 + payload.count)
    }

    /// TCP the same way.
    static func tcp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8], kept: Int? = nil) -> [UInt8]
    {
        let segment =
            word(source) + word(destination) + bytes("00000001 00000001 5018 0400 0000 0000")
            + payload.prefix(kept ?? payload.count)
        return ip(6, segment, length: 20 + payload.count)
    }

    private static func ip(_ number: UInt8, _ content: [UInt8], length: Int) -> [UInt8] {
        bytes("020000000002 020000000001 0800 4500") + word(UInt16(20 + length)) + bytes("00010000 40")
            + [number] + bytes("0000 c0a80101 c0a80102") + content
    }

    static func word(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    /// The object of `key` in the line of a frame, nil where it has none.
    static func object(_ key: String, _ frame: [UInt8], wireLength: Int? = nil) throws -> String? {
        let line = try line(frame, wireLength: wireLength, selection: [key])
        guard line != "{}\n" else { return nil }
        return String(line.dropFirst(#"{"":"#.count + key.count).dropLast(2))
    }
}

/// SplitMix64: a seed that was printed gives the same run again.
struct Chance: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
