import Testing

@testable import Packets

struct ChecksumsTests {
    private func verdicts(_ frame: [UInt8], wireLength: Int? = nil) -> [Checksums.Verdict?] {
        var packet = Packet()
        packet.wireLength = wireLength ?? frame.count
        Dissector.dissect(frame.span.bytes, linkType: .ethernet, into: &packet)
        Checksums.verify(frame.span.bytes, into: &packet)
        return [packet.networkChecksum, packet.transportChecksum]
    }

    /// UDP from 1000 to 2000 over IPv4, with three bytes.
    private let frame = bytes(
        """
        020000000002 020000000001 0800 4500001f000100004011f779 c0a80101 c0a80102
        03e807d0000be762 686921
        """)

    @Test func `finds sound ones good`() {
        #expect(verdicts(frame) == [.good, .good])
        let syn = bytes(
            """
            020000000002 020000000001 86dd 6000000000140640
            20010db8000000000000000000000001 20010db8000000000000000000000002
            03e80050000000000000000050022000 30360000
            """)
        #expect(verdicts(syn) == [nil, .good])
    }

    @Test func `finds a changed byte`() {
        var changed = frame
        changed[22] ^= 1
        #expect(verdicts(changed) == [.bad, .good])
        changed = frame
        changed[43] ^= 1
        #expect(verdicts(changed) == [.good, .bad])
    }

    @Test func `UDP may leave it out`() {
        var changed = frame
        (changed[40], changed[41]) = (0, 0)
        #expect(verdicts(changed) == [.good, .absent])
    }

    @Test func `does not judge what was not captured`() {
        #expect(verdicts(Array(frame.dropLast()), wireLength: frame.count) == [.good, .unverified])
    }
}
