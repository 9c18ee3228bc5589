import Testing

@testable import Capture

@Suite struct DirectionRuleTests {
    /// An Ethernet header from 02:00:00:00:00:`source` to 02:00:00:00:00:`destination`, or to all.
    private func header(_ source: UInt8, _ destination: UInt8?) -> [UInt8] {
        let to: [UInt8] = destination.map { [2, 0, 0, 0, 0, $0] } ?? [255, 255, 255, 255, 255, 255]
        return to + [2, 0, 0, 0, 0, source, 8, 0]
    }

    private func direction(_ rule: DirectionRule, _ bytes: [UInt8]) -> Frame.Direction {
        rule.direction(bytes.span.bytes)
    }

    @Test func `an Ethernet frame goes out from our address, and in to it or to a group`() {
        let rule = DirectionRule.ethernet(0x0200_0000_0007)
        #expect(direction(rule, header(7, 8)) == .outgoing)
        #expect(direction(rule, header(7, nil)) == .outgoing)
        #expect(direction(rule, header(8, 7)) == .incoming)
        #expect(direction(rule, header(8, nil)) == .incoming)
        #expect(direction(rule, header(8, 9)) == .unknown)
    }

    @Test func `a frame too short for its addresses has no direction`() {
        let whole = header(7, 8)
        for length in 0..<14 {
            #expect(direction(.ethernet(0x0200_0000_0007), Array(whole[..<length])) == .unknown)
        }
    }

    @Test func `a cooked frame on the loopback never left, and any other speaks for itself`() {
        let frame: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6]
        #expect(direction(.cooked(loopback: 1), frame) == .local)
        #expect(direction(.cooked(loopback: 2), frame) == .unknown)
        #expect(direction(.cooked(loopback: 0), [UInt8](repeating: 0, count: 20)) == .unknown)
        #expect(direction(.cooked(loopback: 1), Array(frame[..<7])) == .unknown)
        #expect(CookedHeader.interface(Array(frame[..<3] + [0, 0, 1, 2, 3]).span.bytes) == 0x0001_0203)
    }

    @Test func `where every frame goes the same way the bytes do not matter`() {
        #expect(direction(.always(.local), []) == .local)
        #expect(direction(.always(.outgoing), header(8, 7)) == .outgoing)
        #expect(direction(.unknown, header(8, 7)) == .unknown)
    }
}
