import JSONLines
import Testing

@testable import Packets

// The lines are written after the tools' manuals, with addresses of documentation.
private let tshark = #"""
    {"timestamp":"1700000100010","layers":{"frame":{"frame_frame_time_epoch":"1700000100.010000002","frame_frame_number":"1",\#
    "frame_frame_len":"60","frame_frame_marked":false,"frame_frame_protocols":"eth:ethertype:ip:tcp"},\#
    "eth":{"eth_eth_dst":"00:00:5e:00:53:01","eth_eth_src":"00:00:5e:00:53:02"},"ip":{"ip_ip_proto":"6",\#
    "ip_ip_frag_offset":"0","ip_ip_src":"192.0.2.1","ip_ip_addr":["192.0.2.1","192.0.2.2"],"ip_ip_dst":"192.0.2.2"},\#
    "tcp":{"tcp_tcp_srcport":"50001","tcp_tcp_dstport":"80","tcp_tcp_len":"6","tcp_tcp_seq":"1","tcp_tcp_seq_raw":"4000000000",\#
    "tcp_tcp_ack_raw":"7","tcp_tcp_flags":"0x0012","tcp_tcp_window_size_value":"512"}}}
    """#
private let zeek = #"""
    {"ts":1700000100.5,"uid":"CDuNnE1AcPWcPW","id.orig_h":"192.0.2.1","id.orig_p":36844,"id.resp_h":"192.0.2.53",\#
    "id.resp_p":53,"proto":"udp","service":"dns","duration":0.25,"orig_bytes":62,"resp_bytes":141,"conn_state":"SF",\#
    "local_orig":true,"history":"Dd","orig_pkts":2,"orig_ip_bytes":118,"resp_pkts":3,"resp_ip_bytes":197}
    """#
private let eve = #"""
    {"timestamp":"2023-11-14T22:15:01.500000+0000","flow_id":1,"in_iface":"eth0","event_type":"flow","vlan":[7],\#
    "src_ip":"2001:db8::1","src_port":1041,"dest_ip":"2001:db8::2","dest_port":443,"proto":"TCP","app_proto":"tls",\#
    "flow":{"pkts_toserver":4,"pkts_toclient":3,"bytes_toserver":302,"bytes_toclient":224,\#
    "start":"2023-11-14T22:15:00.000000+0000","end":"2023-11-14T23:15:00.250000+0100","state":"closed"}}
    """#

@Suite struct ForeignRecordTests {
    @Test func `reads packets of tshark with all fields`() {
        let (kind, packet, texts) = summary(tshark, extras: ["layers.eth.eth_eth_src"])
        #expect(kind == .packet)
        #expect(packet.timestamp == 1_700_000_100_010_000_002)
        #expect(packet.size == 60 && packet.packets == 1)
        #expect(packet.sourcePort == 50001 && packet.destinationPort == 80)
        #expect(packet.tcpSequence == 4_000_000_000 && packet.tcpAcknowledgement == 7)
        #expect(packet.tcpWindow == 512 && packet.payload == 6)
        #expect(texts == ["192.0.2.1", "192.0.2.2", "TCP", nil, "SA", "00:00:5e:00:53:02"])
    }

    @Test func `reads packets of tshark with chosen fields`() {
        let (kind, packet, texts) = summary(
            #"{"timestamp":"1700000100010","layers":{"ipv6_src":["2001:db8::1"],"ipv6_dst":["2001:db8::2","x"],"#
                + #""ipv6_nxt":["58"],"frame_len":["118"],"icmp_type":["3"]}}"#)
        #expect(kind == .packet)
        #expect(packet.timestamp == 1_700_000_100_010_000_000)
        #expect(packet.size == 118 && packet.sourcePort == -1)
        #expect(texts == ["2001:db8::1", "2001:db8::2", "ICMPv6", nil, nil])
    }

    @Test func `reads a connection of Zeek as its packets, at its end`() {
        let (kind, packet, texts) = summary(zeek, extras: ["service"])
        #expect(kind == .packet)
        #expect(packet.timestamp == 1_700_000_100_750_000_000)
        #expect(packet.packets == 5 && packet.size == 315)
        #expect(packet.sourcePort == 36844 && packet.destinationPort == 53)
        #expect(texts == ["192.0.2.1", "192.0.2.53", "UDP", nil, nil, "dns"])
    }

    @Test func `Zeek writes type and code of ICMP as ports`() {
        let (kind, packet, texts) = summary(
            #"{"ts":"2023-11-14T22:15:00Z","id.orig_h":"2001:db8::1","id.orig_p":128,"id.resp_h":"2001:db8::2","#
                + #""id.resp_p":0,"proto":"icmp","conn_state":"OTH","orig_bytes":56}"#)
        #expect(kind == .packet)
        #expect(packet.timestamp == 1_700_000_100_000_000_000)
        #expect(packet.packets == 1 && packet.size == 56)
        #expect(packet.sourcePort == -1 && packet.destinationPort == -1)
        #expect(texts[2] == "ICMPv6")
    }

    @Test func `reads a flow of Suricata as its packets, at its end`() {
        let (kind, packet, texts) = summary(eve)
        #expect(kind == .packet)
        #expect(packet.timestamp == 1_700_000_100_250_000_000)
        #expect(packet.packets == 7 && packet.size == 526)
        #expect(packet.sourcePort == 1041 && packet.destinationPort == 443 && packet.vlan == 7)
        #expect(texts == ["2001:db8::1", "2001:db8::2", "TCP", "eth0", nil])
    }

    @Test func `reads a one-way flow of Suricata`() {
        let (kind, packet, _) = summary(
            #"{"timestamp":"2023-11-14T22:15:01.5+0000","event_type":"netflow","src_ip":"192.0.2.1","proto":"ICMP","#
                + #""icmp_type":8,"icmp_code":0,"netflow":{"pkts":9,"bytes":99999999999999999999}}"#)
        #expect(kind == .packet)
        #expect(packet.timestamp == 1_700_000_101_500_000_000)
        #expect(packet.packets == 9 && packet.size == .max && packet.sourcePort == -1)
    }

    @Test func `the other lines of these logs are ignored`() {
        #expect(summary(#"{"index":{"_index":"packets-2023-11-14","_type":"doc"}}"#).kind == .other)
        #expect(
            summary(#"{"timestamp":"2023-11-14T22:15:01.5+0000","event_type":"alert","src_ip":"192.0.2.1"}"#)
                .kind == .other)
        #expect(
            summary(#"{"ts":1.5,"uid":"C1","id.orig_h":"192.0.2.1","proto":"udp","query":"a.example"}"#).kind
                == .other)
    }

    @Test func `a string for a timestamp alone is no packet`() {
        #expect(
            summary(#"{"timestamp":"1700000100010","size":60}"#).kind
                == .malformed(JSONFault(.timestamp, at: 0)))
        #expect(
            summary(#"{"timestamp":"soon","layers":{"frame_len":["60"]}}"#).kind
                == .malformed(JSONFault(.timestamp, at: 0)))
    }

    @Test func `streams may be mixed`() {
        var record = StreamRecord(extras: ["source"])
        let own = #"{"timestamp":1.5,"source":"\u0061","size":7}"#
        for _ in 0..<2 {
            for (text, source, packets) in [
                (own, "a", 1), (zeek, "192.0.2.1", 5), (own, "a", 1), (tshark, "192.0.2.1", 1),
                (eve, "2001:db8::1", 7),
            ] {
                let line = Array(text.utf8)
                #expect(record.read(line.span.bytes) == .packet)
                #expect(record.text(record.packet.source, in: line.span.bytes) == source)
                #expect(record.packet.packets == Int64(packets))
                #expect(record.extra(0).isPresent == (text == own))
            }
            let broken = Array("{\"ts\":1,}".utf8)
            #expect(record.read(broken.span.bytes) == .malformed(JSONFault(.unexpected, at: 8)))
        }
    }

    @Test func `what a line is does not depend on the lines before it`() {
        var record = StreamRecord()
        let first = Array(zeek.utf8)
        for text in [
            #"{"timestamp":1.5,"ts":1,"id.orig_h":"a","conn_state":"SF"}"#,
            #"{"type":"capture","ts":1,"conn_state":"SF"}"#,
            #"{"timestamp":1.5,"event_type":"alert"}"#, #"{"timestamp":1.5,"layers":{"frame_len":["60"]}}"#,
        ] {
            #expect(record.read(first.span.bytes) == .packet)
            let line = Array(text.utf8)
            let kind = record.read(line.span.bytes)
            #expect(kind == summary(text).kind)
            #expect(record.packet == (kind == .packet ? summary(text).packet : record.packet))
        }
    }

    @Test func `numbers of any size and kind trap nowhere`() {
        for value in [
            "-1", "1e400", "-1e400", "null", "[]", "\"0x\"", "\"0xffffffffffffffff\"",
            "\"0x7fffffffffffffff\"", "true", "\"\"", "\"-5\"", "9223372036854775807",
        ] {
            for text in [tshark, zeek, eve] {
                for number in [
                    "60", "50001", "0x0012", "36844", "2", "0.25", "4", "302", "1700000100.5", "1041",
                ] {
                    _ = summary(
                        text.replacing("\"\(number)\"", with: value).replacing(
                            ":\(number),", with: ":\(value),"))
                }
            }
        }
    }

    @Test func `dates of every form`() {
        func nanoseconds(_ text: String) -> Int64? {
            let bytes = Array(text.utf8)
            return ISO8601.nanoseconds(bytes.span.bytes)
        }
        #expect(nanoseconds("1970-01-01T00:00:00Z") == 0)
        #expect(nanoseconds("1970-01-01T00:00:00.000000001") == 1)
        #expect(nanoseconds("1969-12-31T23:59:59.5Z") == -500_000_000)
        #expect(nanoseconds("2000-02-29T12:00:00+00:00") == 951_825_600_000_000_000)
        #expect(nanoseconds("2026-01-01T00:00:00.123456789123Z") == 1_767_225_600_123_456_789)
        #expect(nanoseconds("2026-01-01 01:30:00+0130") == 1_767_225_600_000_000_000)
        #expect(nanoseconds("2025-12-31T16:00:00-08:00") == 1_767_225_600_000_000_000)
        #expect(nanoseconds("9999-12-31T23:59:59Z") == .max)
        #expect(nanoseconds("0000-01-01T00:00:00Z") == .min)
        for text in [
            "", "2026", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-32T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00Zx", "2026-01-01T00:00:00+1",
            "2026-01-01",
            "26-01-01T00:00:00Z", "2026-01-01T00:00:00.5-", "+2026-01-01T00:00:00Z",
        ] {
            #expect(nanoseconds(text) == nil, "\(text)")
        }
    }
}
