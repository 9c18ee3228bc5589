import Foundation
import Testing

/// `--process`, with real processes that talk to each other.
@Suite(.needsNamespaces, .enabled(if: LiveLab.has("python3"))) struct LiveProcessTests {
    /// `source process`, and what the peer is where there is one, of each packet.
    private func owners(_ outcome: Shell.Outcome, _ key: String = "command") throws -> [String] {
        func text(_ process: [String: Any]?) -> String? {
            guard let process else { return nil }
            return process[key].map { "\($0)" } ?? process["reason"].map { "?\($0)" } ?? "!"
        }
        return try Record.all(outcome).filter(\.isPacket).map { packet in
            let process = packet["process"] as? [String: Any]
            let ends = [text(process) ?? "absent", text(process?["peer"] as? [String: Any])].compactMap(
                \.self)
            return "\(packet.text("source") ?? "-") \(ends.joined(separator: " "))"
        }
    }

    /// A server that answers one line with one and waits for the other to hang up, and says when it listens. Callers
    /// rest between their steps: on a busy machine a process may be gone before anybody could ask for it.
    private static let server = """
        cat >server <<'END'
        import socket, sys
        listening = socket.create_server(("", int(sys.argv[1])))
        print("listening", flush=True)
        while True:
            talk, _ = listening.accept()
            talk.sendall(talk.recv(100))
            talk.recv(1)
            talk.close()
        END

        """

    @Test func `the local end of a connection is named from its first packet to its last`() throws {
        let outcome = try LiveLab.run(
            Self.server + """
                python3 server 80 >here & near=$!
                there python3 server 80 >far & far=$!
                await here listening
                await far listening
                netcap -i va --process --duration 20 tcp >packets 2>errors & capture=$!
                await errors listening
                cp "$(command -v bash)" caller
                ./caller -c 'exec 3<>/dev/tcp/10.9.0.2/80; sleep 0.5 3>&-; echo a >&3; read -u 3 line; sleep 0.5 3>&-; true'
                there bash -c 'exec 3<>/dev/tcp/10.9.0.1/80; sleep 0.5 3>&-; echo a >&3; read -u 3 line; sleep 0.5 3>&-; true'
                sleep 0.3
                kill -INT $capture
                wait $capture
                kill $near $far
                cat packets
                echo "$near" >&2
                """)
        let packets = try Record.all(outcome).filter(\.isPacket)
        let found = Set(try owners(outcome))
        #expect(packets.count > 12)
        // A server has a connection once it has accepted it.
        #expect(
            found.subtracting(["10.9.0.1 ?not_accepted", "10.9.0.2 ?not_accepted"])
                == ["10.9.0.1 caller", "10.9.0.2 caller", "10.9.0.1 python3", "10.9.0.2 python3"])
        // Our own server is one process, and the one that the system knows.
        let answers = packets.filter {
            $0.count("src_port") == 80 && $0.text("source") == "10.9.0.1" && $0.count("payload") > 0
        }
        let pids = Set(answers.map { ($0["process"] as? [String: Any])?["pid"] as? Int ?? 0 })
        #expect(pids == [Int(outcome.errorLines.last ?? "") ?? -1])
    }

    @Test func `on the loopback both ends are named, the sender first`() throws {
        let outcome = try LiveLab.run(
            Self.server + """
                python3 server 80 >here & near=$!
                await here listening
                netcap -i lo --process --duration 20 tcp >packets 2>errors & capture=$!
                await errors listening
                cp "$(command -v bash)" caller
                ./caller -c 'exec 3<>/dev/tcp/127.0.0.1/80; sleep 0.5 3>&-; echo a >&3; read -u 3 line; sleep 0.5 3>&-; true'
                sleep 0.3
                kill -INT $capture
                wait $capture
                kill $near
                cat packets
                """)
        let found = try Record.all(outcome).filter { $0.count("payload") > 0 }.map {
            let process = $0["process"] as? [String: Any]
            let peer = process?["peer"] as? [String: Any]
            return "\($0.count("dst_port") == 80) \(process?["command"] ?? "-") \(peer?["command"] ?? "-")"
        }
        #expect(Set(found) == ["true caller python3", "false python3 caller"], "\(found)")
    }

    @Test func `where it cannot be known the reason stands in its place`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i va --process -c 4 'udp or arp' >packets 2>errors & capture=$!
            await errors listening
            there ip neigh flush all
            there bash -c 'echo a >/dev/udp/10.9.0.1/9'
            there ip route add default via 10.9.0.1
            there bash -c 'echo a >/dev/udp/10.99.0.1/9'
            wait $capture
            cat packets
            """)
        let found = Set(try owners(outcome, "command"))
        #expect(
            found.isSuperset(of: ["10.9.0.2 ?no_ports", "10.9.0.2 ?no_socket", "10.9.0.2 ?forwarded"]),
            "\(found)")
    }

    @Test func `the processes of others are refused without the right to look, and that is said`() throws {
        let outcome = try LiveLab.run(
            Self.server + """
                python3 server 80 >here & near=$!
                await here listening
                setpriv --bounding-set -sys_ptrace,-dac_read_search netcap -i va --process --duration 20 \
                    'tcp and src 10.9.0.1' >packets 2>errors & capture=$!
                await errors listening
                there bash -c 'exec 3<>/dev/tcp/10.9.0.1/80; sleep 0.5 3>&-; echo a >&3; read -u 3 line; sleep 0.5 3>&-; true'
                kill -INT $capture
                wait $capture
                kill $near
                cat packets
                grep -c cap_sys_ptrace errors >&2
                """)
        let found = Set(try owners(outcome))
        #expect(found.contains("10.9.0.1 ?no_permission"), "\(found)")
        #expect(!found.contains("10.9.0.1 python3"))
        #expect(outcome.errorLines.last == "1")
    }

    @Test func `a process may be called anything, and the line stays a line`() throws {
        let outcome = try LiveLab.run(
            #"""
            netcap -i va --process -c 1 udp >packets 2>errors & capture=$!
            await errors listening
            bash -c 'printf "\042\033]0;\377\n" >/proc/$$/comm; exec 3<>/dev/udp/10.9.0.2/9; sleep 0.1 3>&-; echo a >&3; sleep 1 3>&-; true'
            wait $capture
            cat packets
            """#)
        let found = try owners(outcome)
        #expect(found == ["10.9.0.1 \"\u{1B}]0;\u{FFFD}\n"])
        #expect(!outcome.output.contains(0x1B))
    }

    @Test func `files have no processes any more`() throws {
        let outcome = try Shell.run("netcap -r $DEMO --process")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--process"))
    }
}
