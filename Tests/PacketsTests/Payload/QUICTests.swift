import Testing

@testable import Packets

struct QUICTests {
    private func object(_ text: String) throws -> String? {
        try Messages.object("quic", Messages.udp(50_000, 443, bytes(text)))
    }

    @Test func `reads the connection ids of a long header`() throws {
        #expect(
            try object("c3 00000001 04 0a0b0c0d 02 eeff 0000")
                == #"{"version":"1","type":"initial","dcid":"0a0b0c0d","scid":"eeff"}"#)
        #expect(try object("e3 00000001 00 00 0000") == #"{"version":"1","type":"handshake"}"#)
    }

    @Test func `knows that version 2 numbers its types otherwise`() throws {
        #expect(try object("d3 6b3343cf 01 aa 00 00") == #"{"version":"2","type":"initial","dcid":"aa"}"#)
        #expect(try object("c3 6b3343cf 01 aa 00 00") == #"{"version":"2","type":"retry","dcid":"aa"}"#)
    }

    @Test func `reads a version negotiation, which lists whole versions`() throws {
        #expect(
            try object("80 00000000 01 aa 00 00000001 6b3343cf")
                == #"{"version":"0x00000000","type":"version_negotiation","dcid":"aa"}"#)
        #expect(try object("80 00000000 01 aa 00 000001") == nil)
    }

    @Test func `short headers, unknown versions and long ids are none`() throws {
        for text in [
            "43 00000001 00 00", "c3 00000009 00 00", "83 00000001 00 00", "c3 00000001 15 00",
            "c3 00000001 08 00",
        ] {
            #expect(try object(text + "0000") == nil, "\(text)")
        }
    }
}
