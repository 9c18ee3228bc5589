import Testing

@testable import Capture

@Suite struct SocketTableTests {
    private static let ours = HostAddresses.mapped(0x0A00_0001)
    private static let theirs = HostAddresses.mapped(0x0A00_0002)
    private let flow = SocketFlow(
        transport: 6, local: ours, localPort: 0x1234, remote: theirs, remotePort: 80, interface: 3)

    /// A number as this machine has it in memory.
    private func native<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }

    @Test func `asks for a TCP flow with our end as the source`() {
        let expected: [UInt8] =
            native(UInt32(72)) + native(UInt16(20)) + native(UInt16(1)) + native(UInt32(7)) + [0, 0, 0, 0]
            + [2, 6, 0, 0, 255, 255, 255, 255]
            + [0x12, 0x34, 0, 80] + [10, 0, 0, 1] + [UInt8](repeating: 0, count: 12) + [10, 0, 0, 2]
            + [UInt8](repeating: 0, count: 12) + native(UInt32(3)) + [UInt8](repeating: 255, count: 8)
        #expect(SocketTable.question(flow, sequence: 7) == expected)
    }

    @Test func `asks for a UDP flow with our end as the destination, as the kernel wants it`() {
        var udp = flow
        udp.transport = 17
        let bytes = SocketTable.question(udp, sequence: 7)
        #expect(bytes[17] == 17)
        #expect(bytes[24..<28] == [0, 80, 0x12, 0x34])
        #expect(bytes[28..<32] == [10, 0, 0, 2])
        #expect(bytes[44..<48] == [10, 0, 0, 1])
    }

    @Test func `asks for an IPv6 flow with whole addresses`() {
        let flow = SocketFlow(
            transport: 6, local: 0x2001_0DB8 << 96 | 1, localPort: 1, remote: 0x2001_0DB8 << 96 | 2,
            remotePort: 2)
        let bytes = SocketTable.question(flow, sequence: 1)
        #expect(bytes.count == 72 && bytes[16] == 10)
        #expect(bytes[28..<32] == [0x20, 1, 0x0D, 0xB8] && bytes[43] == 1 && bytes[59] == 2)
    }

    /// A reply of the kernel: its header, then inet_diag_msg.
    private func reply(state: UInt8, user: UInt32, inode: UInt32, sequence: UInt32 = 7) -> [UInt8] {
        native(UInt32(88)) + native(UInt16(20)) + [0, 0] + native(sequence) + [0, 0, 0, 0]
            + [2, state, 0, 0] + [UInt8](repeating: 0, count: 60) + native(user) + native(inode)
    }

    private func refusal(_ number: Int32) -> [UInt8] {
        native(UInt32(36)) + native(UInt16(2)) + [0, 0] + native(UInt32(7)) + [0, 0, 0, 0] + native(number)
            + [UInt8](repeating: 0, count: 16)
    }

    @Test func `reads the socket, its user and what has none`() {
        #expect(
            SocketTable.answer(reply(state: 1, user: 1000, inode: 4711), sequence: 7)
                == .socket(inode: 4711, user: 1000))
        #expect(SocketTable.answer(reply(state: 6, user: 0, inode: 0), sequence: 7) == .unowned(state: 6))
        #expect(SocketTable.answer(refusal(-2), sequence: 7) == .noSocket)
        #expect(SocketTable.answer(refusal(-22), sequence: 7) == .unknown)
        #expect(SocketTable.answer(reply(state: 1, user: 0, inode: 1, sequence: 6), sequence: 7) == nil)
    }

    @Test func `a cut reply is no answer`() {
        for whole in [reply(state: 1, user: 1000, inode: 4711), refusal(-2)] {
            for length in 0..<20 {
                #expect(SocketTable.answer(whole[..<length], sequence: 7) == .unknown)
            }
        }
        for length in 20..<88 {
            let cut = reply(state: 1, user: 1000, inode: 4711)[..<length]
            #expect(SocketTable.answer(cut, sequence: 7) == .unknown)
        }
    }
}
