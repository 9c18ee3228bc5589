import ArgumentParser
import Packets
import Testing

@testable import netcap

@Suite struct `options of netcap` {
    @Test(arguments: [
        ["-r", "a", "-i", "eth0"], ["--speed", "1"], ["-c", "0"], ["-F", "a", "tcp"], ["-r", "a", "-s", "3"],
        ["-r", "a", "--immediate-mode"], ["-s", "262145"], ["-s", "-1"], ["-B", "3"], ["-r", "a", "-w", "-"],
        ["-C", "1"], ["-w", "a", "-W", "2"], ["-w", "a", "-C", "0"], ["--fields", "nonsense"],
        ["--fields", ""],
        ["-Q", "sideways"], ["--no-such-option"],
    ])
    func `that make no sense together are refused`(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try Netcap.parse(arguments) }
    }

    @Test func `may stand before and behind the filter, with and without a space`() throws {
        let command = try Netcap.parse(["-nn", "-i", "eth0", "tcp", "and", "port", "80", "-c5", "-s96"])
        #expect(command.filter == ["tcp", "and", "port", "80"])
        #expect(command.input.count == 5)
        let configurations = try command.live.configurations(command.input, filter: "tcp and port 80")
        #expect(configurations.map(\.interface) == ["eth0"])
        #expect(configurations.map(\.snapshotLength) == [96])
        #expect(configurations.map(\.filter) == ["tcp and port 80"])
    }

    @Test func `number the interfaces in the order in which they are named`() throws {
        let command = try Netcap.parse([
            "-i", "a", "-i", "b", "-Q", "in", "-p", "--time-stamp-precision", "nano",
        ])
        let configurations = try command.live.configurations(command.input, filter: "")
        #expect(configurations.map(\.index) == [0, 1])
        #expect(configurations.map(\.direction) == [.incoming, .incoming])
        #expect(configurations.map(\.isPromiscuous) == [false, false])
        #expect(configurations.map(\.wantsNanoseconds) == [true, true])
    }

    @Test func `take the sizes that tcpdump takes`() {
        #expect(FileSize(argument: "2")?.bytes == 2_000_000)
        #expect(FileSize(argument: "2k")?.bytes == 2048)
        #expect(FileSize(argument: "1g")?.bytes == 1 << 30)
        for text in ["", "k", "-1", "1.5", "99999999999999999999", "18446744073709551615"] {
            #expect(FileSize(argument: text) == nil)
        }
    }

    @Test func `take networks with and without a prefix length`() {
        #expect(LocalNetwork(argument: "10.1.0.0/16")?.address == .ipv4(0x0A01_0000))
        #expect(LocalNetwork(argument: "10.1.0.0/16")?.prefixLength == 16)
        #expect(LocalNetwork(argument: "10.1.2.3")?.prefixLength == 32)
        #expect(LocalNetwork(argument: "2001:db8::/32")?.address == .ipv6(0x2001_0DB8_0000_0000, 0))
        for text in ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "::/", "1.2.3.4/5/6", "host"] {
            #expect(LocalNetwork(argument: text) == nil)
        }
    }

    @Test func `a filter file may have comments`() {
        #expect(FilterFile.withoutComments("tcp # web\n and port 80\n# end") == "tcp   and port 80 ")
    }
}
