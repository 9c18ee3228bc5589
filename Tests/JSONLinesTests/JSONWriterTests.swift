import JSONLines
import Testing

private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(capacity: 0)
    body(&writer)
    return writer.withBytes { String(decoding: $0, as: UTF8.self) }
}

/// What a reader makes of a whole text that is one string; nil when it is none.
private func readBack(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    var reader = JSONReader()
    guard let string = try? reader.text(bytes.span.bytes) else { return nil }
    return (try? reader.finish(bytes.span.bytes)) == nil ? nil : string
}

@Suite struct JSONWriterTests {
    @Test func `places commas and nothing else between values`() {
        let text = written { json in
            json.beginObject()
            json.key("a")
            json.beginArray()
            json.integer(1)
            json.string("x")
            json.bool(true)
            json.beginObject()
            json.endObject()
            json.beginArray()
            json.endArray()
            json.number(0.5, decimals: 3)
            json.seconds(nanoseconds: 1, decimals: 9)
            json.endArray()
            json.key("b" as String)
            json.string("" as String)
            json.key("c")
            json.raw("[]")
            json.endObject()
            json.endLine()
            json.beginObject()
            json.endObject()
            json.endLine()
        }
        #expect(text == "{\"a\":[1,\"x\",true,{},[],0.5,0.000000001],\"b\":\"\",\"c\":[]}\n{}\n")
    }

    @Test func `integers of every width and sign`() {
        for exponent in 0...19 {
            let power = (0..<exponent).reduce(UInt64(1)) { value, _ in value * 10 }
            for value in [power - 1, power, power &+ 1, power / 3 * 2] {
                #expect(written { $0.integer(value) } == String(value))
                if let signed = Int64(exactly: value) {
                    #expect(written { $0.integer(-signed) } == String(-signed))
                }
            }
        }
        #expect(written { $0.integer(UInt64.max) } == "18446744073709551615")
        #expect(written { $0.integer(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.integer(Int8.min) } == "-128")
        #expect(written { $0.integer(UInt8.max) } == "255")
    }

    @Test func `every number below a million, and each of its digits at every place`() {
        for value in 0..<UInt32(1_000_000) where written({ $0.digits(UInt64(value)) }) != String(value) {
            Issue.record("\(value)")
        }
        for digit in UInt64(0)...9 {
            var value = digit
            for _ in 0..<18 {
                #expect(written { $0.digits(value) } == String(value))
                #expect(written { $0.member(":", value) } == ":" + String(value))
                value = value &* 10 &+ 7
            }
        }
        #expect(written { $0.member("", UInt8.max) } == "255")
        #expect(written { $0.member("", UInt32.max) } == "4294967295")
    }

    @Test func `numbers of 8 and 16 bits are the same in fewer steps`() {
        for value in UInt16.min ... .max where written({ $0.member("", value) }) != String(value) {
            Issue.record("\(value)")
        }
        for value in UInt8.min ... .max where written({ $0.member("", value) }) != String(value) {
            Issue.record("\(value)")
        }
    }

    @Test func `a second kept from another time changes nothing`() {
        var second = SecondText(0)
        let day: Int64 = 1_767_225_600_000_000_000
        let times: [Int64] = [
            0, 999_999_999, -1, -999_999_999, -1_000_000_000, 1_000_000_000, day, day + 999_999_999, day - 1,
            day + 1_000_000_000, .max, .min, .max, 5,
        ]
        for (time, decimals) in times.flatMap({ time in [6, 9].map { (time, $0) } }) {
            let text = written { $0.unseparatedSeconds(nanoseconds: time, decimals: decimals, &second) }
            #expect(text == written { $0.seconds(nanoseconds: time, decimals: decimals) })
        }
    }

    @Test func `what is appended is whole wherever the buffer ends`() {
        for fill in 0..<600 {
            let text = written { json in
                for _ in 0..<fill { json.byte(UInt8(ascii: "x")) }
                json.ipv6(0x2001_0DB8_1111_2222, 0x3333_4444_5555_6666)
                json.member(":", UInt64.max)
                json.raw("{}")
            }
            let behind = #""2001:db8:1111:2222:3333:4444:5555:6666":18446744073709551615{}"#
            #expect(text == String(repeating: "x", count: fill) + behind)
        }
    }

    @Test func `seconds have exactly the decimals asked for`() {
        func seconds(_ value: Int64, _ decimals: Int) -> String {
            written { $0.seconds(nanoseconds: value, decimals: decimals) }
        }
        #expect(seconds(0, 6) == "0.000000")
        #expect(seconds(1_767_225_600_123_456_789, 6) == "1767225600.123456")
        #expect(seconds(1_767_225_600_123_456_789, 9) == "1767225600.123456789")
        #expect(seconds(1_767_225_600_000_000_001, 9) == "1767225600.000000001")
        #expect(seconds(-1_500_000_000, 6) == "-1.500000")
        #expect(seconds(.max, 9) == "9223372036.854775807")
        #expect(seconds(.min, 9) == "-9223372036.854775808")
        #expect(seconds(999_999_999, 6) == "0.999999")
    }

