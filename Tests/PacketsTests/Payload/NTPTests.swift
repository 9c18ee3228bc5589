import Testing

@testable import Packets

struct NTPTests {
    private func object(_ start: String, length: Int = 48) throws -> String? {
        let head = bytes(start)
        return try Messages.object(
            "ntp", Messages.udp(123, 123, head + [UInt8](repeating: 0, count: length - head.count)))
    }

    @Test func `names who asks and who answers`() throws {
        #expect(try object("23 00 06 ec") == #"{"version":4,"mode":"client","stratum":0}"#)
        #expect(
            try object("24 01 06 ec 00000000 00000000 47505300")
                == #"{"version":4,"mode":"server","stratum":1,"reference":"GPS"}"#)
        #expect(
            try object("1c 02 06 ec 00000000 00000000 c0000201")
                == #"{"version":3,"mode":"server","stratum":2,"reference":"192.0.2.1"}"#)
    }

    @Test func `control messages have no stratum`() throws {
        #expect(try object("16 02 0001 00000000 0000 0000", length: 12) == #"{"version":2,"mode":"control"}"#)
    }

    @Test func `a mode, stratum, version or length that is none`() throws {
        #expect(try object("20 00") == nil)
        #expect(try object("23 11") == nil)
        #expect(try object("3b 00") == nil)
        #expect(try object("23 00", length: 47) == nil)
        #expect(try object("23 00", length: 44) == nil)
    }
}
