import JSONLines
import Testing

private func fault(_ text: String, _ body: (inout JSONReader, RawSpan) throws(JSONFault) -> Void)
    -> JSONFault?
{
    let bytes = Array(text.utf8)
    var reader = JSONReader()
    do throws(JSONFault) {
        try body(&reader, bytes.span.bytes)
        return nil
    } catch {
        return error
    }
}

@Suite struct JSONReaderTests {
    @Test func `walks through objects and arrays`() throws {
        let bytes = Array(
            #" { "a" : [ 1 , [ ] , "x" ] , "b" : { "c" : true } , "d" : -1.25e1 , "e" : null } "#.utf8)
        let line = bytes.span.bytes
        var reader = JSONReader()
        try reader.beginObject(line)
        var key = try reader.nextKey(line)
        #expect(key.map { JSONReader.text($0, in: line) } == "a")
        try reader.beginArray(line)
        #expect(try reader.nextElement(line) == true)
        #expect(try reader.integer(line) == 1)
        #expect(try reader.nextElement(line) == true)
        #expect(try reader.peek(line) == .array)
        try reader.beginArray(line)
        #expect(reader.depth == 3)
        #expect(try reader.nextElement(line) == false)
        #expect(try reader.nextElement(line) == true)
        #expect(try reader.text(line) == "x")
        #expect(try reader.nextElement(line) == false)
        key = try reader.nextKey(line)
        #expect(key.map { JSONReader.matches($0, "b", in: line) } == true)
        try reader.beginObject(line)
        _ = try reader.nextKey(line)
        #expect(try reader.bool(line) == true)
        #expect(try reader.nextKey(line) == nil)
        _ = try reader.nextKey(line)
        #expect(try reader.double(line) == -12.5)
        _ = try reader.nextKey(line)
        #expect(try reader.peek(line) == .null)
        #expect(try reader.integer(line) == nil)
        #expect(try reader.nextKey(line) == nil)
        #expect(reader.depth == 0)
        try reader.finish(line)
    }

    @Test func `passes over what is not of the type asked for`() throws {
        for value in ["null", "true", "\"x\"", "1", "[1,{\"a\":[]}]", "{\"a\":1}"] {
            let bytes = Array("[\(value),7]".utf8)
            let line = bytes.span.bytes
            for kind in 0..<6 {
                var reader = JSONReader()
                try reader.beginArray(line)
                _ = try reader.nextElement(line)
                switch kind {
                case 0: #expect(try reader.integer(line) == (value == "1" ? 1 : nil))
                case 1: #expect(try reader.nanoseconds(line) == (value == "1" ? 1_000_000_000 : nil))
                case 2: #expect(try reader.double(line) == (value == "1" ? 1 : nil))
                case 3: #expect(try reader.bool(line) == (value == "true" ? true : nil))
                case 4: #expect(try reader.text(line) == (value == "\"x\"" ? "x" : nil))
                default: try reader.skip(line)
                }
                #expect(try reader.nextElement(line) == true)
                #expect(try reader.integer(line) == 7)
                #expect(try reader.nextElement(line) == false)
                try reader.finish(line)
            }
        }
    }

    @Test func `says what is wrong and where`() {
        func skip(_ reader: inout JSONReader, _ bytes: RawSpan) throws(JSONFault) {
            try reader.skip(bytes)
            try reader.finish(bytes)
        }
        #expect(fault("[1,2", skip) == JSONFault(.truncated, at: 4))
        #expect(fault("[1,]", skip) == JSONFault(.unexpected, at: 3))
        #expect(fault("[01]", skip) == JSONFault(.unexpected, at: 2))
        #expect(fault("[1.]", skip) == JSONFault(.number, at: 3))
        #expect(fault("[nulx]", skip) == JSONFault(.literal, at: 4))
        #expect(fault("\"a\tb\"", skip) == JSONFault(.control, at: 2))
        #expect(fault("\"\\x\"", skip) == JSONFault(.escape, at: 2))
        #expect(fault("1 2", skip) == JSONFault(.trailing, at: 2))
        #expect(fault("", skip) == JSONFault(.truncated, at: 0))
        #expect(
            fault("{1:2}") { (reader, bytes) throws(JSONFault) in
                try reader.beginObject(bytes)
                _ = try reader.nextKey(bytes)
            } == JSONFault(.unexpected, at: 1))
        #expect(
            fault("[]") { (reader, bytes) throws(JSONFault) in try reader.beginObject(bytes) }
                == JSONFault(.unexpected, at: 0))
    }

    @Test func `seconds become nanoseconds exactly`() throws {
        let cases: [(String, Int64)] = [
            ("1767225600.123456", 1_767_225_600_123_456_000),
            ("1767225600.123456789", 1_767_225_600_123_456_789),
            ("1767225600.1234567899999", 1_767_225_600_123_456_789), ("0.000000001", 1), ("0.0000000009", 0),
            ("-0.000000001", -1), ("1.767225600123456e9", 1_767_225_600_123_456_000),
            ("1767225600123456e-6", 1_767_225_600_123_456_000),
            ("17672256001234560000000000000000e-22", 1_767_225_600_123_456_000), ("0", 0), ("-0", 0),
            ("-0.0e5", 0),
            ("9223372036.854775807", .max), ("9223372036.854775808", .max), ("-9223372036.854775808", .min),
            ("-9223372036.854775809", .min), ("1e400", .max), ("-1e400", .min), ("1e-400", 0),
            ("0.1e-8", 1), ("0." + String(repeating: "0", count: 500) + "1e501", 1_000_000_000),
            ("1" + String(repeating: "0", count: 500) + "e-500", 1_000_000_000),
            ("1e9223372036854775808", .max), ("1e-9223372036854775809", 0), ("0e9223372036854775808", 0),
        ]
        for (text, expected) in cases {
            let bytes = Array(text.utf8)
            var reader = JSONReader()
            #expect(try reader.nanoseconds(bytes.span.bytes) == expected, "\(text)")
            try reader.finish(bytes.span.bytes)
        }
    }

    @Test func `doubles are the nearest ones`() throws {
        for text in [
            "0.1", "1e23", "5e-324", "1.7976931348623157e308", "123456789012345678", "-0.0",
            "2.2250738585072011e-308", "1e400",
        ] {
            let bytes = Array(text.utf8)
            var reader = JSONReader()
            let value = try reader.double(bytes.span.bytes)
            #expect(value?.bitPattern == (Double(text) ?? .infinity).bitPattern, "\(text)")
        }
    }

    @Test func `names match through escapes`() throws {
        for (text, matches) in [
            ("\"size\"", true), ("\"\\u0073ize\"", true), ("\"siz\"", false), ("\"sizes\"", false),
            ("\"s\\\\ze\"", false), ("\"\"", false),
        ] {
            let bytes = Array(text.utf8)
            var reader = JSONReader()
            let string = try #require(try reader.string(bytes.span.bytes))
            #expect(JSONReader.matches(string, "size", in: bytes.span.bytes) == matches, "\(text)")
        }
    }
}
