import Testing

@testable import Packets

struct IPv4Tests {
    private let link = "020000000002 020000000001 0800"

    @Test func `a later fragment has no ports`() throws {
        let line = try body(bytes(link + "4500001c 00070001 40110000 0a000001 0a000002 03e807d0 00080000"))
        #expect(line.contains(#""protocol":"UDP""#) && !line.contains("src_port"))
        #expect(line.contains(#""fragment":{"offset":8,"more":false}"#))
    }

    @Test func `a first fragment has ports and no fault`() throws {
        let line = try body(bytes(link + "4500001c 00072000 40110000 0a000001 0a000002 03e807d0 07080000"))
        #expect(line.contains(#""src_port":1000"#) && !line.contains("fault"))
    }

    @Test func `refuses a header length below five words`() throws {
        let line = try body(bytes(link + "4400001c 00070000 40110000 0a000001 0a000002 03e807d0 00080000"))
        #expect(line.hasPrefix(#""source":"","destination":"","protocol":"IP""#))
        #expect(line.contains(#"{"layer":"ipv4","kind":"length.small","needed":20,"available":16}"#))
    }

    @Test func `names a protocol by number where it has no name`() throws {
        let line = try body(bytes(link + "45000014 00070000 40fd0000 0a000001 0a000002"))
        #expect(line.contains(#""protocol":"OTHER(253)""#))
    }

    @Test func `takes length zero for all that is there`() throws {
        let line = try body(
            bytes(link + "45000000 00070000 40110000 0a000001 0a000002 03e807d0 00000000 616263"))
        #expect(line.contains(#""payload":3"#) && !line.contains("fault"))
    }

    @Test func `lists options`() throws {
        let line = try body(
            bytes(link + "46000018 00070000 40fd0000 0a000001 0a000002 94040000"))
        #expect(line.contains(#""ip_options":["router_alert"]"#))
    }
}
