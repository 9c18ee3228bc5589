import Testing

@testable import Terminal

@Suite struct KeyTests {
    private func decode(_ text: String) -> [Key] {
        var decoder = KeyDecoder()
        return decoder.decode(Array(text.replacing("^", with: "\u{1B}").utf8)) + decoder.giveUp()
    }

    @Test func `letters, controls and the named keys`() {
        #expect(decode("qé語") == [.character("q"), .character("é"), .character("語")])
        #expect(
            decode("\u{0C}\t\r\n\u{7F}\u{08} ") == [
                .control("l"), .tab, .enter, .enter, .backspace, .backspace, .character(" "),
            ])
        #expect(decode("^[A^[B^[C^[D^OA^OB^OC^OD") == [.up, .down, .right, .left, .up, .down, .right, .left])
        #expect(
            decode("^[H^[F^OH^OF^[1~^[4~^[7~^[8~") == [.home, .end, .home, .end, .home, .end, .home, .end])
        #expect(decode("^[5~^[6~^[Z^[2~^[3~") == [.pageUp, .pageDown, .backTab, .insert, .delete])
        #expect(decode("^[1;5C^[5;2~") == [.right, .pageUp])
    }

    @Test func `an escape is a key when nothing follows in time`() {
        var decoder = KeyDecoder()
        #expect(decoder.patienceMilliseconds == nil)
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.patienceMilliseconds == 50)
        #expect(decoder.giveUp() == [.escape])
        #expect(decoder.patienceMilliseconds == nil)
        #expect(decoder.decode([0x1B]) + decoder.decode(Array("[A".utf8)) == [.up])
        #expect(decode("^^") == [.escape, .escape])
        #expect(decode("^^[A") == [.escape, .up])
    }

    @Test(arguments: [
        "^[15~", "^[[A", "^[M !!", "^[<0;3;4M", "^[?1;2c", "^[?2026;2$y", "^q", "^OP",
        "^[200~quit now\u{1B}[A^[201~", "^[12;3R",
        "^]4;1;rgb:00/00/00^\\", "^P1$r0m^\\", "^_Gi=1;OK^\\",
        "^[38;2;1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24z",
        "^[?1A", "\u{0}\u{1C}",
    ])
    func `what means nothing is swallowed whole`(sequence: String) {
        #expect(decode(sequence) == [])
        #expect(
            decode(sequence + "q") == [
                .character("q")
            ])
    }

    @Test func `the background colour is an event, and none of its bytes are keys`() {
        #expect(decode("^]11;rgb:ffff/8080/0000^\\q") == [.background(RGB(255, 128, 0)), .character("q")])
        #expect(decode("^]11;rgb:f/8/0\u{7}") == [.background(RGB(255, 136, 0))])
        #expect(decode("^]11;rgba:1234/abcd/00ff/ffff\u{7}") == [.background(RGB(0x12, 0xAB, 0))])
        #expect(decode("^]11;rgb:zz/+8/0\u{7}^]11;rgb:1/2\u{7}^]11;rgb:\u{7}^]11;rgb:12345/1/1\u{7}") == [])
        #expect(decode("^]q") == [.character("q")])
    }

    @Test func `the answer to the last question is noticed`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(Array("\u{1B}]11;rgb:0/0/0\u{7}".utf8)).count == 1)
        #expect(!decoder.hasAnswered)
        #expect(decoder.decode(Array("\u{1B}[?62;4c".utf8)) == [])
        #expect(decoder.hasAnswered)
    }

    @Test func `bytes that are not UTF-8 are no keys, and cost no key that follows`() {
        var decoder = KeyDecoder()
        #expect(
            decoder.decode([0xFF, 0xC3, 0x41, 0xE2, 0x82, 0x42, 0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xC2, 0x9B])
                == [.character("A"), .character("B")])
        #expect(decoder.decode([0xE0, 0x80, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x43]) == [.character("C")])
    }

    @Test(arguments: [UInt64.random(in: 0 ... .max)])
    func `any bytes in any pieces give the same keys, and q is heard again after giving up`(seed: UInt64) {
        var random = SeededGenerator(seed)
        let alphabet = Array("\u{1B}[]O0;1~ABM?Pcq\u{7}\\语é".utf8) + [0xFF, 0x80, 0x9B]
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                alphabet.randomElement(using: &random)!
            }
            var (whole, pieces) = (KeyDecoder(), KeyDecoder())
            #expect(whole.decode(bytes) == bytes.flatMap { pieces.decode([$0]) }, "seed \(seed): \(bytes)")
            _ = whole.giveUp()
            #expect(whole.decode([0x71]) == [.character("q")])
        }
    }
}
