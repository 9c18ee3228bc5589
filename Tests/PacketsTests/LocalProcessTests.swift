import JSONLines
import Testing

@testable import Packets

@Suite struct LocalProcessTests {
    private func process(_ pid: Int32, _ bytes: [UInt8]) -> LocalProcess {
        var command = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in bytes.enumerated() { command[index] = byte }
        return LocalProcess(pid: pid, command: command, commandLength: bytes.count)
    }

    private func line(_ process: LocalProcess, _ peer: LocalProcess? = nil) throws -> String {
        var packet = Packet()
        packet.setProcess(process, peer: peer)
        var writer = JSONWriter()
        packet.write(try FieldSelection(names: ["process"]), to: &writer, interface: InterfaceLabel())
        return writer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a process stands in the line by its number and its command`() throws {
        #expect(
            try line(process(4711, Array("curl".utf8))) == #"{"process":{"pid":4711,"command":"curl"}}"#
                + "\n")
    }

    @Test func `one that is not known has the reason in its place`() throws {
        #expect(
            try line(process(1, Array("a".utf8)), LocalProcess(reason: "closed"))
                == #"{"process":{"pid":1,"command":"a","peer":{"reason":"closed"}}}"# + "\n")
        #expect(try line(LocalProcess(reason: "pending")) == #"{"process":{"reason":"pending"}}"# + "\n")
    }

    @Test func `a command of any bytes is escaped`() throws {
        let hostile: [UInt8] = [0x22, 0x5C, 0x1B, 0x0A, 0xFF, 0x00, 0x7F]
        #expect(
            try line(process(1, hostile)) == #"{"process":{"pid":1,"command":"\"\\\u001b\n"# + "\u{FFFD}"
                + #"\u0000\u007f"}}"# + "\n")
    }

    @Test func `the next packet has none of it`() {
        var packet = Packet()
        packet.setProcess(process(1, [0x61]), peer: nil)
        packet.reset()
        #expect(!packet.fields.contains(.process))
    }
}
