import Testing

@testable import Packets

struct PayloadProtocolsTests {
    private static let keys = ["dns", "tls", "http", "quic", "dhcp", "ntp", "ssh"]

    /// What chance makes on a protocol's own port is another's message only where that looks like chance itself: NTP
    /// has two bytes to be told by, a TLS record of data five.
    @Test func `chance is not taken for a protocol`() throws {
        var chance = Chance(state: 7)
        var taken: [String: Int] = [:]
        let ports: [UInt16] = [53, 67, 80, 123, 443, 22, 8080, 5353, 40_000]
        for run in 0..<9000 {
            let payload = (0..<Int.random(in: 0...300, using: &chance)).map { _ in
                UInt8.random(in: 0...255, using: &chance)
            }
            let port = ports[run % ports.count]
            for frame in [Messages.udp(50_000, port, payload), Messages.tcp(50_000, port, payload)] {
                let line = try line(frame)
                for key in Self.keys where line.contains(#","\#(key)":{"#) { taken[key, default: 0] += 1 }
            }
        }
        // A thousand messages went to port 123.
        #expect(taken["ntp", default: 0] < 10)
        taken["ntp"] = nil
        #expect(taken == [:])
    }

    @Test func `an application is read of the outermost packet only`() throws {
        let query = bytes("1234 0100 0001 0000 0000 0000 0161 00 0001 0001")
        let inner = Messages.udp(50_000, 53, query)
        let vxlan = Messages.udp(50_000, 4789, bytes("08000000 00002a00") + inner)
        #expect(try Messages.object("dns", inner) != nil)
        #expect(try Messages.object("dns", vxlan) == nil)
    }

    @Test func `the object stands at the end of the line`() throws {
        let frame = Messages.tcp(50_000, 8000, Array("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(
            try line(frame).hasSuffix(
                #","payload":18,"http":{"version":"1.1","method":"GET","path":"/"}}"# + "\n"))
    }

    @Test func `a payload of every length is no fault`() throws {
        for length in 0..<16 {
            for unit in [UInt8(0x16), 0x47, 0x53, 0xC0, 0x24, 1] {
                let payload = [UInt8](repeating: unit, count: length)
                for port: UInt16 in [22, 53, 67, 80, 123, 443, 5353] {
                    let lines = [
                        try line(Messages.udp(50_000, port, payload)),
                        try line(Messages.tcp(50_000, port, payload)),
                    ]
                    for line in lines { #expect(!line.contains("fault"), "\(line)") }
                }
            }
        }
    }
}
