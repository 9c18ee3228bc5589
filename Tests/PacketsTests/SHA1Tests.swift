import Testing

@testable import Packets

struct SHA1Tests {
    private func digest(_ text: String) -> [UInt32] {
        var message = InlineArray<64, UInt8>(repeating: 0)
        for (index, unit) in text.utf8.enumerated() { message[index] = unit }
        let words = SHA1.digest(message, count: text.utf8.count)
        return (0..<5).map { words[$0] }
    }

    @Test func `gives the digests of RFC 3174`() {
        #expect(digest("abc") == [0xA999_3E36, 0x4706_816A, 0xBA3E_2571, 0x7850_C26C, 0x9CD0_D89D])
        #expect(digest("") == [0xDA39_A3EE, 0x5E6B_4B0D, 0x3255_BFEF, 0x9560_1890, 0xAFD8_0709])
    }
}
