import JSONLines
import Testing

@testable import Packets

struct WireTextTests {
    private func json<let limit: Int>(_ text: WireText<limit>) -> String {
        var text = text
        var writer = JSONWriter()
        text.write(#","key":"#, to: &writer)
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `drops what is longer`() {
        #expect(json(WireText<4>(Array("abcdef".utf8).span.bytes)) == #","key":"abcd""#)
    }

    @Test func `takes a word where there is room for all of it, and of it what is asked for`() {
        var text = WireText<12>()
        let taken = [3, 2, 1].map { text.append(0x6867_6665_6463_6261, $0) }
        #expect(taken == [true, true, false])
        #expect(json(text) == #","key":"abcab""#)
    }

    @Test func `is left out where it is empty`() {
        #expect(json(WireText<4>()) == "")
    }

    @Test func `what came off the wire cannot leave its string`() {
        let hostile: [UInt8] = [0x22, 0x0A, 0x1B, 0x5B, 0xFF, 0xE2, 0x80]
        #expect(json(WireText<8>(hostile.span.bytes)) == #","key":"\"\n\u001b[\#u{FFFD}\#u{FFFD}""#)
    }
}
