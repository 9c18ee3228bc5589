import JSONLines
import Testing

/// Texts that RFC 8259's grammar produces, and texts that it does not. Written for this project, by going through the
/// grammar production by production; a byte that is no ASCII is written as an escape.
enum JSONTexts {
    static let structure: (valid: [String], invalid: [String]) = (
        [
            "[]", "{}", "[ ]", "{ }", "[1]", "[1,2]", "[1 , 2]", " [1] ", "\t[\n1\r\n]\t", "[[]]", "[[],[]]",
            "[{}]", "{\"a\":[]}", "{\"a\":{}}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"a\":2}", "{\"\":0}",
            "{ \"a\" : 1 , \"b\" : 2 }", "{\"a\":{\"b\":{\"c\":[{\"d\":null}]}}}", "[[[[[[[[]]]]]]]]",
            "[null,true,false,0,\"\"]", "1", "\"a\"", "null", "true", "false", " 1 ", "\r\n1\n",
            "{\"a\":[1,{\"b\":2},[3]],\"c\":\"d\"}", "[{\"a\":[]},{\"a\":[]}]", "{\"\\u0061\":1}",
            "{\"\\\"\":1}", "[\"}\",\"]\",\"{\",\"[\",\",\",\":\"]",
        ],
        [
            "", " ", "\n", "[", "]", "{", "}", "[}", "{]", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]",
            "[1 2]",
            "[1}", "[1,2", "[1:2]", "[\"a\":1]", "{1:2}", "{a:1}", "{'a':1}", "{\"a\"}", "{\"a\":}",
            "{\"a\":1",
            "{\"a\":1,", "{\"a\":1,}", "{,\"a\":1}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1 \"b\":2}",
            "{\"a\":1,,\"b\":2}", "{\"a\":1]", "{\"a\",\"b\"}", "{null:1}", "{[]:1}", "{{}:1}", "[]]", "{}}",
            "[][]", "{}{}", "1 2", "1,2", "\"a\" \"b\"", "[1],", ",[1]", "[]x", "{}#", "[1]//c", "/**/[]",
            "[/**/]", "{\"a\":/*c*/1}", "[\u{0B}1]", "[\u{0C}1]", "\u{FEFF}[]", "[\u{A0}1]", "[1]\u{0}",
            "\u{0}[1]", "[\u{0}]", "(1)", "<1>", "=", ":", ",", "{\"a\":1;\"b\":2}", "[1;2]", "{\"a\"=1}",
            "{\"a\":1:2}", "[[1]", "[[1]]]", "{\"a\":{}", "{\"a\":[}", "{\"a\":[}]", "[{]}", "[\"a\"",
            "[\"a\",",
            "{\"a\":1}}", "{:1}", "{\"a\":,}", "{\"a\":1,\"b\"}", "{\"a\":1,\"b\":}", "{\"a\" \"b\"}", "*",
            "&",
        ]
    )

    static let numbers: (valid: [String], invalid: [String]) = (
        [
            "0", "-0", "1", "-1", "9", "10", "12", "123", "1234567", "12345678", "123456789",
            "1234567890123456",
            "12345678901234567", "0.0", "-0.0", "0.1", "1.0", "1.5", "10.25", "0.000000001", "1.234567",
            "1.2345678", "1.23456789", "1234567.1234567", "12345678.12345678", "1e0", "1E0", "1e1", "1e+1",
            "1e-1",
            "1E+1", "1E-1", "0e0", "0e+0", "0E-0", "0.0e0", "1.5e3", "-1.5E-3", "1e00", "1e007", "1e400",
            "-1e400", "1e-400", "1e99999999999999999999", "1e-99999999999999999999", "9223372036854775807",
            "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
            "18446744073709551616",
            "100000000000000000000000000000000000000000000000000000000000000000000000000",
            "0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
            "1767225600.123456", "1767225600.123456789", "1767225600.1234567891", "1.7976931348623157e308",
            "5e-324", "123.0e+5", "20", "100", "1000000000",
        ],
        [
            "00", "01", "-01", "-00", "007", "00.1", "01.5", "00000001", "012345678", "01e1", "+1", "+0",
            "++1",
            "--1", "-", "- 1", "-+1", "+-1", ".", ".1", "-.1", "1.", "-1.", "0.", "1.e1", "1.e", ".e1",
            "1..1",
            "1.1.1", "1e", "1E", "1e+", "1e-", "1e+-1", "1ee1", "1e1e1", "1e1.5", "1e.5", "e1", "E", "0e",
            "0e+",
            "0x1", "0X1F", "0b1", "0o7", "1_000", "1,000.0.0", "1a", "a1", "1 .5", "1. 5", "1e 1", "1 e1",
            "Infinity", "-Infinity", "+Infinity", "inf", "-inf", "NaN", "-NaN", "nan", "1f", "1L", "1d", "0x",
            "\u{FF11}", "1\u{FF11}", "\u{0661}", "1/2", "1-", "1+", "1-1", "1+1", "12345678a", "1234567.",
            "12345678.", "12345678.e1", "123456789.1234567890a", "1.12345678901e", "$1", "1%", "-a", "-e1",
            "1.-1", "1.+1", "1e1-", "0-1", "0.0.0", "2.", "2.e3", "2.e+3", "2.e-3", "-2.",
        ]
    )

    static let literals: (valid: [String], invalid: [String]) = (
        ["true", "false", "null", "[true]", "[false]", "[null]", "{\"a\":true}", "[true,false,null]"],
        [
            "True", "TRUE", "tru", "t", "truee", "true1", "true\"", "False", "fals", "f", "falsee", "Null",
            "nul",
            "n", "nulll", "nullnull", "truefalse", "undefined", "none", "None", "nil", "yes", "no", "on",
            "off",
            "tRue", "falSe", "nuLl", "t rue", "n\u{0}ll", "'a'", "a", "`a`", "trve", "fa1se", "nu", "tr",
            "fa",
        ]
    )

    static let strings: (valid: [String], invalid: [String]) = (
        [
            "\"\"", "\"a\"", "\" \"", "\"abcdefgh\"", "\"abcdefghijklmno\"", "\"abcdefghijklmnop\"",
            "\"abcdefghijklmnopq\"",
            "\"0123456789012345678901234567890123456789012345678901234567890123456789\"",
            "\"\\\"\"", "\"\\\\\"", "\"\\/\"", "\"\\b\"", "\"\\f\"", "\"\\n\"", "\"\\r\"", "\"\\t\"",
            "\"\\u0000\"", "\"\\u001f\"", "\"\\u0020\"", "\"\\uABCD\"", "\"\\uabcd\"", "\"\\uAbCd\"",
            "\"\\uFFFF\"",
            "\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00\"", "\"a\\\\\"", "\"\\\\\\\"\"", "\"/\"", "\"'\"",
            "\"\u{7F}\"",
            "\"\u{80}\"", "\"\u{7FF}\"", "\"\u{800}\"", "\"\u{D7FF}\"", "\"\u{E000}\"", "\"\u{FFFD}\"",
            "\"\u{FFFE}\"", "\"\u{FFFF}\"", "\"\u{10000}\"", "\"\u{10FFFF}\"", "\"\u{2028}\u{2029}\"",
            "\"\u{FEFF}\"", "\"\u{E9}\"", "\"\u{65E5}\u{672C}\"", "\"\u{1F600}\"",
            "\"abcdefg\u{E9}hijklmnop\"",
            "\"abcdefghijklmn\u{1F600}opqrstuvwxyz\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\uD800\"",
            "\"\\uDC00\\uD800\"", "\"\\uD800x\"", "\"\\uD800\\n\"", "\"{\\\"a\\\":1}\"", "\"\\u0022\"",
            "\"\\\\u0022\"", "\"[1,2\"", "\"\\u005C\"",
        ],
        [
            "\"", "\"a", "\"\\\"", "\"\\", "\"\\a\"", "\"\\v\"", "\"\\0\"", "\"\\x41\"", "\"\\'\"",
            "\"\\U0041\"",
            "\"\\u\"", "\"\\u0\"", "\"\\u00\"", "\"\\u004\"", "\"\\u004g\"", "\"\\ug041\"", "\"\\u 041\"",
            "\"\\u+041\"", "\"\\u-041\"", "\"\\u0x41\"", "\"\\u{41}\"", "\"\\ud83d\\u\"", "\"\\ud83d\\ud\"",
            "\"\\ \"", "\"\\\n\"", "\"\\\u{E9}\"", "\"\u{0}\"", "\"\u{1}\"", "\"\u{8}\"", "\"\t\"", "\"\n\"",
            "\"\r\"", "\"\u{B}\"", "\"\u{C}\"", "\"\u{1B}\"", "\"\u{1F}\"", "\"abcdefgh\u{1F}\"",
            "\"abcdefghijklmnopqrst\u{1}\"", "\"a\"b\"", "\"a\"\"", "\"\"\"", "a\"", "'a\"", "\"a'",
            "\"\\u00\"41\"",
            "\"abcdefghijklmno\\", "\"abcdefghijklmnop", "\"\\u12", "\"\\u123", "\"\\u1234",
            "\u{201C}a\u{201D}",
        ]
    )

    /// What stands between two quotes, as bytes: RFC 3629 and table 3-7 of the Unicode standard.
    static let invalidUTF8: [[UInt8]] = [
        [0x80], [0xBF], [0x80, 0x80], [0xC0], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xC2, 0x20],
        [0xC2, 0xC2], [0xC2, 0x7F], [0xC3, 0xC0], [0xDF], [0xDF, 0x41], [0xE0], [0xE0, 0x80],
        [0xE0, 0x80, 0x80],
        [0xE0, 0x9F, 0xBF], [0xE0, 0xA0], [0xE0, 0xA0, 0x41], [0xE1, 0x80], [0xE1, 0x80, 0xC0],
        [0xE1, 0x41, 0x80],
        [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xAF, 0xBF], [0xED, 0xB0, 0x80], [0xED, 0xBF, 0xBF],
        [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xEF], [0xEF, 0xBF], [0xEF, 0xBF, 0x41], [0xF0],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80], [0xF0, 0x90, 0x80, 0x41],
        [0xF0, 0x90, 0x41, 0x80], [0xF0, 0x41, 0x80, 0x80], [0xF1, 0x80, 0x80], [0xF3, 0xBF, 0xBF, 0xC0],
        [0xF4, 0x90, 0x80, 0x80], [0xF4, 0xBF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF], [0xF5, 0x80, 0x80, 0x80],
        [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xFF, 0xFE],
        [0xFE, 0xFF], [0x61, 0xE9, 0x62], [0xE9], [0xA4, 0xA2], [0xC3, 0xA9, 0xA9], [0xF0, 0x9F, 0x98],
    ]

    static let all = [structure, numbers, literals, strings]
    static let valid = all.flatMap(\.valid).map { Array($0.utf8) }
    static let invalid =
        all.flatMap(\.invalid).map { Array($0.utf8) } + invalidUTF8.map { [0x22] + $0 + [0x22] }
        + invalidUTF8.map { Array("[\"abcdefghijklmnop".utf8) + $0 + Array("\"]".utf8) }
}

