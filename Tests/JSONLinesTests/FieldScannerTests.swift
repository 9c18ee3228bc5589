import JSONLines
import Testing

/// SplitMix64, so that a seed that was printed gives the same run again.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// A scanner with its paths, asked by name.
private struct Fields: ~Copyable {
    var scanner: FieldScanner
    let paths: [FieldPath]

    init(_ paths: FieldPath...) {
        scanner = FieldScanner(paths)
        self.paths = paths
    }

    /// What the fields hold after a line, as text; nil for a line that is refused.
    mutating func scan(_ line: String) -> [String?]? {
        let bytes = Array(line.utf8)
        return scan(bytes, bytes.indices)
    }

    /// The same of the bytes at `range`, whatever stands around them.
    mutating func scan(_ buffer: [UInt8], _ range: Range<Int>) -> [String?]? {
        let bytes = Array(buffer[range])
        guard (try? scanner.scan(buffer.span.bytes, range)) != nil else { return nil }
        return paths.indices.map { field in
            switch paths[field].kind {
            case .integer, .firstInteger, .nanoseconds, .which:
                let number = scanner.number(field)
                return number == FieldScanner.absent ? nil : String(number)
            case .text, .scalar:
                let text = scanner.text(field)
                guard text.isPresent else { return nil }
                return scanner.withText(text, in: bytes.span.bytes) { span in
                    String(
                        decoding: (0..<span.byteCount).map {
                            span.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
                        },
                        as: UTF8.self)
                }
            }
        }
    }
}

@Suite struct FieldScannerTests {
    @Test func `reads numbers of every length`() {
        var fields = Fields(FieldPath("i", kind: .integer), FieldPath("t", kind: .nanoseconds))
        for digits in 1...18 {
            let text = String("123456789123456789".prefix(digits))
            #expect(fields.scan("{\"i\":\(text),\"t\":\(text)}")?[0] == text)
            #expect(fields.scan("{\"i\":-\(text)}") == ["-\(text)", nil])
        }
        for decimals in 1...12 {
            let text = String("123456789123".prefix(decimals))
            let nine = (text + "000000000").prefix(9)
            #expect(fields.scan("{\"t\":1767225600.\(text)}") == [nil, "1767225600\(nine)"])
            #expect(fields.scan("{\"t\":0.\(text)}") == [nil, String(Int(nine)!)])
            #expect(fields.scan("{\"t\":-1.\(text)}") == [nil, "-1\(nine)"])
        }
    }

    @Test func `knows the seconds of the line before, and no others`() {
        var fields = Fields(FieldPath("t", kind: .nanoseconds))
        #expect(fields.scan("{\"t\":\(String(repeating: "\0", count: 11))5}") == nil)
        #expect(fields.scan(#"{"t":0000000000.5}"#) == nil)
        #expect(fields.scan(#"{"t":1000000000.5}"#) == ["1000000000500000000"])
        for seconds in ["1767225600", "1767225601", "2767225601", "176722560", "9223372035", "1767225601"] {
            for _ in 0..<2 {
                #expect(fields.scan("{\"t\":\(seconds).000001}") == ["\(seconds)000001000"])
                #expect(fields.scan("{\"t\":\(seconds)}") == ["\(seconds)000000000"])
                #expect(fields.scan("{\"t\":\(seconds).}") == nil)
                let tenth = String(Int(seconds)! * 100_000_000 + 50_000_000)
                #expect(fields.scan("{\"t\":\(seconds).5e-1}") == [tenth])
                #expect(fields.scan("{\"t\":\(seconds).123456789123}") == ["\(seconds)123456789"])
            }
        }
    }

