import JSONLines
import Testing

@testable import Packets

/// A packet record as a list of members, to be written in many ways.
private struct Members {
    var list: [(key: String, value: String)]

    static func random(_ random: inout Chance) -> Members {
        var list = [
            ("timestamp", "\(1_767_225_600 + random.next() % 100_000).\(100_000 + random.next() % 900_000)")
        ]
        func add(_ key: String, _ value: String) {
            if Int.random(in: 0..<5, using: &random) > 0 { list.append((key, value)) }
        }
        add("time_relative", "\(random.next() % 100).000001")
        add("source", "\"10.0.\(random.next() % 256).1\"")
        add("destination", "\"2001:db8::\(random.next() % 10)\"")
        add("protocol", "\"TCP\"")
        add("size", "\(random.next() % 65536)")
        add("src_port", "\(random.next() % 65536)")
        add("dst_port", "\(random.next() % 65536)")
        add("tcp_flags", "\"SA\"")
        add("number", "\(random.next() % 1000)")
        add("interface", "\"eth0\"")
        add("vlan", "[\(random.next() % 4096),5]")
        add("fragment", "{\"offset\":\(random.next() % 2 * 1480),\"more\":true}")
        add("icmp_type", "\(random.next() % 256)")
        add("icmp_code", "\(random.next() % 256)")
        add("tcp_seq", "\(random.next() >> 32)")
        add("tcp_ack", "\(random.next() >> 32)")
        add("tcp_window", "\(random.next() % 65536)")
        add("payload", "\(random.next() % 1500)")
        add("direction", "\"in\"")
        add("dns", "{\"query\":\"a.example\",\"size\":7,\"answers\":[{\"source\":\"x\"}]}")
        return Members(list: list)
    }

    var line: String { "{" + list.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",") + "}" }

    /// The same record, its members shuffled, spaced, their strings escaped and their numbers written otherwise.
    func disguised(_ random: inout Chance) -> String {
        func space() -> String { ["", "", "", " ", "\t", "  ", "\r", " \n "].randomElement(using: &random)! }
        func escaped(_ text: String) -> String {
            text.unicodeScalars.map { scalar in
                guard Int.random(in: 0..<6, using: &random) == 0 else { return String(scalar) }
                let digits = String(scalar.value, radix: 16, uppercase: Bool.random(using: &random))
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        }
        func number(_ text: String) -> String {
            switch text == "0" ? 4 : Int.random(in: 0..<4, using: &random) {
            case 0: text + (text.contains(".") ? "000" : ".0")
            case 1: text + "e0"
            case 2: text + (text.contains(".") ? "" : "00") + (text.contains(".") ? "E+00" : "e-2")
            default: text
            }
        }
        func value(_ text: String) -> String {
            if text.hasPrefix("\"") { return "\"" + escaped(String(text.dropFirst().dropLast())) + "\"" }
            if text.first!.isNumber { return number(text) }
            return text.replacing(":", with: "\(space()):\(space())")
        }
        let members = list.shuffled(using: &random).map { key, text in
            "\(space())\"\(escaped(key))\"\(space()):\(space())\(value(text))\(space())"
        }
        return space() + "{" + members.joined(separator: ",") + "}" + space()
    }
}

private struct Reading: Equatable {
    var kind: StreamRecord.Kind
    var packet: PacketSummary
    var texts: [String?]

    init(_ line: [UInt8], _ record: inout StreamRecord) {
        let bytes = line.span.bytes
        kind = record.read(bytes)
        packet = record.packet
        let ranges =
            [packet.source, packet.destination, packet.proto, packet.interface, packet.tcpFlags]
            + (0..<record.extraCount).map { record.extra($0) }
        var texts: [String?] = []
        for range in ranges { texts.append(range.isPresent ? record.text(range, in: bytes) : nil) }
        self.texts = texts
        // Where a text lies is the line's matter; what it says is the packet's.
        for field in [\PacketSummary.source, \.destination, \.proto, \.interface, \.tcpFlags] {
            packet[keyPath: field] = .absent
        }
    }
}

@Suite struct PacketSummaryPropertyTests {
    @Test func `order, spacing, escapes and number forms change nothing`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Chance(state: seed)
        var learnt = StreamRecord(extras: ["dns.query", "size", "vlan", "source"])
        for _ in 0..<150 {
            let members = Members.random(&random)
            var new = StreamRecord(extras: ["dns.query", "size", "vlan", "source"])
            let plain = Reading(Array(members.line.utf8), &new)
            #expect(plain.kind == .packet)
            #expect(Reading(Array(members.line.utf8), &learnt) == plain, "seed \(seed): \(members.line)")
            for _ in 0..<3 {
                let line = members.disguised(&random)
                var reading = Reading(Array(line.utf8), &learnt)
                // An extra key gives a number as it stands in the line.
                reading.texts[6] = plain.texts[6]
                #expect(reading == plain, "seed \(seed): \(members.line)\n\(line)")
            }
        }
    }

    @Test func `no prefix of a line is a record, and none traps`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = Chance(state: seed)
        var learnt = StreamRecord(extras: ["dns.query", "vlan"])
        for _ in 0..<4 {
            let members = Members.random(&random)
            for line in [members.line, members.disguised(&random)].map({ Array($0.utf8) }) {
                guard let close = line.lastIndex(of: UInt8(ascii: "}")) else { continue }
                _ = learnt.read(line.span.bytes)
                var new = StreamRecord()
                for length in 0...close {
                    let prefix = Array(line[..<length])
                    for kind in [
                        new.read(prefix.span.bytes), learnt.read(prefix.span.bytes),
                        learnt.read(line.span.bytes, 0..<length),
                    ] {
                        if case .malformed = kind { continue }
                        Issue.record("seed \(seed): \(kind) for \(String(decoding: prefix, as: UTF8.self))")
                    }
                }
            }
        }
    }

    @Test func `a line in a buffer is read without the bytes around it`() {
        var record = StreamRecord()
        let buffer = Array("{\"timestamp\":1,\"size\":12345678}{\"timestamp\":2}\n12345678\"}".utf8)
        let padded = buffer + .init(repeating: UInt8(ascii: "9"), count: 64)
        for bytes in [buffer, padded] {
            #expect(record.read(bytes.span.bytes, 0..<31) == .packet)
            #expect(record.packet.size == 12_345_678)
            #expect(record.read(bytes.span.bytes, 31..<46) == .packet)
            #expect(record.packet.timestamp == 2_000_000_000)
            for end in 32..<46 {
                if case .packet = record.read(bytes.span.bytes, 31..<end) { Issue.record("ends at \(end)") }
            }
            if case .packet = record.read(bytes.span.bytes, 31..<47) { continue }
            Issue.record("a newline is white space")
        }
    }
}
