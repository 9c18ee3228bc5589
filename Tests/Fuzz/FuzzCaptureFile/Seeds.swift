/// Small captures that the mutations start from.
enum Seeds {
    static let all: [[UInt8]] = [
        pcap(swapped: false), pcap(swapped: true), pcapng(swapped: false), pcapng(swapped: true),
    ]

    private static func bytes(_ values: [UInt32], _ swapped: Bool) -> [UInt8] {
        values.flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(swapped ? 24 - $0 * 8 : $0 * 8)) }
        }
    }

    private static func pcap(swapped: Bool) -> [UInt8] {
        let version: UInt32 = swapped ? 0x0002_0004 : 0x0004_0002
        var file = bytes([0xA1B2_C3D4, version, 0, 0, 65_535, 1], swapped)
        for length: UInt32 in [0, 14, 60, 3] {
            file += bytes([1_700_000_000, 7, length, length + 2], swapped)
            file += (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        }
        return file
    }

    private static func pcapng(swapped: Bool) -> [UInt8] {
        func block(_ type: UInt32, _ body: [UInt32]) -> [UInt8] {
            let length = UInt32(body.count * 4 + 12)
            return bytes([type, length] + body + [length], swapped)
        }
        func halves(_ first: UInt32, _ second: UInt32) -> UInt32 {
            swapped ? first << 16 | second : second << 16 | first
        }
        return block(0x0A0D_0D0A, [0x1A2B_3C4D, halves(1, 0), .max, .max])
            + block(1, [halves(1, 0), 96, halves(2, 4), 0x3068_7465, halves(9, 1), 9, 0])
            + block(1, [halves(113, 0), 0, halves(14, 8), 1, 0, halves(9, 1), 0x8A8A_8A8A, 0])
            + block(6, [0, 4_000, 7, 8, 90, 1, 2, halves(2, 4), 1, halves(4, 8), 3, 0, 0])
            + block(3, [8, 1, 2]) + block(0x0BAD, [1, 2, 3]) + block(2, [halves(1, 9), 0, 5, 4, 4, 1])
            + block(5, [1, 0, 0, halves(5, 8), 7, 0, halves(7, 8), 8, 0, 0])
    }
}
