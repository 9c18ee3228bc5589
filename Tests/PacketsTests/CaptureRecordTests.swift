import JSONLines
import Testing

@testable import Packets

private func read(_ text: String) throws -> CaptureRecord {
    let bytes = Array(text.utf8)
    return try CaptureRecord(bytes.span.bytes)
}

@Suite struct CaptureRecordTests {
    @Test func `writes the contract's keys in its order`() throws {
        var record = CaptureRecord()
        record.timestamp = 1_767_225_600_123_456_789
        record.interface = "eth0"
        record.packets = 10
        record.dropped = 2
        record.interfaceDropped = 1
        var json = JSONWriter()
        record.write(to: &json)
        let text = json.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(
            text
                == #"{"type":"capture","version":1,"timestamp":1767225600.123456,"interface":"eth0","packets":10,"dropped":2,"interface_dropped":1}"#
                + "\n")
        record.timestamp = 1_767_225_600_123_456_000
        #expect(try read(text) == record)
        #expect(summary(text).kind == .capture)
    }

    @Test func `leaves out what is not known`() throws {
        var json = JSONWriter()
        CaptureRecord().write(to: &json, decimals: 9)
        let text = json.withBytes { String(decoding: $0, as: UTF8.self) }
        #expect(text == #"{"type":"capture","version":1,"timestamp":0.000000000,"packets":0}"# + "\n")
        #expect(try read(text) == CaptureRecord())
    }

    @Test func `reads any order, and takes values of other types for absent ones`() throws {
        let record = try read(
            #"{"dropped":-3,"packets":1e3,"later":[{}],"interface":"\u0065\"","timestamp":1.5,"interface_dropped":"7"}"#
        )
        #expect(record.packets == 1000)
        #expect(record.dropped == 0)
        #expect(record.interfaceDropped == nil)
        #expect(record.interface == "e\"")
        #expect(record.timestamp == 1_500_000_000)
        #expect(try read(#"{"packets":99999999999999999999}"#).packets == UInt64(Int64.max))
    }

    @Test func `refuses what is not an object`() {
        for text in ["", "[]", "{", #"{"packets":1,}"#, #"{"packets":1}x"#] {
            #expect(throws: JSONFault.self) { try read(text) }
        }
    }
}
