import JSONLines
import Testing

@testable import Packets

/// Reads one line and says what it was.
func summary(_ text: String, extras: [String] = []) -> (
    kind: StreamRecord.Kind, packet: PacketSummary, texts: [String?]
) {
    var record = StreamRecord(extras: extras)
    let bytes = Array(text.utf8)
    let line = bytes.span.bytes
    let kind = record.read(line)
    let packet = record.packet
    func string(_ range: TextRange) -> String? { range.isPresent ? record.text(range, in: line) : nil }
    let texts =
        [packet.source, packet.destination, packet.proto, packet.interface, packet.tcpFlags]
        .map(string) + extras.indices.map { string(record.extra($0)) }
    return (kind, packet, texts)
}

@Test func `every object of an application protocol is recognised, and no other`() {
    let objects = Field.allCases.filter(\.isPayload).map(\.key.description)
    #expect(Set(PayloadProtocol.allCases.map(\.key)) == Set(objects))
    for payload in PayloadProtocol.allCases {
        let line = #"{"timestamp":1,"\#(payload.key)":{"a":1}}"#
        #expect(summary(line).packet.recognized == payload)
    }
    #expect(summary(#"{"timestamp":1,"arp":{"dns":1}}"#).packet.recognized == nil)
}

@Test func `reads a line as netcap writes it`() {
    let (kind, packet, texts) = summary(
        #"{"timestamp":1767225600.123456,"time_relative":0.000000,"source":"10.0.0.1","destination":"93.184.216.34","#
            + #""protocol":"TCP","size":74,"src_port":51234,"dst_port":443,"tcp_flags":"S","number":1,"#
            + #""interface":"eth0","vlan":[12,7],"ttl":64,"tcp_seq":4294967295,"tcp_ack":0,"tcp_window":512,"payload":0}"#
    )
    #expect(kind == .packet)
    #expect(packet.timestamp == 1_767_225_600_123_456_000)
    #expect(packet.size == 74)
    #expect(packet.packets == 1)
    #expect(packet.sourcePort == 51234)
    #expect(packet.destinationPort == 443)
    #expect(packet.vlan == 12)
    #expect(packet.tcpSequence == 4_294_967_295)
    #expect(packet.tcpAcknowledgement == 0)
    #expect(packet.tcpWindow == 512)
    #expect(packet.payload == 0)
    #expect(texts == ["10.0.0.1", "93.184.216.34", "TCP", "eth0", "S"])
}

@Test func `reads any order, spacing and escapes`() {
    let (kind, packet, texts) = summary(
        " { \"siz\\u0065\" : 7.0e1 ,\t\"source\":\"\\u0061\\\\\", \"x\":{\"source\":[1,{}]}, \"timestamp\": 1.5 } ",
        extras: ["x", "source", "x.source", "y"])
    #expect(kind == .packet)
    #expect(packet.timestamp == 1_500_000_000)
    #expect(packet.size == 70)
    #expect(texts == ["a\\", nil, nil, nil, nil, nil, "a\\", "1", nil])
}

@Test func `tells the records apart`() {
    #expect(summary(#"{"type":"capture","timestamp":1}"#).kind == .capture)
    #expect(summary(#"{"timestamp":1,"type":"statistics"}"#).kind == .statistics)
    #expect(summary(#"{"type":"alert"}"#).kind == .alert)
    #expect(summary(#"{"type":"news"}"#).kind == .other)
    #expect(summary(#"{"type":1,"timestamp":1}"#).kind == .other)
    #expect(summary(#"{"source":"a"}"#).kind == .malformed(JSONFault(.timestamp, at: 0)))
    #expect(summary("[1]").kind == .malformed(JSONFault(.notAnObject, at: 0)))
    #expect(summary(#"{"timestamp":1} x"#).kind == .malformed(JSONFault(.trailing, at: 16)))
}
