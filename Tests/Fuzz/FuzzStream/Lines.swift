/// What the mutations start from.
enum Lines {
    static let extras = ["source", "size", "dns.query", "dns", "vlan", "a.b.c", ""]

    static let seeds: [[UInt8]] = [
        #"{"timestamp":1767225600.123456,"time_relative":0.000000,"source":"10.0.0.1","destination":"93.184.216.34","protocol":"TCP","size":74,"src_port":51234,"dst_port":443,"tcp_flags":"SA","number":1,"interface":"eth0","ttl":64,"ip_id":12345,"tcp_seq":4294967295,"tcp_ack":1,"tcp_window":512,"payload":0}"#,
        #"{"timestamp":1767225600.123456789,"source":"2001:db8::1","destination":"ff02::fb","protocol":"UDP","size":1290,"src_port":5353,"dst_port":5353,"vlan":[12,7],"dns":{"query":"a.example","answers":["1.2.3.4"]},"direction":"in"}"#,
        #"{"timestamp":0.5,"source":"10.0.0.1","destination":"10.0.0.2","protocol":"ICMP","size":98,"fragment":{"offset":1480,"more":false},"icmp_type":8,"icmp_code":0}"#,
        #"{"type":"capture","version":1,"timestamp":1767225600.000000,"interface":"eth0","packets":10,"dropped":0}"#,
        #"{"type":"statistics","version":1,"timestamp":1767225602.000000,"protocols":[{"protocol":"TCP","packets":3}]}"#,
        "{ \"timestamp\" : 1.5e9 , \"sou\\u0072ce\" : \"\\u00e9\\n\\ud83d\\ude00\" , \"size\":-0.0E+1 , \"x\" : [ null , true , { } ] }",
        "{\"timestamp\":-1e99,\"source\":\"h\u{E9}\u{65E5}\u{1F600}te\",\"a\":{\"b\":{\"c\":[true]}},\"dns.query\":1,\"\":\"\"}",
        "{\"size\":\"7\",\"size\":7,\"timestamp\":123456789012.1234567890123,\"vlan\":4095,\"fragment\":3}",
        #"{"timestamp":"1700000100010","layers":{"frame":{"frame_frame_time_epoch":"1700000100.010000002","frame_frame_len":"60"},"ip":{"ip_ip_proto":"6","ip_ip_src":"192.0.2.1","ip_ip_dst":"192.0.2.2"},"tcp":{"tcp_tcp_srcport":"50001","tcp_tcp_dstport":"80","tcp_tcp_flags":"0x0012"}}}"#,
        #"{"timestamp":"1700000100010","layers":{"ip_src":["192.0.2.1"],"ip_proto":["17"],"frame_len":["118"]}}"#,
        #"{"ts":1700000100.5,"uid":"C1","id.orig_h":"192.0.2.1","id.orig_p":36844,"id.resp_h":"192.0.2.53","id.resp_p":53,"proto":"udp","duration":0.25,"conn_state":"SF","orig_pkts":2,"orig_ip_bytes":118,"resp_pkts":3,"resp_ip_bytes":197}"#,
        #"{"timestamp":"2023-11-14T22:15:01.500000+0000","event_type":"flow","src_ip":"2001:db8::1","src_port":1041,"proto":"TCP","flow":{"pkts_toserver":4,"bytes_toserver":302,"end":"2023-11-14T23:15:00.250000+0100"}}"#,
        "{}", "{\"timestamp\":1}", "[]", "",
    ].map { Array($0.utf8) }

    static let tokens: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\u0000", "\\\"", "null", "true",
            "false", "0", "-", "1e5",
            ".5", "E-3", " ", "\t", "\r", "\n", "\u{0}", "\u{E9}", "\u{1F600}", "12345678",
            "99999999999999999999", "\"a\":",
            ",\"source\":", ",\"timestamp\":1", ",\"size\":", "{\"b\":", "[[[[", "\"vlan\":[1]",
            "\"dns\":{\"query\":\"x\"}",
            ",\"a\":{\"b\":{\"c\":1}}", "0000000000000000", "aaaaaaaaaaaaaaaaaaaaaaaa",
            ",\"fragment\":{\"offset\":8}", ",\"ts\":1", ",\"type\":\"x\"",
        ].map { Array($0.utf8) } + [[0xC3], [0xED, 0xA0, 0x80], [0xFF], [0xF0, 0x9F], [0x80]]
}
