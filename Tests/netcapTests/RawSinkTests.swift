import CommandSupport
import Glibc
import Testing

@testable import netcap

@Suite struct `names of raw captures` {
    func name(
        _ path: String, size: UInt64? = nil, interval: Int64? = nil, limit: Int? = nil, number: Int = 0,
        time: Int64 = 0
    ) -> String {
        let file = Configuration.RawFile(
            path: RawPath(argument: path), sizeLimit: size, interval: interval, fileLimit: limit)
        return String(
            decoding: RawFileName.bytes(file, number: number, time: time).dropLast().map {
                UInt8(bitPattern: $0)
            },
            as: UTF8.self)
    }

    @Test func `stay as typed without rotation`() {
        #expect(name("a%H.pcap") == "a%H.pcap")
    }

    @Test func `get a number from the second file on when they change by size`() {
        #expect(name("a", size: 1, number: 0) == "a")
        #expect(name("a", size: 1, number: 1) == "a1")
        #expect(name("a", size: 1, number: 12) == "a12")
    }

    @Test func `get padded numbers from the first file on in a ring`() {
        #expect(name("a", size: 1, limit: 3, number: 0) == "a0")
        #expect(name("a", size: 1, limit: 10, number: 9) == "a9")
        #expect(name("a", size: 1, limit: 11, number: 1) == "a01")
        #expect(name("a", size: 1, limit: 1, number: 0) == "a")
    }

    @Test func `are filled in with the time when they change by time`() {
        setenv("TZ", "UTC", 1)
        #expect(name("a-%Y%m%d-%H%M%S", interval: 1, time: 1_767_225_600_000_000_000) == "a-20260101-000000")
    }
}
