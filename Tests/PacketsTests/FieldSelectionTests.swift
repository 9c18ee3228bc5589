import Testing

@testable import Packets

struct FieldSelectionTests {
    @Test func `writes only these keys in this order`() throws {
        #expect(
            try line(TCPTests.syn, selection: ["dst_port", "source", "icmp_type", "size"])
                == #"{"dst_port":443,"source":"172.16.10.99","size":74}"# + "\n")
    }

    @Test func `writes an empty object where nothing applies`() throws {
        #expect(try line(TCPTests.syn, selection: ["arp"]) == "{}\n")
    }

    @Test func `refuses a name that is no key, and says which there are`() {
        let failure = #expect(throws: FieldSelection.Failure.self) {
            _ = try FieldSelection(names: ["sauce"])
        }
        #expect(failure?.description.hasPrefix(#"no field is called "sauce"; there are timestamp, "#) == true)
    }

    @Test func `refuses a name twice, and none at all`() {
        #expect(throws: FieldSelection.Failure(description: #"the field "ttl" is named twice"#)) {
            _ = try FieldSelection(names: ["ttl", "ttl"])
        }
        #expect(throws: FieldSelection.Failure.self) { _ = try FieldSelection(names: []) }
    }

    @Test func `every key is unique and reads as it is written`() {
        let keys = Field.allCases.map(\.key)
        #expect(Set(keys).count == keys.count)
        for key in keys { #expect(key.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }) }
    }
}