/// Whether the pull reader takes the bytes for one JSON text.
func readerAccepts(_ text: [UInt8]) -> Bool {
    let bytes = text.span.bytes
    var reader = JSONReader()
    do throws(JSONFault) {
        try reader.skip(bytes)
        try reader.finish(bytes)
        return true
    } catch {
        return !(0...text.count ~= error.offset)  // A fault outside the text would be a fault of the reader.
    }
}

/// The places in a line where a value can stand, each read by the scanner in another way.
private let frames: [(before: String, after: String)] = [
    ("{\"unknown\":", "}"), ("{\"integer\":", "}"), ("{\"seconds\":", "}"), ("{\"text\":", "}"),
    ("{\"first\":", "}"), ("{\"scalar\":", "}"), ("{\"object\":", "}"), ("{\"object\":{\"inner\":", "}}"),
    ("{\"object\":{\"unknown\":", "},\"x\":1}"),
    ("{\"unknown\":1,\"integer\":2,\"text\":", ",\"integer\":1}"),
    ("{\"both\":", "}"), (" { \"integer\" : ", " , \"text\" : \"\" } "),
]

func scanner() -> FieldScanner {
    FieldScanner([
        FieldPath("integer", kind: .integer), FieldPath("seconds", kind: .nanoseconds),
        FieldPath("text", kind: .text), FieldPath("first", kind: .firstInteger),
        FieldPath("scalar", kind: .scalar), FieldPath("object", "inner", kind: .integer),
        FieldPath("both", kind: .integer), FieldPath("both", kind: .scalar),
    ])
}

