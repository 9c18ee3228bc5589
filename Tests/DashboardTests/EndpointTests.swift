import Terminal
import Testing

@testable import Dashboard

@Suite struct EndpointTests {
    @Test func `the port stays when the address is cut`() {
        #expect(
            Endpoint.text("2001:db8:85a3::8a2e:370:7334", port: 443, width: 21) == "[2001:db8:85a3:…]:443")
        #expect(Endpoint.fitted("192.168.100.200:51034", to: 14) == "192.168…:51034")
    }

    @Test func `an endpoint comes apart into host and port`() {
        #expect(Endpoint.host("[2001:db8::1]:443") == "2001:db8::1")
        #expect(Endpoint.port("[2001:db8::1]:443") == 443)
        #expect(Endpoint.port("203.0.113.7:53") == 53)
        #expect(Endpoint.port("2001:db8::1") == nil)
        #expect(Endpoint.port("203.0.113.7") == nil)
        #expect(Endpoint.port("x:99999") == nil)
        #expect(Endpoint.port("") == nil)
    }
}
