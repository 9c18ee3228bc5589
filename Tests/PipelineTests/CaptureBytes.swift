/// Capture files written by hand, byte for byte.
enum CaptureBytes {
    /// Ethernet, IPv4 and UDP, 10.0.0.`source` port 4000 to 10.0.0.2 port 53, with a payload of zeros.
    static func udp(source: UInt8, payload: Int = 18) -> [UInt8] {
        let total = 28 + payload
        var frame: [UInt8] = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, source, 0x08, 0x00]
        frame += [
            0x45, 0, UInt8(total >> 8), UInt8(total & 255), 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, source, 10, 0,
            0, 2,
        ]
        frame += [0x0f, 0xa0, 0, 53, UInt8((8 + payload) >> 8), UInt8((8 + payload) & 255), 0, 0]
        return frame + [UInt8](repeating: 0, count: payload)
    }

    /// A capture file (little endian, microseconds, Ethernet) of one frame every `gap` seconds from `start` on.
    static func pcap(_ frames: [[UInt8]], start: Double = 1_767_225_600, gap: Double = 0.5) -> [UInt8] {
        var file: [UInt8] =
            [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0] + word(0) + word(0) + word(262_144) + word(1)
        for (index, frame) in frames.enumerated() {
            let time = start + gap * Double(index)
            file += word(UInt32(time)) + word(UInt32((time - time.rounded(.down)) * 1_000_000))
            file += word(UInt32(frame.count)) + word(UInt32(frame.count)) + frame
        }
        return file
    }

    private static func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (8 * $0) & 255) } }
}