func scannerAccepts(_ line: [UInt8], _ scanner: inout FieldScanner) -> Bool {
    do throws(JSONFault) {
        try scanner.scan(line.span.bytes)
        return true
    } catch {
        return !(0...line.count ~= error.offset)
    }
}

@Test func `the reader takes every valid text`() {
    for text in JSONTexts.valid { #expect(readerAccepts(text), "\(String(decoding: text, as: UTF8.self))") }
    #expect(JSONTexts.valid.count > 150)
}

@Test func `the reader refuses every invalid text`() {
    for text in JSONTexts.invalid {
        #expect(!readerAccepts(text), "\(String(decoding: text, as: UTF8.self))")
    }
    #expect(JSONTexts.invalid.count > 350)
}

@Test func `the scanner takes every valid value in every place, new or learnt`() {
    var learnt = scanner()
    for text in JSONTexts.valid {
        for frame in frames {
            let line = Array(frame.before.utf8) + text + Array(frame.after.utf8)
            var new = scanner()
            #expect(scannerAccepts(line, &new), "\(String(decoding: line, as: UTF8.self))")
            #expect(scannerAccepts(line, &learnt), "\(String(decoding: line, as: UTF8.self))")
        }
    }
}

@Test func `the scanner refuses every invalid value in every place, new or learnt`() {
    var learnt = scanner()
    for text in JSONTexts.invalid {
        for frame in frames {
            let line = Array(frame.before.utf8) + text + Array(frame.after.utf8)
            guard !readerAccepts(line) else { continue }  // `1},{` and its like are valid in some places.
            var new = scanner()
            #expect(!scannerAccepts(line, &new), "\(String(decoding: line, as: UTF8.self))")
            #expect(!scannerAccepts(line, &learnt), "\(String(decoding: line, as: UTF8.self))")
        }
    }
}

@Test func `the scanner takes whole objects and nothing else`() {
    var learnt = scanner()
    for text in JSONTexts.valid + JSONTexts.invalid {
        let isObject = text.first { $0 > 0x20 } == UInt8(ascii: "{")
        #expect(
            scannerAccepts(text, &learnt) == (isObject && readerAccepts(text)),
            "\(String(decoding: text, as: UTF8.self))")
    }
}

