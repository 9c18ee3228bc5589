import Testing

@testable import Packets

struct DNSTests {
    /// example.com, A, IN
    private static let question = "07 6578616d706c65 03 636f6d 00 0001 0001"

    private func object(_ text: String, from: UInt16 = 53, to: UInt16 = 50_000) throws -> String? {
        try Messages.object("dns", Messages.udp(from, to, bytes(text)))
    }

    @Test func `reads a question`() throws {
        #expect(
            try object("1234 0100 0001 0000 0000 0000" + Self.question, from: 50_000, to: 53)
                == #"{"id":4660,"response":false,"opcode":"query","query":"example.com","type":"A"}"#)
    }

    @Test func `reads answers, with addresses and names`() throws {
        let answers =
            "c00c 0005 0001 0000003c 0006 03 777777 c00c" + "c029 0001 0001 0000003c 0004 c0000201"
            + "c029 001c 0001 0000003c 0010 20010db8000000000000000000000001"
        #expect(
            try object("1234 8180 0001 0003 0000 0000" + Self.question + answers)
                == #"{"id":4660,"response":true,"opcode":"query","rcode":"NOERROR","query":"example.com","#
                + #""type":"A","answer_count":3,"answers":[{"type":"CNAME","ttl":60,"data":"www.example.com"},"#
                + #"{"type":"A","ttl":60,"data":"192.0.2.1"},{"type":"AAAA","ttl":60,"data":"2001:db8::1"}]}"#
        )
    }

    @Test func `reads an answer over TCP, behind its length`() throws {
        let message = bytes("1234 8183 0001 0000 0000 0000" + Self.question)
        let frame = Messages.tcp(53, 50_000, Messages.word(UInt16(message.count)) + message)
        #expect(
            try Messages.object("dns", frame)
                == #"{"id":4660,"response":true,"opcode":"query","rcode":"NXDOMAIN","query":"example.com","type":"A"}"#
        )
    }

    @Test func `reads multicast answers without a question`() throws {
        let answer = "05 6c6f63616c 00 0001 8001 00000078 0004 c0000207"
        #expect(
            try object("0000 8400 0000 0001 0000 0000" + answer, from: 5353, to: 5353)
                == #"{"id":0,"response":true,"opcode":"query","rcode":"NOERROR","answer_count":1,"#
                + #""answers":[{"type":"A","ttl":120,"data":"192.0.2.7"}]}"#)
    }

    @Test func `a name that points at itself, or forward, is none`() throws {
        for name in ["c00c", "01 61 c00c", "c00e 00", "c0ff", "05 6162", "40 61"] {
            #expect(try object("1234 0100 0001 0000 0000 0000 \(name) 0001 0001") == nil, "\(name)")
        }
    }

    @Test func `pointers that lead back step by step end`() throws {
        // Every pointer leads to the one before it: more of them than any message needs.
        let chain = (0..<200).map { $0 == 0 ? "0000" : String(0xC000 + 27 + 2 * $0 - 2, radix: 16) }.joined()
        let answers =
            "c00c 0010 0001 00000000 0190" + chain + String(0xC000 + 39 + 2 * 190, radix: 16) + "00010001"
        let line = try object("1234 8180 0001 0002 0000 0000 00 0001 0001" + answers)
        #expect(line?.contains(#""answer_count":2"#) == true)
    }

    @Test func `a name longer than 255 bytes is none`() throws {
        let label = "3f" + String(repeating: "61", count: 63)
        let four = String(repeating: label, count: 4)
        #expect(try object("1234 0100 0001 0000 0000 0000 \(four) 00 0001 0001") == nil)
    }

    @Test func `a dot within a label is not one between labels`() throws {
        let line = try object("1234 0100 0001 0000 0000 0000 03 612e22 01 0a 00 0001 0001")
        #expect(line?.contains(#""query":"a\\.\".\n""#) == true, "\(line ?? "none")")
    }

    @Test func `a dot within a label is found wherever it stands`() throws {
        for place in 0..<20 {
            for (unit, escaped) in [(".", #"\\."#), ("\\", #"\\\\"#)] {
                let (before, behind) = (String(repeating: "a", count: place), "bcdefghijk".prefix(place / 2))
                let label = Array((before + unit + behind).utf8)
                let message =
                    bytes("1234 0100 0001 0000 0000 0000") + [UInt8(label.count)] + label
                    + bytes("03 2e2e61 00 0001 0001")
                let line = try Messages.object("dns", Messages.udp(50_000, 53, message))
                let name = before + escaped + behind + #".\\.\\.a"#
                #expect(line?.contains(#""query":"\#(name)""#) == true, "\(line ?? "none")")
            }
        }
    }

    @Test func `a short snapshot keeps the header`() throws {
        let frame = Messages.udp(53, 50_000, bytes("1234 8180 0001 0001 0000 0000" + Self.question), kept: 20)
        #expect(
            try Messages.object("dns", frame, wireLength: 80)
                == #"{"id":4660,"response":true,"opcode":"query","rcode":"NOERROR","answer_count":1}"#)
    }

    @Test func `an update has no answers`() throws {
        let line = try object("1234 2800 0001 0001 0000 0000" + Self.question, from: 50_000, to: 53)
        #expect(line == #"{"id":4660,"response":false,"opcode":"update","query":"example.com","type":"A"}"#)
    }

    @Test func `what is no message has no object`() throws {
        #expect(try object("1234 0140 0001 0000 0000 0000" + Self.question) == nil)
        #expect(try object("1234 1900 0001 0000 0000 0000" + Self.question) == nil)
        #expect(try object("1234 0100 0000 0000 0000 0000") == nil)
        #expect(try object("1234 8185 0000 0000 0000 0000")?.contains("REFUSED") == true)
    }
}