    @Test func `seconds read back as they were`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let value =
                Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0...62, using: &random)
            let bytes = Array(written { $0.seconds(nanoseconds: value, decimals: 9) }.utf8)
            var reader = JSONReader()
            #expect(try reader.nanoseconds(bytes.span.bytes) == value, "seed \(seed)")
        }
    }

    @Test func `numbers have no more decimals than asked for, and no zeros behind`() {
        func number(_ value: Double, _ decimals: Int) -> String {
            written { $0.number(value, decimals: decimals) }
        }
        #expect(number(0, 3) == "0")
        #expect(number(-0.0, 3) == "0")
        #expect(number(1, 0) == "1")
        #expect(number(1.5, 0) == "2")
        #expect(number(1.25, 3) == "1.25")
        #expect(number(1.0004, 3) == "1")
        #expect(number(0.0006, 3) == "0.001")
        #expect(number(-0.0004, 3) == "0")
        #expect(number(-12.3456, 2) == "-12.35")
        #expect(number(0.1 + 0.2, 6) == "0.3")
        #expect(number(100, 3) == "100")
        #expect(number(1.001, 3) == "1.001")
        #expect(number(.infinity, 3) == "0")
        #expect(number(-.infinity, 3) == "0")
        #expect(number(.nan, 3) == "0")
        #expect(number(123_456_789_012_345, 3) == "123456789012345")
        #expect(number(9e15, 3) == "9000000000000000")
        #expect(number(1e300, 3) == "1e+300")
        #expect(number(-1.5e300, 0) == "-1.5e+300")
        #expect(number(.leastNonzeroMagnitude, 9) == "0")
        #expect(number(.greatestFiniteMagnitude, 9) == "1.7976931348623157e+308")
    }

    @Test func `numbers read back within half a decimal`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let value = Double.random(in: -1e6...1e6, using: &random)
            let bytes = Array(written { $0.number(value, decimals: 4) }.utf8)
            var reader = JSONReader()
            let back = try reader.double(bytes.span.bytes)
            #expect(abs((back ?? .nan) - value) <= 0.000_050_1, "seed \(seed)")
            try reader.finish(bytes.span.bytes)
        }
    }

    @Test func `escapes what JSON demands and what a terminal must not see`() {
        func string(_ text: String) -> String { written { $0.string(text) } }
        #expect(string("a\"b\\c/") == #""a\"b\\c/""#)
        #expect(string("\u{8}\t\n\u{C}\r") == #""\b\t\n\f\r""#)
        #expect(string("\u{0}\u{1B}\u{1F}") == #""\u0000\u001b\u001f""#)
        #expect(string("\u{7F}") == #""\u007f""#)
        #expect(string("abcdefgh\u{7F}ijklmnopq\u{7F}") == #""abcdefgh\u007fijklmnopq\u007f""#)
        #expect(string("\u{80}\u{9B}31m\u{9F}\u{A0}") == "\"\\u0080\\u009b31m\\u009f\u{A0}\"")
        #expect(string("\u{2028}\u{2029}") == #""\u2028\u2029""#)
        #expect(
            string("\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}")
                == #""\u202a\u202e\u2066\u2069\u200e\u200f""#)
        #expect(
            string("\u{2027}\u{202F}\u{2065}\u{206A}\u{200D}")
                == "\"\u{2027}\u{202F}\u{2065}\u{206A}\u{200D}\"")
        #expect(string("\u{E9}\u{65E5}\u{1F600}\u{10FFFF}") == "\"\u{E9}\u{65E5}\u{1F600}\u{10FFFF}\"")
    }

    @Test func `any bytes become a string that reads back as their best reading`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let pool: [[UInt8]] =
            JSONTexts.invalidUTF8 + [
                [0x22], [0x5C], [0x0A], [0x7F], [0xC2, 0x80], [0xE2, 0x80, 0xAE], [0x41],
            ]
            + ["abcdefgh", "\u{E9}", "\u{65E5}", "\u{1F600}"].map { Array($0.utf8) }
        for _ in 0..<3000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                bytes +=
                    Bool.random(using: &random)
                    ? pool.randomElement(using: &random)! : [UInt8.random(in: 0...255, using: &random)]
            }
            let text = written { $0.string(bytes.span.bytes) }
            #expect(readBack(text) == String(decoding: bytes, as: UTF8.self), "seed \(seed): \(bytes)")
            #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "seed \(seed)")
        }
    }

    @Test func `grows, forgets and takes back`() {
        var writer = JSONWriter(capacity: 0)
        writer.string(String(repeating: "x", count: 10_000))
        #expect(writer.count == 10_002)
        writer.truncate(to: 5)
        #expect(writer.withBytes { Array($0) } == Array("\"xxxx".utf8))
        writer.removeAll()
        writer.integer(1)
        #expect(writer.withBytes { Array($0) } == Array("1".utf8))
    }
}

/// Random values, written by the writer and passed over by the reader.
@Test func `what the writer writes, the reader reads`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    func value(_ json: inout JSONWriter, _ depth: Int) {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: json.integer(Int64.random(in: .min ... .max, using: &random))
        case 1: json.number(Double.random(in: -1e9...1e9, using: &random), decimals: 6)
        case 2: json.seconds(nanoseconds: Int64.random(in: .min ... .max, using: &random), decimals: 6)
        case 3: json.bool(Bool.random(using: &random))
        case 4, 5:
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                bytes.append(UInt8.random(in: 0...255, using: &random))
            }
            json.string(bytes.span.bytes)
        case 6:
            json.beginArray()
            for _ in 0..<Int.random(in: 0...4, using: &random) { value(&json, depth - 1) }
            json.endArray()
        default:
            json.beginObject()
            for index in 0..<Int.random(in: 0...4, using: &random) {
                json.key("k\(index)\u{1}\u{E9}\"")
                value(&json, depth - 1)
            }
            json.endObject()
        }
    }
    for _ in 0..<500 {
        var json = JSONWriter()
        json.beginObject()
        json.key("v")
        value(&json, 5)
        json.endObject()
        let text = json.withBytes { Array($0) }
        #expect(readerAccepts(text), "seed \(seed): \(String(decoding: text, as: UTF8.self))")
        for length in 0..<text.count where !text[..<length].isEmpty {
            #expect(!readerAccepts(Array(text[..<length])), "seed \(seed): \(text[..<length])")
        }
    }
}
