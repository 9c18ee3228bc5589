import Glibc
import Testing

@testable import CommandSupport

@Suite struct ReverseLookupTests {
    /// The answer to a question: flags, the question again, and one record of `type` with `data`.
    private func answer(_ question: [UInt8], type: UInt8 = 12, flags: [UInt8] = [0x81, 0x80], data: [UInt8])
        -> [UInt8]
    {
        var bytes = question
        (bytes[2], bytes[3], bytes[7]) = (flags[0], flags[1], 1)
        return bytes + [0xC0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, UInt8(data.count)] + data
    }

    private let question = ReverseLookup.question(7, ["1", "0", "0", "10", "in-addr", "arpa"])
    private let host: [UInt8] = [4] + Array("host".utf8) + [7] + Array("example".utf8) + [0]

    @Test func `addresses are turned round`() {
        #expect(ReverseLookup.reverseName("203.0.113.7") == ["7", "113", "0", "203", "in-addr", "arpa"])
        let six = ReverseLookup.reverseName("2001:db8::1")
        #expect(six?.prefix(4) == ["1", "0", "0", "0"])
        #expect(six?.count == 34)
        #expect(six?.suffix(6) == ["1", "0", "0", "2", "ip6", "arpa"])
        for other in ["", "02:00:00:00:00:01", "host", "1.2.3", "1.2.3.4.5"] {
            #expect(ReverseLookup.reverseName(other) == nil)
        }
    }

    @Test func `a question is one PTR question with recursion desired`() {
        #expect(question.prefix(12) == [0, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0])
        #expect(question.suffix(5) == [0, 0, 12, 0, 1])
        #expect(question[12] == 1 && question[13] == UInt8(ascii: "1"))
    }

    @Test func `reads the name of an answer`() {
        #expect(ReverseLookup.name(in: answer(question, data: host)) == "host.example")
    }

    @Test func `refusals, other records and questions have no name`() {
        #expect(ReverseLookup.name(in: answer(question, flags: [0x81, 0x83], data: host)) == nil)
        #expect(ReverseLookup.name(in: answer(question, type: 1, data: [1, 2, 3, 4])) == nil)
        #expect(ReverseLookup.name(in: question) == nil)
    }

    @Test func `damage of any kind neither traps nor hangs`() {
        let whole = answer(question, data: host)
        for length in 0...whole.count { _ = ReverseLookup.name(in: Array(whole[..<length])) }
        for index in whole.indices {
            for value: UInt8 in [0, 0x3F, 0xC0, 0xFF] {
                var bytes = whole
                bytes[index] = value
                _ = ReverseLookup.name(in: bytes)
            }
        }
        // A pointer to itself.
        #expect(ReverseLookup.name(in: answer(question, data: [0xC0, UInt8(question.count + 12)])) == nil)
    }

    @Test func `takes the first name server with an IPv4 address`() {
        let text =
            "# nameserver 9.9.9.9\nsearch lan\nnameserver fe80::1\nnameserver\t192.0.2.53\nnameserver 8.8.8.8\n"
        #expect(ReverseLookup.nameServer(in: text)?.s_addr == inet_addr("192.0.2.53"))
        #expect(ReverseLookup.nameServer(in: "search lan\n") == nil)
    }
}