    @Test func `finds where a line ends while it reads it`() {
        let lines = [
            #"{"i":1,"s":"a"}"#, #"{"s":"a\nb","i":1.5e1}"#, #"{"i":[2],"v":[3],"s":"ä"}"#, #"{ "i" : 1 }"#,
            "{}",
            #"{"i":true,"s":false,"x":null,"y":false}"#, #"{"i":1} "#, #" {"i":1}"#, "", " ", "{", "}", "x",
            #"{"i":1}x"#,
            #"{"i":1,}"#, #"{"s":"a"#, #"{"i":falsx}"#, #"{"i":fals"#, #"{"v":[3"#, #"{"v":[3,4]}"#,
            #"{"o":{"i":{}}}"#,
            #"{"t":1767225600.000001,"s":""}"#, "{\"i\":1}\r", "{\"s\":\"a\tb\"}", "{\"i\":1,\r\"s\":\"a\"}",
        ]
        let paths = [
            FieldPath("i", kind: .integer), FieldPath("s", kind: .text), FieldPath("t", kind: .nanoseconds),
            FieldPath("v", kind: .firstInteger),
        ]
        var known = FieldScanner(paths)
        var unknown = FieldScanner(paths)
        for line in lines + lines {
            for (before, end) in [
                ("", "\n"), ("\"}]1\n", "\r\n"), ("{", "\n\n"), ("", "\n{\"i\":9}\n"), ("", "\r\n}\n"),
            ] {
                let text = Array((before + line + end).utf8)
                let buffer = text + [UInt8](repeating: UInt8(ascii: "1"), count: 64)
                let start = before.utf8.count
                let newline = text[start...].firstIndex(of: UInt8(ascii: "\n"))!
                let last = text[start..<newline].last == UInt8(ascii: "\r") ? newline - 1 : newline
                let isValid = (try? known.scan(buffer.span.bytes, start..<last)) != nil
                let found = unknown.scan(buffer.span.bytes, firstOf: start..<text.count)
                #expect(
                    found == (isValid ? newline : nil), "\(line.debugDescription), \(end.debugDescription)")
                guard isValid else { continue }
                for field in [0, 2, 3] {
                    let (one, other) = (known.number(field), unknown.number(field))
                    #expect(one == other, "\(line)")
                }
                let (one, other) = (known.text(1), unknown.text(1))
                #expect(one == other, "\(line)")
            }
        }
    }

    @Test func `tells which of several keys is there, whatever its value`() {
        var fields = Fields(
            FieldPath(anyOf: ["dns", "tls", "http"]), FieldPath("i", kind: .integer),
            FieldPath(dotted: "dns.a", kind: .scalar),
            FieldPath("tls", kind: .scalar))
        for _ in 0..<3 {
            #expect(fields.scan(#"{"i":1}"#) == [nil, "1", nil, nil])
            #expect(fields.scan(#"{"i":1,"http":{"a":[1,{}]}}"#) == ["2", "1", nil, nil])
            #expect(fields.scan(#"{"tls":"x","i":2}"#) == ["1", "2", nil, "x"])
            #expect(fields.scan(#"{"dns":{"a":3},"i":2}"#) == ["0", "2", "3", nil])
            #expect(fields.scan(#"{"dns":null,"i":2}"#) == ["0", "2", nil, nil])
            #expect(fields.scan(#"{"http":{"a":},"i":2}"#) == nil)
        }
    }

    @Test func `saturates numbers of any size`() {
        var fields = Fields(FieldPath("i", kind: .integer), FieldPath("t", kind: .nanoseconds))
        let most = "9223372036854775807"
        #expect(fields.scan("{\"i\":9223372036854775807,\"t\":9223372036.854775807}") == [most, most])
        #expect(fields.scan("{\"i\":9223372036854775808,\"t\":9223372036.854775808}") == [most, most])
        #expect(fields.scan("{\"i\":1e30,\"t\":1e30}") == [most, most])
        #expect(
            fields.scan("{\"i\":1\(String(repeating: "0", count: 400)),\"t\":99999999999}") == [most, most])
        // The least number stands for absence, so what would be it is one more.
        #expect(
            fields.scan("{\"i\":-1e30,\"t\":-1e999999999999}") == [
                "-9223372036854775807", "-9223372036854775807",
            ])
        #expect(fields.scan("{\"i\":1e-30,\"t\":1e-30}") == [nil, "0"])
        #expect(fields.scan("{\"i\":0e99999999999999999999,\"t\":0.1e10}") == ["0", "1000000000000000000"])
    }

    @Test func `an integer may be written with point and exponent, but has no fraction`() {
        var fields = Fields(FieldPath("i", kind: .integer))
        #expect(fields.scan("{\"i\":443.0}") == ["443"])
        #expect(fields.scan("{\"i\":4.43e2}") == ["443"])
        #expect(fields.scan("{\"i\":44300e-2}") == ["443"])
        #expect(fields.scan("{\"i\":443.5}") == [nil])
        #expect(fields.scan("{\"i\":443e-3}") == [nil])
    }

    @Test func `a value of another type is absent`() {
        var fields = Fields(
            FieldPath("i", kind: .integer), FieldPath("t", kind: .nanoseconds), FieldPath("s", kind: .text))
        for value in ["null", "true", "false", "[]", "[1]", "{}", "{\"i\":1,\"s\":\"x\"}"] {
            #expect(fields.scan("{\"i\":1,\"t\":1,\"s\":\"a\"}") == ["1", "1000000000", "a"])
            #expect(fields.scan("{\"i\":\(value),\"t\":\(value),\"s\":\(value)}") == [nil, nil, nil])
        }
        #expect(fields.scan("{\"i\":\"1\",\"t\":\"1\",\"s\":1}") == [nil, nil, nil])
    }

    @Test func `the first of a list of numbers`() {
        var fields = Fields(FieldPath("v", kind: .firstInteger), FieldPath("i", kind: .integer))
        for _ in 0..<3 {
            #expect(fields.scan("{\"v\":[10],\"i\":1}") == ["10", "1"])
            #expect(fields.scan("{\"v\":[4094,7],\"i\":1}") == ["4094", "1"])
            #expect(fields.scan("{\"v\":[123456789012345678],\"i\":1}") == ["123456789012345678", "1"])
            #expect(fields.scan("{\"v\":[ 5 ],\"i\":1}") == ["5", "1"])
            #expect(fields.scan("{\"v\":[-5],\"i\":1}") == ["-5", "1"])
            #expect(fields.scan("{\"v\":[],\"i\":1}") == [nil, "1"])
            #expect(fields.scan("{\"v\":[\"5\"],\"i\":1}") == [nil, "1"])
            #expect(fields.scan("{\"v\":5,\"i\":1}") == ["5", "1"])
            for fault in ["[05]", "[5", "[5}", "[5,]", "[.5]"] {
                #expect(fields.scan("{\"v\":\(fault),\"i\":1}") == nil, "\(fault)")
            }
        }
    }

    @Test func `the last of two members with the same key counts`() {
        var fields = Fields(
            FieldPath("i", kind: .integer), FieldPath("s", kind: .text), FieldPath("o", "x", kind: .integer))
        #expect(fields.scan("{\"i\":1,\"i\":2,\"s\":\"a\",\"s\":\"b\"}") == ["2", "b", nil])
        #expect(fields.scan("{\"i\":1,\"i\":null,\"s\":\"a\",\"s\":1}") == [nil, nil, nil])
        #expect(fields.scan("{\"o\":{\"x\":1},\"o\":{\"x\":2}}") == [nil, nil, "2"])
        #expect(fields.scan("{\"o\":{\"x\":1},\"o\":{}}") == [nil, nil, nil])
        #expect(fields.scan("{\"o\":{\"x\":1},\"o\":5}") == [nil, nil, nil])
    }

    @Test func `steps into objects along a path, and only there`() {
        var fields = Fields(
            FieldPath("a", "b", "c", kind: .scalar), FieldPath("a", kind: .scalar),
            FieldPath("c", kind: .scalar))
        for _ in 0..<2 {
            #expect(fields.scan("{\"a\":{\"b\":{\"c\":1}}}") == ["1", nil, nil])
            #expect(
                fields.scan("{\"c\":2,\"a\":{\"c\":3,\"b\":{\"c\":1},\"d\":{}},\"e\":0}") == ["1", nil, "2"])
            #expect(fields.scan("{\"b\":{\"c\":1},\"a\":{\"a\":{\"b\":{\"c\":1}}}}") == [nil, nil, nil])
            #expect(fields.scan("{\"a\":7,\"c\":[\"x\",2]}") == [nil, "7", "x"])
            #expect(fields.scan("{\"a\":[{\"b\":{\"c\":1}}],\"c\":[[1]]}") == [nil, nil, nil])
            #expect(fields.scan("{\"a\":[],\"c\":true}") == [nil, nil, "true"])
        }
    }

    @Test func `a learnt key is a key before white space, too`() {
        var fields = Fields(FieldPath("a", "b", kind: .integer), FieldPath("s", kind: .text))
        #expect(fields.scan("{\"a\":{\"b\":1},\"s\":\"x\"}") == ["1", "x"])
        #expect(fields.scan("{\"a\": {\"b\": 1},\"s\": \"x\"}") == ["1", "x"])
        #expect(fields.scan("{\"a\":\t{\"b\":\n1 },\"s\":  \"x\"}") == ["1", "x"])
    }

    @Test func `a member that was first needs a comma elsewhere`() {
        var fields = Fields(FieldPath("a", kind: .integer), FieldPath("b", kind: .integer))
        #expect(fields.scan("{\"a\":1}") == ["1", nil])
        #expect(fields.scan("{\"b\":1,\"a\":2}") == ["2", "1"])
        #expect(fields.scan("{\"b\":1\"a\":2}") == nil)
        #expect(fields.scan("{,\"a\":2}") == nil)
        #expect(fields.scan("{\"b\":1,\"a\":2,}") == nil)
        #expect(fields.scan("{\"b\":1,\"a\":2") == nil)
    }

    @Test func `resolves escapes in keys and texts`() {
        var fields = Fields(FieldPath("k\u{E9}y", kind: .text), FieldPath("\u{1F600}", kind: .text))
        for _ in 0..<2 {
            #expect(fields.scan("{\"k\u{E9}y\":\"a\",\"\u{1F600}\":\"b\"}") == ["a", "b"])
            #expect(
                fields.scan("{\"\\u006b\\u00e9y\":\"\\u0061\",\"\\ud83d\\ude00\":\"\\\"\\\\\\/\"}") == [
                    "a", "\"\\/",
                ])
            #expect(fields.scan("{\"k\u{E9}y\":\"\\b\\f\\n\\r\\t\"}") == ["\u{8}\u{C}\n\r\t", nil])
            #expect(fields.scan("{\"k\u{E9}y\":\"\\ud83d\\ude00\\u65e5\"}") == ["\u{1F600}\u{65E5}", nil])
            // A surrogate without its partner, whichever way it is missing, is one U+FFFD.
            #expect(
                fields.scan("{\"k\u{E9}y\":\"\\ud800|\\udc00|\\ud800\\ud800|\\udc00\\ud800\"}")
                    == ["\u{FFFD}|\u{FFFD}|\u{FFFD}\u{FFFD}|\u{FFFD}\u{FFFD}", nil])
            #expect(fields.scan("{\"k\u{E9}y\":\"\\ud83d\\u0041\"}") == ["\u{FFFD}A", nil])
        }
    }

    @Test func `forgets nothing when keys never repeat`() {
        var fields = Fields(FieldPath("size", kind: .integer), FieldPath("o", "p", kind: .text))
        for index in 0..<12_000 {
            let line =
                "{\"k\(index)\":\(index),\"a\(index)\":{\"o\":1},\"size\":\(index),\"o\":{\"x\(index)\":[],\"p\":\"\(index)\"}}"
            #expect(fields.scan(line) == [String(index), String(index)])
        }
    }

    @Test func `takes keys and paths of any length`() {
        let long = String(repeating: "k", count: 300)
        let deep = Array(repeating: "d", count: 8).joined(separator: ".")
        var fields = Fields(
            FieldPath(long, kind: .integer), FieldPath(dotted: deep, kind: .scalar),
            FieldPath(dotted: deep + ".d", kind: .scalar), FieldPath("", kind: .integer))
        let nested = String(repeating: "{\"d\":", count: 8) + "4" + String(repeating: "}", count: 8)
        for _ in 0..<2 {
            #expect(fields.scan("{\"\(long)\":3,\"\(long)k\":4,\"\":5}") == ["3", nil, nil, "5"])
            #expect(fields.scan(nested) == [nil, "4", nil, nil])
        }
    }

    @Test func `what stands behind a line changes nothing`() {
        let lines = [
            #"{"a":1,"b":{"c":"xy","d":[1,2]},"s":"text","t":1.5,"n":null,"e":2e3}"#,
            "{\"a\":12345678901\n,\"s\":\"u\"\r\n,\"t\":1767225600.000001}",
            "{\"a\":7}", "\n,\"s\":\"stray\"}", "}", "\r\n", "\0",
        ]
        var fields = Fields(
            FieldPath("a", kind: .integer), FieldPath("s", kind: .text), FieldPath("t", kind: .nanoseconds),
            FieldPath("b", "c", kind: .text))
        // More than one order, so that every line is met by what the others taught.
        for first in lines.indices {
            let text = lines[first...] + lines[..<first]
            let buffer = Array((text.joined() + String(repeating: ",\"a\":9", count: 12)).utf8)
            let end = text.joined().utf8.count
            for start in buffer.indices where start < end && (start == 0 || buffer[start] == 0x7B) {
                for stop in start...end {
                    var alone = Fields(
                        FieldPath("a", kind: .integer), FieldPath("s", kind: .text),
                        FieldPath("t", kind: .nanoseconds), FieldPath("b", "c", kind: .text))
                    let bytes = Array(buffer[start..<stop])
                    #expect(fields.scan(buffer, start..<stop) == alone.scan(bytes, bytes.indices))
                }
            }
        }
    }

    @Test func `a fault leaves nothing behind`() {
        var fields = Fields(FieldPath("a", kind: .integer), FieldPath("s", kind: .text))
        #expect(fields.scan("{\"a\":1,\"s\":\"x\",") == nil)
        #expect(fields.scanner.number(0) == FieldScanner.absent)
        #expect(!fields.scanner.text(1).isPresent)
    }
}
