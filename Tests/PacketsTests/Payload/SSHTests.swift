import Testing

@testable import Packets

struct SSHTests {
    private func object(_ payload: [UInt8], port: UInt16) throws -> String? {
        try Messages.object("ssh", Messages.tcp(port, 50_000, payload))
    }

    @Test func `reads a banner on any port, to the end of its line`() throws {
        let banner = Array("SSH-2.0-OpenSSH_9.6\r\nmore".utf8)
        #expect(try object(banner, port: 2222) == #"{"banner":"SSH-2.0-OpenSSH_9.6"}"#)
    }

    @Test func `names the messages of a key exchange on its own port`() throws {
        let message = bytes("00000ffc 06 14 aabb")
        #expect(try object(message, port: 22) == #"{"message":"kexinit"}"#)
        #expect(try object(message, port: 2222) == nil)
    }

    @Test func `cipher text has no object`() throws {
        #expect(try object(bytes("b1c2d3e4 06 14 aabb"), port: 22) == nil)
        #expect(try object(bytes("00000ffc 03 14 aabb"), port: 22) == nil)
        #expect(try object(bytes("00000ffc 06 5e aabb"), port: 22) == nil)
    }

    @Test func `a version that there never was is no banner`() throws {
        #expect(try object(Array("SSH-9.0-x\r\n".utf8), port: 22) == nil)
    }
}
