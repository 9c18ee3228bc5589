import Testing

@testable import Packets

struct HTTPTests {
    private func object(_ text: String, port: UInt16 = 8000) throws -> String? {
        try Messages.object("http", Messages.tcp(50_000, port, Array(text.utf8)))
    }

    @Test func `reads a request and its host, whatever its case`() throws {
        #expect(
            try object("POST /a?b=\"c HTTP/1.1\r\nAccept: */*\r\nhOsT:  a.example \r\nX: y\r\n\r\n")
                == #"{"version":"1.1","method":"POST","path":"/a?b=\"c","host":"a.example"}"#)
    }

    @Test func `reads the status of an answer`() throws {
        #expect(try object("HTTP/1.0 404 Not Found\r\n") == #"{"version":"1.0","status":404}"#)
    }

    @Test func `knows rare methods on ports of the web`() throws {
        #expect(
            try object("PROPFIND / HTTP/1.1\r\n", port: 80)
                == #"{"version":"1.1","method":"PROPFIND","path":"/"}"#)
        #expect(try object("PROPFIND / HTTP/1.1\r\n") == nil)
    }

    @Test func `a line without the version is no request`() throws {
        for text in [
            "GET me out of here\r\n", "GET / HTTP/2.0\r\n", "GET  / HTTP/1.1", "POSTAL CODE",
            "HTTP/1.1 99 No", "HTTP/1.1 abc",
        ] {
            #expect(try object(text) == nil, "\(text)")
        }
    }

    @Test func `a long target is cut, and so may be its line`() throws {
        let long = String(repeating: "x", count: 400)
        let line = try object("GET /\(long) HTTP/1.1\r\nHost: h\r\n")
        #expect(
            line?.hasSuffix(#"x","host":"h"}"#) == true
                && line?.contains(String(repeating: "x", count: 256)) == false)
        #expect(try object("GET /\(long)")?.contains("GET") == true)
        #expect(try object("GET /short") == nil)
        #expect(try object("GET /short HTT")?.contains("/short") == true)
    }
}
