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

    /// The straight line through the common keys, the others between them, and one key at a time say the same.
    @Test func `a whole line is what each key writes alone, in the order of the keys`() throws {
        let keys = Field.allCases.map(\.key)
        for (frame, linkType) in Fixtures.frames + Fixtures.captured(limit: 2000) {
            for kept in [frame, Array(frame.prefix(60))] {
                func written(_ selection: [String]?) throws -> String {
                    try line(
                        kept, linkType: linkType, wireLength: frame.count, selection: selection,
                        interface: "eth0")
                }
                let alone = try keys.map { try written([$0]).dropFirst().dropLast(2) }
                    .filter { !$0.isEmpty }
                #expect(try written(nil) == "{" + alone.joined(separator: ",") + "}\n")
                #expect(try written(keys) == written(nil))
                #expect(
                    try written(keys.reversed()) == "{" + alone.reversed().joined(separator: ",") + "}\n")
            }
        }
    }

    @Test func `looks into the payload only for its keys`() throws {
        #expect(try FieldSelection(names: ["source", "payload", "fault"]).wantsPayload == false)
        for name in ["dns", "tls", "http", "quic", "dhcp", "ntp", "ssh"] {
            #expect(try FieldSelection(names: ["source", name]).wantsPayload)
        }
    }

    @Test func `every key is unique and reads as it is written`() {
        let keys = Field.allCases.map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(keys.count <= UInt64.bitWidth, "a set of keys has one bit for each")
        for key in keys { #expect(key.allSatisfy { $0 == "_" || ("a"..."z").contains($0) }) }
    }
}
