import Foundation
import Testing

@testable import Packets

/// The expected ids are those that the specification's own tables give.
struct CommunityIDTests {
    private func id(
        _ proto: UInt8, _ source: Address, _ destination: Address, _ ports: (UInt16, UInt16)?,
        seed: UInt16 = 0
    ) -> String {
        var packet = Packet()
        packet.protocolName = .ip(IPProtocol(rawValue: proto))
        packet.source = source
        packet.destination = destination
        packet.networkLayers = 1
        if let ports, proto == 1 || proto == 58 {
            packet.icmpType = UInt8(ports.0)
            packet.icmpCode = UInt8(ports.1)
            packet.fields.insert(.icmpCode)
        } else if let ports {
            packet.setPorts(source: ports.0, destination: ports.1)
        }
        var ids = CommunityID(seed: seed)
        ids.identify(&packet)
        return String(decoding: (0..<30).map { packet.communityID[$0] }, as: UTF8.self)
    }

    private let here = Address.ipv4(0xC0A8_0134)
    private let there = Address.ipv4(0x0808_0808)

    @Test func `both directions of a flow have one id`() {
        #expect(id(17, here, there, (54585, 53)) == "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")
        #expect(id(17, there, here, (53, 54585)) == "1:d/FP5EW3wiY1vCndhwleRRKHowQ=")
        let (web, home) = (Address.ipv4(0x4223_FACC), Address.ipv4(0x80E8_6E78))
        #expect(id(6, home, web, (34855, 80)) == "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")
        #expect(id(6, web, home, (80, 34855)) == "1:LQU9qZlK+B5F3KDmev6m5PMibrg=")
    }

    @Test func `knows stream control and IPv6`() {
        let (a, b) = (Address.ipv4(0xC0A8_AA08), Address.ipv4(0xC0A8_AA38))
        #expect(id(132, a, b, (7, 7)) == "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=")
        #expect(id(132, b, a, (7, 7)) == "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs=")
        let c = Address.ipv6(0x2001_0470_e5bf_dead, 0x4957_2174_e82c_4887)
        let d = Address.ipv6(0x2607_f8b0_400c_0c03, 0x1a)
        #expect(id(6, c, d, (63943, 25)) == "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=")
        #expect(id(6, d, c, (25, 63943)) == "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=")
    }

    @Test func `an echo and its answer are one flow`() {
        let (a, b) = (Address.ipv4(0xC0A8_0059), Address.ipv4(0xC0A8_0001))
        #expect(id(1, a, b, (8, 0)) == "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")
        #expect(id(1, b, a, (0, 0)) == "1:X0snYXpgwiv9TZtqg64sgzUn6Dk=")
        let c = Address.ipv6(0xFE80_0000_0000_0000, 0x0200_86FF_FE05_80DA)
        let d = Address.ipv6(0xFE80_0000_0000_0000, 0x0260_97FF_FE07_69EA)
        #expect(id(58, c, d, (135, 0)) == "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=")
        #expect(id(58, d, c, (136, 0)) == "1:dGHyGvjMfljg6Bppwm3bg0LO8TY=")
    }

    @Test func `a message without an answer is one way`() {
        #expect(
            id(1, .ipv4(0x0A00_0001), .ipv4(0x0A00_0002), (11, 0)) == "1:YHxtAirCG//0OzkcVAukqKQN9xM=")
        let c = Address.ipv6(0x3ffe_0501_1800_2345, 2)
        let d = Address.ipv6(0x3ffe_0507_0000_0001, 0x0200_86ff_fe05_80da)
        #expect(id(58, c, d, (3, 0)) == "1:2ObVBgIn28oZvibYZhZMBgh7WdQ=")
    }

    @Test func `a protocol without ports has its addresses`() {
        #expect(
            id(46, .ipv4(0x0A01_0C01), .ipv4(0x0A01_0C02), nil) == "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw=")
    }

    @Test func `the seed changes the id`() {
        #expect(id(17, here, there, (54585, 53), seed: 1) == "1:Q9We8WO3piVF8yEQBNJF4uiSVrI=")
    }

    /// The files that come with the specification, where NETCAP_CORPORA names them.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["NETCAP_CORPORA"] != nil))
    func `every id of the baseline is ours`() throws {
        let corpora = try #require(ProcessInfo.processInfo.environment["NETCAP_CORPORA"])
        var compared = 0
        for (name, seed, isHexadecimal) in [
            ("deflt", 0, false), ("seed1", 1, false), ("nob64", 0, true),
        ] {
            let path = "\(corpora)/community-id-baseline/baseline/baseline_\(name).json"
            let data = try Data(contentsOf: URL(filePath: path))
            let records = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
            for record in records {
                let proto = try #require(record["proto"] as? Int)
                let ports = (record["sport"] as? Int).flatMap { source in
                    (record["dport"] as? Int).map { (UInt16(source), UInt16($0)) }
                }
                let ours = id(
                    UInt8(proto), try address(record["saddr"]), try address(record["daddr"]), ports,
                    seed: UInt16(seed))
                let digest = try #require(Data(base64Encoded: String(ours.dropFirst(2))))
                let digits = "1:" + digest.map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
                #expect((isHexadecimal ? digits : ours) == record["communityid"] as? String, "\(record)")
                compared += 1
            }
        }
        #expect(compared == 69)
    }

    private func address(_ text: Any?) throws -> Address {
        let text = try #require(text as? String)
        var units = [UInt8](repeating: 0, count: 16)
        func number(_ range: Range<Int>) -> UInt64 { units[range].reduce(0) { $0 << 8 | UInt64($1) } }
        if inet_pton(AF_INET, text, &units) == 1 { return .ipv4(UInt32(number(0..<4))) }
        try #require(inet_pton(AF_INET6, text, &units) == 1)
        return .ipv6(number(0..<8), number(8..<16))
    }
}
