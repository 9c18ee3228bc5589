import Testing

@testable import Statistics

@Suite struct ForeignStreamTests {
    private let plain = try! Configuration()
    private let zeek = #"""
        {"ts":1000.5,"uid":"C1","id.orig_h":"192.0.2.1","id.orig_p":36844,"id.resp_h":"192.0.2.53","id.resp_p":53,\#
        "proto":"udp","duration":0.25,"conn_state":"SF","orig_pkts":2,"orig_ip_bytes":118,"resp_pkts":3,"resp_ip_bytes":197}
        """#
    private let eve = #"""
        {"timestamp":"1970-01-01T00:16:43.000000+0000","flow_id":1,"in_iface":"eth0","event_type":"flow","src_ip":"192.0.2.1",\#
        "src_port":50001,"dest_ip":"192.0.2.2","dest_port":443,"proto":"TCP","flow":{"pkts_toserver":4,"pkts_toclient":3,\#
        "bytes_toserver":302,"bytes_toclient":224,"start":"1970-01-01T00:16:40.0+0000","end":"1970-01-01T00:16:41.5+0000"}}
        """#
    private let tshark = #"""
        {"timestamp":"1000800","layers":{"frame_time_epoch":["1000.800000000"],"frame_len":["60"],"ip_src":["192.0.2.1"],\#
        "ip_dst":["192.0.2.2"],"ip_proto":["6"],"tcp_srcport":["50001"],"tcp_dstport":["443"],"tcp_flags":["0x0002"]}}
        """#

    @Test func `a flow counts as all its packets and bytes, wherever they are counted`() throws {
        let own = Sample(timestamp: 1001.1, source: "192.0.2.1", size: 100).line
        let found = records([zeek, tshark, own, eve, #"{"index":{"_index":"packets-1970-01-01"}}"#], plain)
        #expect(found.count == 1)
        let record = try #require(found.first)
        #expect(record.packets == 14 && record.bytes == 315 + 526 + 160 && record.malformed == 0)
        #expect(record.totalPackets == 14 && record.windowPackets == 14)
        #expect(record.timeline.map(\.packets) == [6, 8])
        #expect(record.rows(.sources).map(\.packets) == [14])
        #expect(record.rows(.protocols).map { "\($0.label) \($0.packets)" } == ["TCP 8", "UDP 6"])
        #expect(record.rows(.ports).map { "\($0.label) \($0.packets)" } == ["443 8", "53 6"])
        #expect(record.rows(.interfaces).map(\.packets) == [7])
    }

    @Test func `sizes and TCP know only of packets`() throws {
        let record = try #require(records([zeek, tshark, eve], plain).first)
        let sizes = try #require(record.sizes)
        #expect(sizes.minimum == 60 && sizes.maximum == 60 && sizes.mean == 60)
        #expect(sizes.histogram.reduce(0) { $0 + $1.packets } == 1)
        #expect(record.tcp?.syn == 1 && record.tcp?.handshakesBegun == 1)
        let flows = try #require(records([zeek, eve], plain).first)
        #expect(flows.sizes == nil && flows.tcp == nil && flows.packets == 12)
    }

    @Test func `an empty text is as good as none`() throws {
        let line = #"{"timestamp":1000,"source":"","destination":"","interface":"","protocol":"","size":9}"#
        let record = try #require(records([line], plain).first)
        #expect(record.packets == 1 && record.rankings.isEmpty && record.interfaces.isEmpty)
        #expect(record.distinctSources?.count == 0 && record.recent.count == 1)
    }
}
