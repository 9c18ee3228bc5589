import Foundation
import Testing

/// Which way live packets go, and on which interface.
@Suite(.needsNamespaces) struct LiveDirectionTests {
    /// `interface source direction` of each packet.
    private func ways(_ outcome: Shell.Outcome) throws -> [String] {
        try Record.all(outcome).filter(\.isPacket).map {
            "\($0.text("interface") ?? "-") \($0.text("source") ?? "-") \($0.text("direction") ?? "-")"
        }
    }

    @Test func `an Ethernet interface knows its packets by its own address, also a new one`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va --duration 20 -c 6 udp 2>errors & capture=$!
            await errors listening
            there bash -c 'echo a >/dev/udp/10.9.0.1/9' 
            echo a >/dev/udp/10.9.0.2/9
            ip link set va address 02:00:00:00:00:77
            sleep 2.3
            for i in 1 2 3 4; do echo a >/dev/udp/10.9.0.2/9; done
            wait $capture
            """)
        let ways = try ways(outcome)
        #expect(ways.prefix(2) == ["va 10.9.0.2 in", "va 10.9.0.1 out"])
        #expect(ways.suffix(4) == Array(repeating: "va 10.9.0.1 out", count: 4)[...])
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test func `any says which interface, also by a new name, and what never left the host`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i any -c 6 udp >packets 2>errors & capture=$!
            await errors listening
            there bash -c 'echo a >/dev/udp/10.9.0.1/9'
            echo a >/dev/udp/10.9.0.2/9
            echo a >/dev/udp/127.0.0.1/9
            await packets '"interface":"lo"'
            ip link set va name outside || { ip link set va down; ip link set va name outside; ip link set outside up; }
            sleep 2.3
            for i in 1 2 3; do echo a >/dev/udp/10.9.0.2/9; done
            wait $capture
            cat packets
            """)
        let found = try ways(outcome).sorted()
        #expect(
            found
                == [
                    "lo 127.0.0.1 local", "outside 10.9.0.1 out", "outside 10.9.0.1 out",
                    "outside 10.9.0.1 out", "va 10.9.0.1 out", "va 10.9.0.2 in",
                ])
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test(.enabled(if: LiveLab.has("python3")))
    func `an interface without link addresses goes by the host's`() throws {
        let outcome = try LiveLab.run(
            """
            ip tuntap add tun7 mode tun
            ip addr add 10.8.0.1/24 dev tun7
            ip link set tun7 up
            # An interface of this kind is down while no program holds its other end.
            python3 -c '
            import fcntl, os, struct, time
            end = os.open("/dev/net/tun", os.O_RDWR)
            fcntl.ioctl(end, 0x400454CA, struct.pack("16sH22x", b"tun7", 0x1001))
            print("held", flush=True)
            time.sleep(60)' >holder & holder=$!
            await holder held
            netcap -i tun7 -c 1 udp 2>errors & capture=$!
            await errors listening
            echo a >/dev/udp/10.8.0.2/9
            wait $capture
            kill $holder
            """)
        let found = try ways(outcome)
        #expect(found == ["tun7 10.8.0.1 out"])
    }

    @Test func `networks that are named go before the interface's address, and -Q before both`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va --local-net 10.9.0.2 -c 1 udp 2>errors1 & one=$!
            netcap -i va -Q out --local-net 10.9.0.2 -c 1 udp 2>errors2 & two=$!
            await errors1 listening
            await errors2 listening
            echo a >/dev/udp/10.9.0.2/9
            wait $one $two
            """)
        let found = try ways(outcome).sorted()
        #expect(found == ["va 10.9.0.1 in", "va 10.9.0.1 out"])
    }
}
