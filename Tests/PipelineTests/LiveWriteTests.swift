import Foundation
import Testing

/// What becomes of packets that nobody reads in time: counted, and with `-w` kept.
@Suite(.needsNamespaces, .enabled(if: LiveLab.has("python3"))) struct LiveWriteTests {
    /// `send NUMBER` sends so many UDP packets from `va`, as fast as it can, and counts them in their `ip_id`.
    private static let sender = """
        cat >sender <<'END'
        import socket, struct, sys
        out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        out.bind(("va", 0))
        for number in range(int(sys.argv[1])):
            out.send(bytes.fromhex("ffffffffffff0200000000010800") + struct.pack(">BBHHHBBH4s4sHHHH", 69, 0, 46, number & 65535, 0,
                64, 17, 0, bytes((10, 9, 0, 1)), bytes((10, 9, 0, 2)), number >> 16, 1000, 26, 0) + bytes(18))
        END
        send() { python3 sender "$1"; }

        """

    @Test(arguments: ["raw.pcap", "raw.pcapng"])
    func `a reader that stalls costs lines, which are counted, and nothing of the raw capture`(
        name: String
    ) throws {
        let outcome = try LiveLab.run(
            Self.sender + """
                mkfifo pipe
                $inside netcap -i vb -w \(name) udp >pipe 2>errors & capture=$!
                exec 7<pipe
                await errors listening
                send 60000
                sleep 0.5
                kill -INT $capture
                cat <&7 >lines
                wait $capture
                echo "status $?"
                grep -c '"number"' lines
                netcap -r \(name) --fields ip_id | grep -v capture >kept
                wc -l <kept
                sort -u kept | wc -l
                tail -n 1 lines
                cat errors >&2
                """)
        let lines = outcome.lines
        try #require(lines.count == 5, "\(outcome.text)\(outcome.errors)")
        #expect(lines[0] == "status 0")
        let written = try #require(Int(lines[1]))
        #expect(written < 60_000, "the reader was slow")
        #expect(lines[2] == "60000")
        #expect(lines[3] == "60000", "each of them once")
        let counters = try Record(lines[4])
        #expect(counters.count("packets") == written)
        #expect(counters.count("dropped") == 60_000 - written)
        #expect(outcome.errors.contains("in the raw capture only"))
    }

    @Test func `without a raw capture the kernel drops what does not fit, and the numbers add up`() throws {
        let outcome = try LiveLab.run(
            Self.sender + """
                mkfifo pipe
                $inside netcap -i vb -B 1024 udp >pipe 2>errors & capture=$!
                exec 7<pipe
                await errors listening
                send 60000
                sleep 0.5
                kill -INT $capture
                cat <&7 >lines
                wait $capture
                echo "status $?"
                grep -c '"number"' lines
                tail -n 1 lines
                """)
        let lines = outcome.lines
        try #require(lines.count == 3, "\(outcome.text)\(outcome.errors)")
        #expect(lines[0] == "status 0")
        let written = try #require(Int(lines[1]))
        let counters = try Record(lines[2])
        #expect(written < 60_000)
        #expect(counters.count("packets") == written)
        #expect(counters.count("packets") + counters.count("dropped") == 60_000)
    }

    @Test func `interfaces of two link types go into one pcapng, whatever it is called`() throws {
        let outcome = try LiveLab.run(
            """
            netcap -i any -i va -c 8 -w raw.pcap udp >lines 2>errors & capture=$!
            await errors 'listening on va'
            for i in 1 2 3 4; do echo a >/dev/udp/10.9.0.2/9; done
            wait $capture
            netcap -r raw.pcap --fields interface,direction
            """)
        #expect(outcome.lines.filter { $0 == #"{"interface":"va","direction":"out"}"# }.count == 4)
        #expect(outcome.lines.filter { $0 == #"{"interface":"any","direction":"out"}"# }.count == 4)
    }

    @Test(arguments: ["raw.pcap", "raw.pcapng"]) func `files of a size follow each other without a gap`(
        name: String
    ) throws {
        let outcome = try LiveLab.run(
            Self.sender + """
                $inside netcap -i vb -c 3000 -w \(name) -C 64k udp >/dev/null 2>errors & capture=$!
                await errors listening
                send 3000
                wait $capture
                for file in \(name) \(name){1..9}; do
                    [ ! -e $file ] || netcap -r $file --fields ip_id
                done | grep -v capture >all
                ls \(name)* | wc -l
                seq 0 2999 | sed 's/.*/{"ip_id":&}/' | cmp - all && echo same
                """)
        #expect(outcome.lines.last == "same", "\(outcome.text)\(outcome.errors)")
        #expect((Int(outcome.lines.first ?? "") ?? 0) >= 4)
    }
}
