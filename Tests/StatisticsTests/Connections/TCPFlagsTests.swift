import Testing

@testable import Statistics

@Suite struct TCPFlagsTests {
    private func flags(_ text: [UInt8]) -> UInt16 { TCPFlags(text.span.bytes).rawValue }

    @Test func `each set of flags is read as it is spelt, in any order`() {
        let letters = Array("FSRPAUECN".utf8)
        for bits: UInt16 in 0..<512 {
            let text = letters.indices.filter { bits >> $0 & 1 == 1 }.map { letters[$0] }
            #expect(flags(text) == 0x8000 | bits)
            #expect(flags(text.reversed()) == 0x8000 | bits)
            #expect(TCPFlags(rawValue: bits).text == String(decoding: text, as: UTF8.self))
        }
    }

    @Test func `letters that are not flags are passed over`() {
        let known = Set("FSRPAUECN".utf8)
        for unit: UInt8 in 0...255 where !known.contains(unit) {
            #expect(flags([unit]) == 0x8000, "\(unit)")
            #expect(flags([unit, UInt8(ascii: "A")]) == 0x8010)
            #expect(flags([UInt8(ascii: "A"), unit]) == 0x8010)
            #expect(flags([UInt8(ascii: "S"), unit, UInt8(ascii: "A")]) == 0x8012)
        }
        // So many letters are no flags.
        #expect(flags(.init(repeating: UInt8(ascii: "x"), count: 16) + [UInt8(ascii: "A")]) == 0x8000)
    }
}
