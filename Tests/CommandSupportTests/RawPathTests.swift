import Testing

@testable import CommandSupport

struct RawPathTests {
    private let broken: [CChar] = [0x61, CChar(bitPattern: 0xFF), 0x62, 0]

    @Test func `finds the bytes behind a repaired name again`() {
        #expect(RawPath("a\u{FFFD}b", among: [[0x78, 0], broken]).bytes == broken)
    }

    @Test func `finds them behind an option's equals sign`() {
        let option: [CChar] = [0x2D, 0x2D, 0x72, 0x3D] + broken
        #expect(RawPath("a\u{FFFD}b", among: [option]).bytes == broken)
    }

    @Test func `a name that is UTF-8 is taken as it is`() {
        #expect(RawPath("é", among: []).bytes == [CChar(bitPattern: 0xC3), CChar(bitPattern: 0xA9), 0])
        #expect(RawPath("-", among: []).isStandardStream)
    }
}
