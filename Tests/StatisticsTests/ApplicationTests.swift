import Packets
import Testing

@testable import Statistics

@Suite struct ApplicationTests {
    private func told(_ payload: PayloadProtocol, on port: Int) -> String {
        let table = Application()
        let application = table.service(40000, port, isUDP: false).application
        return Application.names[table.told(by: payload, known: application)]
    }

    @Test func `a payload tells more than a port`() {
        #expect(told(.ssh, on: 443) == "SSH")
        #expect(told(.http, on: 9999) == "HTTP")
        #expect(told(.dns, on: 9999) == "DNS")
        #expect(told(.http, on: 22) == "HTTP")
    }

    @Test func `but a port tells what TLS, HTTP or DNS is used for`() {
        #expect(told(.tls, on: 443) == "HTTPS")
        #expect(told(.tls, on: 993) == "IMAPS")
        #expect(told(.tls, on: 9999) == "TLS")
        #expect(told(.tls, on: 80) == "HTTPS")
        #expect(told(.tls, on: 22) == "TLS")
        #expect(told(.http, on: 9200) == "Elasticsearch")
        #expect(told(.dns, on: 5353) == "mDNS")
    }

    @Test func `a flow belongs to the application from the packet on that told it`() throws {
        let configuration = try Configuration(every: 10_000_000_000, window: 10_000_000_000)
        let plain = Sample(timestamp: 1000, proto: "TCP", ports: (40000, 9999), flags: "PA")
        var hello = plain
        hello.timestamp = 1001
        hello.more = #","tls":{"record":"handshake"}"#
        var answer = Sample(
            timestamp: 1002, source: plain.destination, destination: plain.source, proto: "TCP")
        (answer.ports, answer.flags) = ((9999, 40000), "A")
        let rows = records([plain, hello, answer], configuration)[0].rankings.first {
            $0.kind == .applications
        }
        #expect(rows?.rows.map(\.label) == ["TLS"])
        #expect(rows?.rows.first?.packets == 2)
    }
}