@Test func `containers nest 512 deep and no deeper`() {
    func arrays(_ depth: Int) -> [UInt8] {
        .init(repeating: UInt8(ascii: "["), count: depth) + .init(repeating: UInt8(ascii: "]"), count: depth)
    }
    func objects(_ depth: Int) -> [UInt8] {
        Array((String(repeating: "{\"a\":", count: depth) + "0" + String(repeating: "}", count: depth)).utf8)
    }
    #expect(readerAccepts(arrays(512)))
    #expect(!readerAccepts(arrays(513)))
    #expect(!readerAccepts(arrays(1_000_000)))
    #expect(readerAccepts(objects(512)))
    #expect(!readerAccepts(objects(513)))
    for key in ["unknown", "integer", "text", "scalar", "object", "both"] {
        var scanner = scanner()
        func line(_ value: [UInt8]) -> [UInt8] { Array("{\"\(key)\":".utf8) + value + [UInt8(ascii: "}")] }
        #expect(scannerAccepts(line(arrays(511)), &scanner))
        #expect(!scannerAccepts(line(arrays(512)), &scanner))
        #expect(scannerAccepts(line(objects(511)), &scanner))
        #expect(!scannerAccepts(line(objects(512)), &scanner))
    }
}

@Test func `what is only opened stays refused`() {
    for depth in [1, 511, 512, 100_000] {
        #expect(!readerAccepts(.init(repeating: UInt8(ascii: "["), count: depth)))
        #expect(!readerAccepts(Array(String(repeating: "{\"a\":", count: depth).utf8)))
    }
}
