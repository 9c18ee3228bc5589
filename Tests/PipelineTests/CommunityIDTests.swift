import Foundation
import Testing

/// Community ids of every packet of the shared captures beside those of Wireshark, where NETCAP_CORPORA names them:
/// `expected` holds a record per packet with Wireshark's id and the layers that it saw.
///
/// The specification leaves nested packets open. Our id is that of the addresses, protocol and ports which stand in
/// the same line: the outermost. Wireshark mixes the innermost addresses that it met with the last ports, also
/// behind decryption and decompression, and has no id for a protocol without ports over IPv6. Every difference must
/// be one of these.
@Suite struct CommunityIDTests {
    static let corpora = ProcessInfo.processInfo.environment["NETCAP_CORPORA"]

    private struct Tally {
        var packets = 0
        var equal = 0
        /// Wireshark's is of a packet within.
        var nested = 0
        /// Wireshark has none.
        var withoutPorts = 0
        /// Wireshark takes no ports from a datagram with the length zero, which a network card was to fill in.
        var lengthZero = 0
    }

    @Test(.enabled(if: corpora != nil))
    func `every difference to Wireshark is a nested packet, or IPv6 without ports`() throws {
        let script = """
            set -euo pipefail
            cd expected
            find . -name '*.ndjson.gz' | sort | while read -r name; do
                echo '"expected"'; gzip -dc "$name"
                echo '"printed"'; netcap -r "../${name%.ndjson.gz}" --community-id \
                    --fields number,source,protocol,payload,tunnel,community_id || true
            done
            """
        let outcome = try Shell.run(script, in: Self.corpora, seconds: 300)
        var tally = Tally()
        var expected: [Int: [String: Any]] = [:]
        var isExpected = false
        for line in outcome.output.split(separator: UInt8(ascii: "\n")) {
            let value = try JSONSerialization.jsonObject(with: Data(line), options: .fragmentsAllowed)
            if let part = value as? String {
                isExpected = part == "expected"
                if isExpected { expected = [:] }
                continue
            }
            let record = try #require(value as? [String: Any])
            if isExpected {
                expected[try #require(record["n"] as? Int)] = record
            } else if let number = record["number"] as? Int, !expected.isEmpty {
                // Wireshark reads nothing of some captures.
                try compare(record, #require(expected[number]), &tally)
            }
        }
        #expect(tally.packets > 23_000)
        #expect(tally.equal * 100 > tally.packets * 95)
        #expect(tally.nested < 300 && tally.withoutPorts < 600 && tally.lengthZero <= 1, "\(tally)")
    }

    private func compare(_ ours: [String: Any], _ theirs: [String: Any], _ tally: inout Tally) throws {
        tally.packets += 1
        let id = ours["community_id"] as? String
        let wireshark = theirs["cid"] as? String
        guard id != wireshark else { return tally.equal += 1 }
        let layers = (theirs["protocols"] as? String ?? "").split(separator: ":")
        let networks = layers.count { $0 == "ip" || $0 == "ipv6" }
        // What an authentication header carries is within it, too.
        let isNested = networks > 1 || ours["protocol"] as? String == "AH"
        if id != nil && wireshark != nil && isNested {
            tally.nested += 1
        } else if id != nil && wireshark == nil && theirs["l3"] as? String == "ipv6" {
            #expect(theirs["sport"] is NSNull && theirs["icmp_type"] is NSNull)
            tally.withoutPorts += 1
        } else if id != nil && wireshark != nil && layers.last == "udp" {
            #expect(theirs["damaged"] as? [String] == ["malformed"])
            tally.lengthZero += 1
        } else {
            Issue.record("\(id ?? "none") and \(wireshark ?? "none"): \(ours) \(theirs)")
        }
    }
}
