import Testing

@testable import Packets

struct TLSTests {
    /// A hello of either side with these extensions.
    private func hello(_ isServer: Bool, _ extensions: [String]) -> [UInt8] {
        let random = [UInt8](repeating: 0xAB, count: 32)
        let list = extensions.flatMap { bytes($0) }
        var body = bytes("0303") + random + [0] + bytes(isServer ? "1301 00" : "0004 1301 1302 01 00")
        body += Messages.word(UInt16(list.count)) + list
        let message = [isServer ? 2 : 1, 0] + Messages.word(UInt16(body.count)) + body
        return bytes("16 0301") + Messages.word(UInt16(message.count)) + message
    }

    private static let serverName = "0000 000c 000a 00 0007 612e62 2e6f7267"
    private static let protocols = "0010 000e 000c 02 6832 08 687474702f312e31"

    @Test func `reads whom a client wants, on any port`() throws {
        let payload = hello(
            false, ["0a0a 0000", Self.serverName, Self.protocols, "002b 0007 06 0a0a 0304 0303"])
        #expect(
            try Messages.object("tls", Messages.tcp(50_000, 9999, payload))
                == #"{"record":"handshake","version":"1.3","handshake":"client_hello","sni":"a.b.org","#
                + #""alpn":["h2","http/1.1"]}"#)
    }

    @Test func `reads what a server chose`() throws {
        #expect(
            try Messages.object("tls", Messages.tcp(443, 50_000, hello(true, ["002b 0002 0304"])))
                == #"{"record":"handshake","version":"1.3","handshake":"server_hello","cipher":"0x1301"}"#)
    }

    @Test func `a hello that goes on in the next segment gives what it has`() throws {
        let payload = hello(false, [Self.serverName, Self.protocols])
        for kept in 12..<payload.count {
            let line = try Messages.object("tls", Messages.tcp(50_000, 443, Array(payload[..<kept])))
            #expect(line?.contains(#""handshake":"client_hello""#) == true, "\(kept)")
        }
        let last = try Messages.object("tls", Messages.tcp(50_000, 443, Array(payload.dropLast())))
        #expect(last?.contains(#""sni":"a.b.org""#) == true && last?.contains("alpn") == false)
    }

    @Test func `knows other records on ports of TLS only`() throws {
        for (payload, expected) in [
            ("17 0303 0100 aabbccdd", #"{"record":"application_data","version":"1.2"}"#),
            ("14 0303 0001 01", #"{"record":"change_cipher_spec","version":"1.2"}"#),
            (
                "15 0303 0002 0228",
                #"{"record":"alert","version":"1.2","alert":{"level":"fatal","description":40}}"#
            ),
            ("15 0303 001a aabbccdd", #"{"record":"alert","version":"1.2"}"#),
            (
                "16 0303 0004 0e000000 1403030001",
                #"{"record":"handshake","version":"1.2"}"#
            ),
        ] {
            #expect(try Messages.object("tls", Messages.tcp(443, 50_000, bytes(payload))) == expected)
            #expect(try Messages.object("tls", Messages.tcp(4000, 50_000, bytes(payload))) == nil)
        }
    }

    @Test func `a length or a version that TLS does not have is none`() throws {
        for payload in [
            "17 0303 4801 aabb", "17 0303 0000 aabb", "17 0305 0010 aabb", "14 0303 0002 0101",
            "16 0301 0010 01 000004 0505",
        ] {
            #expect(try Messages.object("tls", Messages.tcp(443, 50_000, bytes(payload + "00000000"))) == nil)
        }
    }
}
