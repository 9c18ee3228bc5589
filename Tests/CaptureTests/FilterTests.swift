import Testing

@testable import Capture

@Suite struct `filters on files` {
    /// An IPv4 packet of UDP from port 53 to port 5353.
    let ip: [UInt8] = [
        0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0, 53, 0x14, 0xE9, 0, 8, 0, 0,
    ]

    func accepts(
        _ expression: String, _ bytes: [UInt8], linkType: UInt16, isSwapped: Bool = false
    ) throws(LiveCaptureError) -> Bool {
        var filter = Filter(expression)
        try filter.prepare(for: [
            .init(linkType: linkType, snapshotLength: 65_535, isSwapped: isSwapped, unit: .microseconds)
        ])
        let frame = Frame(
            timestamp: 0, interface: 0, capturedLength: bytes.count, wireLength: bytes.count,
            linkType: linkType,
            hasNanoseconds: false)
        return filter.accepts(frame, bytes.span.bytes)
    }

    @Test func `are compiled for the link type of the frames`() throws {
        let ethernet: [UInt8] = [UInt8](repeating: 2, count: 12) + [8, 0] + ip
        #expect(try accepts("udp port 53", ethernet, linkType: 1))
        #expect(try !accepts("udp port 54", ethernet, linkType: 1))
        #expect(try accepts("udp port 53", ip, linkType: 101))
        #expect(try !accepts("udp port 53", ip, linkType: 1))
        #expect(try accepts("", ethernet, linkType: 1))
    }

    @Test func `read a null header in the byte order of the file`() throws {
        #expect(try accepts("udp", [2, 0, 0, 0] + ip, linkType: 0))
        #expect(try accepts("udp", [0, 0, 0, 2] + ip, linkType: 0, isSwapped: true))
        #expect(try !accepts("udp", [0, 0, 0, 2] + ip, linkType: 0))
    }

    @Test func `take a frame without bytes`() throws {
        #expect(try !accepts("udp", [], linkType: 1))
    }

    @Test func `say what is wrong with the expression`() {
        #expect(throws: LiveCaptureError.self) { try accepts("no such word", [], linkType: 1) }
        #expect(throws: LiveCaptureError.self) { try accepts("ether host", [], linkType: 65_000) }
    }
}
